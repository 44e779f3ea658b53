"""What a scenario says of Anon, seen by a client: objects from the start, and each choice where the vendor is silent."""

from typing import Any

import pytest

from anon import LINK_ORIGIN, LINKEDIN, Anon
from anon_keys import SigningKey, claims, key_set
from key_set_server import KeySetServer

POOL = "3f0c6a52-7a0e-4d5c-9a55-0c8d1f6f2a10"
CLIENT = "8d1c0b7e-5b43-4f0e-8f39-6a2f5a3c9b21"
FORBIDDEN = {"error": "Forbidden: Access to the requested resource is denied."}


def choose(anon: Anon, **policies: Any) -> None:
    """Gives the world these policies."""
    begin(anon, policies=policies)


def begin(anon: Anon, **section: Any) -> None:
    """Starts the world with these objects."""
    anon.world.load({"name": "under-test", "extends": ["default"], "anon": section})


def test_objects_of_a_scenario_are_there_from_the_start(anon: Anon, key_sets: KeySetServer) -> None:
    key = SigningKey("customer-1", "ES256")
    url = key_sets.serve(key_set(key))
    begin(
        anon,
        userPools=[{"id": POOL, "name": "Own", "description": "By e-mail", "jwksUri": url, "idClaim": "email"}],
        sdkClients=[
            {"id": CLIENT, "name": "Web", "kind": "application", "userPool": "Own"},
            {"name": "Backend", "kind": "service", "apiKey": "anon_fixed"},
            {"name": "Production", "kind": "service", "environment": "prod", "apiKey": "anon_production"},
        ],
        appUsers=[
            {
                "id": "ada",
                "email": "ada@example.com",
                "sessions": [{"app": LINKEDIN, "status": "active"}, {"app": "amazon", "status": "revoked"}],
            }
        ],
        apps=[{"id": "crunchbase", "displayName": "Crunchbase", "authUrl": "https://www.crunchbase.com/login"}],
    )
    pool = anon.demand("GET", f"/org/userPool/{POOL}", bearer="anon_fixed")
    assert (pool["authorization"], pool["hosted"]) == ({"jwksUri": url, "idClaim": "email"}, False)
    assert key_sets.downloads() == 0, "a scenario downloads nothing"
    assert anon.app_integration(key.sign(claims(anon.world, email="eve@example.com")), CLIENT).status_code == 200
    assert [anon.status("ada", app=app).json()["status"] for app in (LINKEDIN, "amazon")] == ["active", "revoked"]
    sessions = anon.demand("GET", "/account/api/v1/session/list", bearer="anon_fixed")["sessions"]
    assert {session["appUser"]["email"] for session in sessions} == {"ada@example.com"}
    apps = {app["id"]: app for app in anon.demand("GET", "/account/api/v1/appIntegration")["apps"]}
    assert apps["crunchbase"]["displayName"] == "Crunchbase"
    assert {"amazon", "linkedin", "united_airlines"} <= apps.keys()
    anon.assert_unauthorized(anon.status("ada", bearer="anon_production"), "key.otherEnvironment")


def test_session_of_another_organization_can_be_granted_and_taken_back(anon: Anon) -> None:
    begin(
        anon,
        organizations=[{"name": "Partner", "members": []}],
        sdkClients=[
            {"id": CLIENT, "name": "Partner", "organization": "Partner", "kind": "service", "apiKey": "anon_p"}
        ],
    )
    grant = {"sessionId": anon.link("ada")["sessionId"], "sdkClientId": CLIENT}
    path = "/account/api/v1/sessionAccessGrant"
    refused = anon.session("GET", "ada", bearer="anon_p")
    anon.assert_refused(refused, 403, FORBIDDEN, "session.otherOrganization")
    assert anon.call("POST", path, json=grant).status_code == 200
    assert anon.session("GET", "ada", bearer="anon_p").json()["sessionId"] == grant["sessionId"]
    assert anon.cdp_url("ada", bearer="anon_p").status_code == 200
    assert anon.call("DELETE", path, json=grant).status_code == 200
    assert anon.session("GET", "ada", bearer="anon_p").status_code == 403


