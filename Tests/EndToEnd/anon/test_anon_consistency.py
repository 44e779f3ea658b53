"""Anon under one clock and one seed: times, repeated runs, resets, and many callers at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import jwt
import pytest

from anon import LINKEDIN, REDIRECT, Anon
from contract import Contract
from exchange import answers_outside
from server import DrydockServer
from recorder import FLAGS, Answer, Recorder, assert_same
from world import World

INSTANT = datetime(2027, 5, 6, 7, 8, 9, tzinfo=UTC)
LIVES = 183 * 24 * 3600


def walk(base_url: str, world: str) -> list[Answer]:
    """From a log-in to a remote browser, with errors, pages and a moving clock; returns the answers."""
    call = Recorder(base_url)
    ours = {"params": {"world": world}}

    def anon(method: str, path: str, bearer: str | None = f"anon_test@{world}", **arguments: Any) -> Any:
        headers = {"X-Drydock-World": world, **arguments.pop("headers", {})}
        if bearer:
            headers["Authorization"] = f"Bearer {bearer}"
        return call(method, path, headers=headers, **arguments)

    ready = call("GET", "/_drydock/credentials", **ours).json()["anon"]
    member = {"email": ready["member"]["email"], "password": ready["member"]["password"]}
    session = anon("POST", "/org/login", bearer=None, json=member).json()["token"]
    pool = anon("POST", "/org/userPool", session, json={"name": "Users", "description": "Ours"}).json()["id"]
    kind = {"application": {"userPoolId": pool}}
    body = {"name": "Web", "description": "Link", "kind": kind}
    client = anon("POST", "/org/sdkClient", session, json=body).json()["id"]
    anon("POST", "/org/sdkClient", session, json={"name": "Backend", "description": "Jobs", "kind": "service"})
    issued = anon("POST", "/org/appUserIdToken", json={"appUserId": "ada", "userPoolId": pool}).json()
    call("POST", "/_drydock/clock", json={"advance": "90s"}, **ours)
    call("POST", "/_drydock/token", json={"algorithm": "EdDSA", "mistake": "expired"}, **ours)
    link = {"app": LINKEDIN, "appUserId": "ada", "redirectUrl": REDIRECT}
    url = anon("GET", "/link/url", params=link).json()["url"]
    anon("GET", "/link", bearer=None, params={"app": LINKEDIN, "clientId": client, **issued})
    call("POST", "/_drydock/link/complete", json={"url": url}, **ours)
    owner = {"params": {"ownerId": "ada", "domain": LINKEDIN}}
    for _ in range(2):
        anon("GET", "/account/api/v1/session/status", **owner)
    anon("GET", "/account/api/v1/session", **owner)
    anon("GET", "/account/api/v1/session/list")
    anon("GET", "/account/api/v1/appIntegration", issued["appUserIdToken"], headers={"X-Anon-Sdk-Client-Id": client})
    anon("POST", "/account/api/v1/cdpUrl", json={"apps": [LINKEDIN], "appUserId": "ada"})
    anon("GET", "/actions/linkedin/listConversations", params={"appUserId": "ada"})
    for path, bearer in (("/org/userPool", None), ("/org/userPool", "password"), ("/org/userPool", "anon_invalid")):
        anon("POST", path, bearer, json={"name": "Users", "description": "Ours"})
    refused = {"name": "Users", "description": "Ours", "authorization": {"jwksUri": "jwks.json"}}
    anon("POST", "/org/userPool", json=refused)
    anon("DELETE", "/account/api/v1/session", **owner)
    anon("DELETE", "/account/api/v1/session", **owner)
    anon("GET", "/.well-known/jwks.json", bearer=None)
    call.close()
    statuses = {answer.status for answer in call.answers}
    assert statuses == {200, 401, 404, 500, 502}, statuses
    return call.answers


def test_flow_after_reset_is_the_same_byte_for_byte(launch: Callable[..., DrydockServer], contract: Contract) -> None:
    server = launch(*FLAGS)
    world = World(server.base_url, "twice")
    first = walk(server.base_url, "twice")
    complaints = answers_outside(contract, world)
    world.reset()
    second = walk(server.base_url, "twice")
    world.close()
    assert_same(first, second)
    assert not complaints, "\n".join(complaints)


def test_servers_with_one_seed_answer_the_same_and_with_another_not(launch: Callable[..., DrydockServer]) -> None:
    one, same, other = (launch(*FLAGS, "--seed", seed) for seed in ("7", "7", "8"))
    assert_same(walk(one.base_url, "same"), walk(same.base_url, "same"))
    bodies = {walk(server.base_url, world)[0].body for server, world in ((one, "a"), (one, "b"), (other, "a"))}
    assert len(bodies) == 3


def test_every_time_in_an_answer_is_the_worlds_own(anon: Anon) -> None:
    anon.world.demand("POST", "/clock", json={"set": INSTANT.isoformat().replace("+00:00", "Z")})
    issued = anon.call("POST", "/org/appUserIdToken", json={"appUserId": "ada"})
    assert issued.headers["Date"] == "Thu, 06 May 2027 07:08:09 GMT"
    unchecked = {"verify_signature": False}
    for token in (issued.json()["appUserIdToken"], anon.sign(expiresIn=f"{LIVES}s")):
        read = jwt.decode(token, options=unchecked)
        assert (read["iat"], read["exp"]) == (INSTANT.timestamp(), INSTANT.timestamp() + LIVES)
    anon.link("ada")
    stored = anon.session("GET", "ada").json()
    assert datetime.fromisoformat(stored["sessionCollectionTimeStamp"]) == INSTANT
    refused = anon.call("POST", "/org/userPool", bearer=None)
    assert (refused.status_code, refused.headers["Date"]) == (401, "Thu, 06 May 2027 07:08:09 GMT")
    noted = {entry["at"] for entry in anon.world.journal()}
    assert {datetime.fromisoformat(instant) for instant in noted} == {INSTANT}


@pytest.mark.parametrize("lifetime", [None, "10m"])
def test_session_tokens_and_issued_tokens_end_when_the_clock_says_so(anon: Anon, lifetime: str | None) -> None:
    policies = {"memberSessionLifetime": lifetime} if lifetime else {}
    anon.world.load({"name": "lifetimes", "extends": ["default"], "anon": {"policies": policies}})
    session, token = anon.log_in(), anon.issue("ada")
    client = anon.credentials["webappSdkClient"]["id"]
    spans = ["10m"] if lifetime else ["23h", "1h"]
    for span in spans:
        assert anon.create_pool(bearer=session).status_code == 200
        anon.world.advance(span)
    anon.assert_unauthorized(anon.create_pool(bearer=session), "key.expired")
    assert anon.app_integration(token, client).status_code == 200
    anon.world.advance(f"{LIVES}s")
    anon.assert_unauthorized(anon.app_integration(token, client), "jwt.expired")


def test_reset_takes_back_what_was_made_and_issues_the_same_again(anon: Anon) -> None:
    def make() -> tuple[str, str, str]:
        pool = anon.pool()
        return pool, anon.webapp_client(pool), anon.link("ada")["sessionId"]

    ready, made = anon.credentials, make()
    anon.world.reset()
    assert anon.call("GET", f"/org/userPool/{made[0]}").status_code == 404
    assert anon.call("GET", f"/org/sdkClient/{made[1]}").status_code == 404
    assert [anon.app_user("ada").status_code, anon.status("ada").status_code] == [404, 404]
    assert anon.world.demand("GET", "/credentials")["anon"] == ready
    assert make() == made


def test_look_up_never_finds_a_half_made_user(anon: Anon) -> None:
    """Whoever finds the user's record finds the session, too."""
    users = [f"user-{number}" for number in range(20)]

    def look_up(user: str) -> tuple[int, int | None]:
        found = anon.app_user(user).status_code
        return found, anon.cdp_url(user).status_code if found == 200 else None

    with ThreadPoolExecutor(max_workers=8) as pool:
        seen = []
        for user in users:
            seen += [pool.submit(look_up, user) for _ in range(3)]
            pool.submit(anon.link, user)
            seen += [pool.submit(look_up, user) for _ in range(3)]
        outcomes = {future.result() for future in seen}
    assert outcomes <= {(404, None), (200, 200)}
    assert [look_up(user) for user in users] == [(200, 200)] * 20


def test_user_who_links_in_many_tabs_at_once_is_one_user_with_one_session(anon: Anon) -> None:
    with ThreadPoolExecutor(max_workers=20) as pool:
        linked = list(pool.map(lambda _: anon.link("ada"), range(60)))
    assert len({(answer["anonId"], answer["sessionId"]) for answer in linked}) == 1
    [session] = anon.demand("GET", "/account/api/v1/session/list")["sessions"]
    assert session["sessionId"] == linked[0]["sessionId"]
