"""Anon from nothing to a remote browser, with what the server hands out at start."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
import pytest

from anon import LINKEDIN, REDIRECT, Anon
from server import DrydockServer
from world import World


@pytest.fixture
def anons(worlds: Callable[..., World]) -> Iterator[Callable[..., Anon]]:
    """Makes worlds with Anon in them."""
    made: list[Anon] = []

    def make(server: DrydockServer | None = None) -> Anon:
        made.append(Anon(worlds(server) if server else worlds()))
        return made[-1]

    yield make
    for anon in made:
        anon.close()


def test_start_message_has_what_a_client_exports(launch: Callable[..., DrydockServer]) -> None:
    server = launch("--clock", "frozen")
    exported = dict(re.findall(r"export (ANON_\w+)=(\S+)", server.ready_message()))
    served = httpx.get(f"{server.base_url}/_drydock/credentials").json()
    assert exported == served["variables"]
    with httpx.Client(base_url=exported["ANON_API_URL"]) as client:
        integration = client.get(
            "/account/api/v1/appIntegration",
            params={"id": LINKEDIN},
            headers={
                "Authorization": f"Bearer {exported['ANON_APP_USER_ID_TOKEN']}",
                "X-Anon-Sdk-Client-Id": exported["ANON_CLIENT_ID"],
            },
        )
        assert (integration.status_code, integration.json()["id"]) == (200, LINKEDIN)
        key = {"Authorization": f"Bearer {exported['ANON_API_KEY']}"}
        owner = {"ownerId": exported["ANON_APP_USER_ID"], "domain": LINKEDIN}
        status = client.get("/account/api/v1/session/status", params=owner, headers=key)
        assert (status.status_code, status.json()) == (404, {"error": "Session not found"})


def test_ready_made_objects_are_there_and_fit_together(anon: Anon) -> None:
    ready = anon.credentials
    organization = anon.demand("GET", f"/org/organization/{ready['organizationId']}", bearer=None)
    [member] = organization["members"]
    assert (organization["name"], member["role"]) == ("Drydock", "Admin")
    assert (member["id"], member["email"]) == (ready["member"]["id"], ready["member"]["email"])
    pool = anon.demand("GET", f"/org/userPool/{ready['userPoolId']}")
    assert pool["hosted"] is True
    assert httpx.get(pool["authorization"]["jwksUri"]).json()["keys"]
    webapp = anon.demand("GET", f"/org/sdkClient/{ready['webappSdkClient']['id']}")
    assert (webapp["auth"]["type"], webapp["auth"]["userPoolId"]) == ("userPool", pool["id"])
    service = anon.demand("GET", f"/org/sdkClient/{ready['serviceSdkClient']['id']}")
    assert service["auth"] == {"type": "apiKey"}, "the secret is shown once"


def test_ready_made_credentials_alone_lead_to_their_world(drydock: DrydockServer, anons: Callable[..., Anon]) -> None:
    mine, other = anons(), anons()
    mine.link("ada")
    key = {"Authorization": f"Bearer {mine.credentials['serviceSdkClient']['apiKey']}"}
    query = {"ownerId": "ada", "domain": LINKEDIN}
    found = httpx.get(f"{drydock.base_url}/account/api/v1/session/status", params=query, headers=key)
    assert found.status_code == 200
    headers = {
        "Authorization": f"Bearer {mine.credentials['appUserIdToken']}",
        "X-Anon-Sdk-Client-Id": mine.credentials["webappSdkClient"]["id"],
    }
    integration = httpx.get(f"{drydock.base_url}/account/api/v1/appIntegration?id=amazon", headers=headers)
    assert integration.status_code == 200
    assert [entry["operation"] for entry in mine.world.journal()] == ["anon.getSessionStatus", "anon.getAppIntegration"]
    assert other.world.journal() == []


def test_world_behind_the_at_sign_of_a_key_is_its_own(drydock: DrydockServer, anons: Callable[..., Anon]) -> None:
    mine, other = anons(), anons()
    mine.link("ada")

    def status(key: str) -> int:
        headers = {"Authorization": f"Bearer {key}"}
        query = {"ownerId": "ada", "domain": LINKEDIN}
        return httpx.get(f"{drydock.base_url}/account/api/v1/session/status", params=query, headers=headers).status_code

    for form in ("anon_test", "ory_st_anything", "anon_with+base64/characters=="):
        assert status(mine.world.key(form)) == 200
        assert status(other.world.key(form)) == 404
    assert mine.world.api.get("/v1/applications").json()["applications"] == [], "and of both vendors together"


@pytest.mark.parametrize("generation", ["older", "newest"])
def test_quickstart_with_objects_of_ones_own(anon: Anon, generation: str) -> None:
    """Organisation, member, pool, clients, token, Link, status and browser, as the documents of 2024 go through it."""
    founder = {"name": "Ada", "email": "ada@example.com", "password": "secret"}
    body = {"name": "Example Ltd", "member": founder}
    organization = anon.demand("POST", "/org/organization", bearer=None, json=body)
    assert (organization["name"], organization["logoUrl"]) == ("Example Ltd", None)
    assert [member["role"] for member in organization["members"]] == ["Admin"]
    login = {"email": founder["email"], "password": founder["password"]}
    session = anon.demand("POST", "/org/login", bearer=None, json=login)["token"]

    named = {"organizationId": organization["id"]} if generation == "older" else {}
    member = {"name": "Ben", "email": "ben@example.com", "password": "b", "role": "ReadOnly"}
    invited = anon.demand("POST", "/org/member", bearer=session, json={"organizationId": organization["id"], **member})
    assert anon.demand("GET", f"/org/member/{invited['id']}", bearer=session) == invited
    pool_body = {"name": "Users", "description": "All of them", **named}
    pool = anon.demand("POST", "/org/userPool", bearer=session, json=pool_body)
    assert (pool["organizationId"], pool["hosted"]) == (organization["id"], True)
    assert anon.demand("GET", f"/org/userPool/{pool['id']}", bearer=session) == pool

    kind = {"application": {"userPoolId": pool["id"]}}
    webapp_body = {"name": "Web", "description": "Link", "kind": kind, **named}
    webapp = anon.demand("POST", "/org/sdkClient", bearer=session, json=webapp_body)
    assert (webapp["auth"]["type"], webapp["auth"]["userPoolId"]) == ("userPool", pool["id"])
    service_body = {"name": "Backend", "description": "Jobs", "kind": "service", **named}
    service = anon.demand("POST", "/org/sdkClient", bearer=session, json=service_body)
    key = service["auth"]["secret"]
    assert re.fullmatch(r"anon_[A-Za-z0-9+/]{80}", key)

    token_body = {"appUserId": "user-1"} | ({"userPoolId": pool["id"]} if generation == "older" else {})
    token = anon.demand("POST", "/org/appUserIdToken", bearer=key, json=token_body)["appUserIdToken"]
    claims = jwt.decode(token, options={"verify_signature": False})
    assert (claims["sub"], claims["sdkClientId"]) == ("user-1", webapp["id"])
    assert anon.app_integration(token, claims["sdkClientId"]).status_code == 200
    anon.assert_refused(anon.status("user-1", bearer=key), 404, {"error": "Session not found"}, "session.none")

    completed = anon.world.demand(
        "POST", "/link/complete", json={"app": LINKEDIN, "appUserIdToken": token, "clientId": webapp["id"]}
    )
    assert completed["appUserId"] == "user-1"
    statuses = [
        anon.demand("GET", "/account/api/v1/session/status", bearer=key, params=owner)
        for owner in [{"ownerId": "user-1", "domain": LINKEDIN}] * 3
    ]
    assert statuses == [{"status": "unknown"}, {"status": "active"}, {"status": "active"}]
    [listed] = anon.demand("GET", "/account/api/v1/session/list", bearer=key)["sessions"]
    assert (listed["app"], listed["appUser"]["id"]) == (LINKEDIN, "user-1")
    assert listed["sessionId"] and listed["appUser"]["anonId"]
    browser = anon.cdp_url("user-1", bearer=key)
    assert (browser.status_code, set(browser.json())) == (200, {"cdpUrl", "liveStreamingUrl"})
    assert httpx.URL(browser.json()["cdpUrl"]).scheme == "ws"
    stream = httpx.get(browser.json()["liveStreamingUrl"])
    assert (stream.status_code, stream.headers["Content-Type"]) == (200, "text/html; charset=utf-8")

    removed = anon.session("DELETE", "user-1", bearer=key)
    message = {"message": "Session removed successfully", "ownerId": "user-1", "domain": LINKEDIN}
    assert (removed.status_code, removed.json()) == (200, message)
    assert anon.status("user-1", bearer=key).status_code == 404


def test_link_url_leads_to_the_link_host_with_all_that_the_page_needs(anon: Anon) -> None:
    response = anon.link_url(host="svc.sandbox.anon.localhost", params={"state": "ada@example.com"})
    assert response.status_code == 200
    address = urlsplit(response.json()["url"])
    assert address.hostname == "link.svc.sandbox.anon.localhost"
    query = {name: value for name, [value] in parse_qs(address.query).items()}
    assert (query["app"], query["redirectUrl"], query["state"]) == (LINKEDIN, REDIRECT, "ada@example.com")
    assert query["clientId"] == anon.credentials["webappSdkClient"]["id"]
    assert jwt.decode(query["appUserIdToken"], options={"verify_signature": False})["sub"] == "ada"


def test_link_that_was_made_can_be_finished_without_a_browser(anon: Anon) -> None:
    url = anon.link_url(params={"state": '{"turn":1}'}).json()["url"]
    completed = anon.world.demand("POST", "/link/complete", json={"url": url})
    redirect = urlsplit(completed["redirect"])
    assert f"{redirect.scheme}://{redirect.netloc}{redirect.path}" == REDIRECT
    query = {name: value for name, [value] in parse_qs(redirect.query).items()}
    assert query == {"type": "success", "status": "success", "state": '{"turn":1}'}
    assert anon.status("ada").status_code == 200


@pytest.mark.parametrize(
    ("outcome", "query"),
    [
        ("cancel", {"type": "error", "status": "cancelled"}),
        ("failed", {"type": "error", "status": "error", "error_code": "bad_authorization"}),
    ],
)
def test_link_that_comes_to_nothing_says_so_and_links_nobody(anon: Anon, outcome: str, query: dict[str, str]) -> None:
    url = anon.link_url().json()["url"]
    completed = anon.world.demand("POST", "/link/complete", json={"url": url, "outcome": outcome})
    sent = {name: value for name, [value] in parse_qs(urlsplit(completed["redirect"]).query).items()}
    assert sent == {**query, "state": "{}"}
    assert anon.app_user("ada").status_code == 404


def test_older_link_url_takes_a_token_without_a_key(anon: Anon) -> None:
    query = {"app": LINKEDIN, "redirectUrl": REDIRECT, "appUserIdToken": anon.issue("ada")}
    query["clientId"] = anon.credentials["webappSdkClient"]["id"]
    host = "link.svc.sandbox.anon.localhost"
    made = anon.demand("GET", "/api/url", bearer=None, host=host, params=query)
    assert urlsplit(made["url"]).hostname == host
    assert anon.world.demand("POST", "/link/complete", json={"url": made["url"]})["appUserId"] == "ada"