def test_listed_keys_are_taken_and_others_refused(anon: Anon) -> None:
    choose(anon, apiKeys=["anon_right"])
    assert anon.create_pool(bearer=anon.world.key("anon_right")).status_code == 200
    anon.assert_unauthorized(anon.create_pool(bearer="anon_wrong"), "key.refused")
    issued = anon.credentials["serviceSdkClient"]["apiKey"]
    assert anon.create_pool(bearer=issued).status_code == 200, "issued keys are taken all the same"
    assert anon.create_pool(bearer=anon.log_in()).status_code == 200


@pytest.mark.parametrize(
    ("policy", "body"),
    [
        ({}, {"message": "Unauthorized"}),
        ({"unauthorized": "gateway"}, {"message": "Unauthorized"}),
        ({"unauthorized": "service"}, {"error": "Unauthorized"}),
    ],
)
def test_body_of_a_401_is_the_gateways_or_the_services(
    anon: Anon, policy: dict[str, str], body: dict[str, str]
) -> None:
    choose(anon, errors=policy)
    anon.assert_refused(anon.create_pool(bearer=None), 401, body, "key.missing")
    refused = anon.app_integration(anon.sign(mistake="expired"), anon.credentials["webappSdkClient"]["id"])
    anon.assert_refused(refused, 401, body, "jwt.expired")


@pytest.mark.parametrize("status", [500, 502])
def test_status_of_an_upstream_error_is_chosen(anon: Anon, status: int) -> None:
    choose(anon, errors={"upstream": status})
    anon.assert_refused(anon.create_pool(bearer="password"), status, {"error": "Upstream error"}, "key.notAKey")


@pytest.mark.parametrize("reads", [0, 1, 3])
def test_status_is_unknown_as_often_as_the_policy_says(anon: Anon, reads: int) -> None:
    choose(anon, unknownStatusReads=reads)
    anon.link("ada")
    words = [anon.status("ada").json()["status"] for _ in range(4)]
    assert words == ["unknown"] * reads + ["active"] * (4 - reads)
    assert anon.cdp_url("ada").status_code == 200


@pytest.mark.parametrize(
    ("policy", "preflight", "is_readable"),
    [("asQuoted", 204, False), ("asExplained", 401, False), ("open", 204, True)],
)
def test_answers_to_a_page_of_another_origin_are_as_the_policy_says(
    anon: Anon, policy: str, preflight: int, is_readable: bool
) -> None:
    choose(anon, cors=policy)
    client = anon.credentials["webappSdkClient"]["id"]
    asked = anon.preflight()
    assert (asked.status_code, "Access-Control-Allow-Origin" in asked.headers) == (preflight, preflight == 204)
    refused = anon.app_integration(anon.sign(mistake="expired"), client)
    assert (refused.status_code, refused.headers.get("Access-Control-Allow-Origin")) == (
        401,
        LINK_ORIGIN if is_readable else None,
    )
    assert anon.app_integration(anon.sign(), client).headers["Access-Control-Allow-Origin"] == LINK_ORIGIN
    without_origin = anon.call("GET", "/account/api/v1/appIntegration")
    assert "Access-Control-Allow-Origin" not in without_origin.headers


def test_rule_with_a_problem_of_anons_speaks_anons_words(anon: Anon) -> None:
    anon.world.add_rule("anon.getSessionStatus", {"problem": "translationCrashed"}, times=1)
    crashed = anon.status("ada")
    assert (crashed.status_code, crashed.reason_phrase) == (500, "Internal Server")
    assert crashed.json() == {"error": "Error translating external user id: 500 - Internal Server"}
    anon.assert_refused(anon.status("ada"), 404, {"error": "Session not found"}, "session.none")


def test_scenario_with_a_mistake_is_refused_with_a_suggestion(anon: Anon) -> None:
    for section, words in (
        ({"policies": {"cors": "asQoted"}}, "asQuoted"),
        ({"userPool": []}, "userPools"),
        ({"sdkClients": [{"name": "Web", "kind": "application", "userPool": "nobody's"}]}, "nobody's"),
    ):
        scenario = {"name": "wrong", "extends": ["default"], "anon": section}
        refused = anon.world.control("PUT", "/scenario", json=scenario)
        assert refused.status_code == 422 and words in refused.text
