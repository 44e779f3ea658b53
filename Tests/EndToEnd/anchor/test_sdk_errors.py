"""Each documented error as the exception class that the vendor's SDK raises for it, and then the fix."""

import re
from collections.abc import Callable
from typing import Any

import anchorbrowser
import pytest
from anchorbrowser import Anchorbrowser

from sdk import strict_sdk
from world import World

UNKNOWN = "11111111-2222-4333-8444-555555555555"
CALLBACK = "https://app.example.com/callback"


def refused(
    expected: type[anchorbrowser.APIStatusError], call: Callable[..., Any], *arguments: Any, **options: Any
) -> anchorbrowser.APIStatusError:
    """Makes a call that must fail with exactly `expected` and the vendor's envelope; returns the error."""
    with pytest.raises(anchorbrowser.APIStatusError) as caught:
        call(*arguments, **options)
    error = caught.value
    assert type(error) is expected, error
    assert error.body["error"]["code"] == error.status_code and error.body["error"]["message"]
    assert error.response.headers["X-Drydock-Reason"]
    assert 'rel="help"' in error.response.headers["Link"]
    return error


def test_http_callback_is_a_bad_request_and_https_is_the_fix(sdk: Anchorbrowser, world: World) -> None:
    application = world.application()["id"]
    for callback in ("http://localhost:3000/callback", "app.example.com/callback", ""):
        error = refused(
            anchorbrowser.BadRequestError, sdk.applications.create_identity_token, application, callback_url=callback
        )
        assert "https" in error.body["error"]["message"].lower()
    assert sdk.applications.create_identity_token(application, callback_url=CALLBACK).token


def test_captcha_solver_without_a_proxy_is_the_documented_bad_request(sdk: Anchorbrowser) -> None:
    solver = {"captcha_solver": {"active": True}}
    for session in ({}, {"proxy": {"active": False}}):
        error = refused(anchorbrowser.BadRequestError, sdk.sessions.create_session, browser=solver, session=session)
        assert error.body["error"]["message"] == "CAPTCHA solver requires proxy to be active."
    assert sdk.sessions.create_session(browser=solver, session={"proxy": {"active": True}}).data.id


def test_unknown_identity_in_a_session_is_a_bad_request(sdk: Anchorbrowser, world: World) -> None:
    refused(anchorbrowser.BadRequestError, sdk.sessions.create_session, identities=[{"id": UNKNOWN}])
    assert sdk.sessions.list_sessions().data.total == 0, "a refusal changes nothing"
    known = world.identity()["id"]
    assert sdk.sessions.create_session(identities=[{"id": known}]).data.id


@pytest.mark.parametrize("limit", ["5", "0", "51", "ten"])
def test_session_list_takes_only_the_documented_page_sizes(world: World, limit: str) -> None:
    assert world.api.get("/v1/sessions", params={"limit": limit}).status_code == 400
    assert world.api.get("/v1/sessions", params={"limit": "50"}).status_code == 200


def test_refused_key_is_an_authentication_error(world: World) -> None:
    with strict_sdk(world, world.key("sk-invalid")) as wrong:
        refused(anchorbrowser.AuthenticationError, wrong.applications.list_applications)
        refused(anchorbrowser.AuthenticationError, wrong.sessions.create_session)
    with strict_sdk(world) as right:
        assert right.applications.list_applications().applications == []


def test_missing_key_is_unauthorized(world: World) -> None:
    response = world.api.get("/v1/applications", headers={"anchor-api-key": "", "X-Drydock-World": world.name})
    assert (response.status_code, response.json()["error"]["code"]) == (401, 401)


def test_key_without_credits_is_refused_with_402(world: World) -> None:
    with strict_sdk(world, world.key("sk-nocredits")) as broke:
        error = refused(anchorbrowser.APIStatusError, broke.sessions.create_session)
        assert error.status_code == 402
        assert broke.applications.list_applications().applications == [], "only sessions cost credits"
    with strict_sdk(world) as paid:
        assert paid.sessions.create_session().data.id


def test_rate_limited_key_is_a_rate_limit_error_with_the_documented_headers(world: World) -> None:
    with strict_sdk(world, world.key("sk-ratelimited")) as hasty:
        error = refused(anchorbrowser.RateLimitError, hasty.sessions.create_session)
    assert error.body["error"]["message"] == "Session creation rate limit exceeded."
    headers = error.response.headers
    remaining = re.fullmatch(r'"(\d+)-in-1min"; r=0; t=(\d+)', headers["RateLimit"])
    assert remaining, headers["RateLimit"]
    policy = rf'"{remaining[1]}-in-1min"; q={remaining[1]}; w=60; pk=:[^:]+:'
    assert re.fullmatch(policy, headers["RateLimit-Policy"]), headers["RateLimit-Policy"]
    assert headers["Retry-After"] == remaining[2]
    with strict_sdk(world) as patient:
        assert patient.sessions.create_session().data.id


UNKNOWN_OBJECTS: dict[str, Callable[[Anchorbrowser], Any]] = {
    "application": lambda sdk: sdk.applications.get_application(UNKNOWN),
    "application, deleting": lambda sdk: sdk.applications.delete_application(UNKNOWN),
    "application, token": lambda sdk: sdk.applications.create_identity_token(UNKNOWN, callback_url=CALLBACK),
    "identity": lambda sdk: sdk.identities.get_identity(UNKNOWN),
    "identity, updating": lambda sdk: sdk.identities.update_identity(UNKNOWN, name="Ada"),
    "identity, deleting": lambda sdk: sdk.identities.delete_identity(UNKNOWN),
    "identity, malformed id": lambda sdk: sdk.identities.get_identity("no-uuid"),
    "session": lambda sdk: sdk.sessions.get_session(UNKNOWN),
    "session, pages": lambda sdk: sdk.sessions.get_session_pages(UNKNOWN),
    "session, downloads": lambda sdk: sdk.sessions.get_session_downloads(UNKNOWN),
    "session, recordings": lambda sdk: sdk.recordings.list_recordings(UNKNOWN),
    "profile": lambda sdk: sdk.profiles.get_profile("nobody"),
    "profile, deleting": lambda sdk: sdk.profiles.delete_profile("nobody"),
}


@pytest.mark.parametrize("call", UNKNOWN_OBJECTS.values(), ids=UNKNOWN_OBJECTS.keys())
def test_unknown_object_is_a_not_found_error(sdk: Anchorbrowser, call: Callable[[Anchorbrowser], Any]) -> None:
    assert refused(anchorbrowser.NotFoundError, call, sdk).status_code == 404


def test_existing_profile_name_is_a_conflict_until_it_is_deleted(sdk: Anchorbrowser) -> None:
    sdk.profiles.create_profile(name="ada")
    refused(anchorbrowser.ConflictError, sdk.profiles.create_profile, name="ada")
    sdk.profiles.delete_profile("ada")
    assert sdk.profiles.create_profile(name="ada").data.status


def test_reauthentication_tells_missing_credentials_from_refused_ones(world: World) -> None:
    def attempt(identity: str) -> tuple[int, dict[str, Any]]:
        response = world.api.post(f"/v1/identities/{identity}/reauthenticate", json={"sync": True})
        return response.status_code, response.json()

    assert attempt(UNKNOWN)[0] == 404
    bare = world.identity(credentials=[])["id"]
    assert attempt(bare)[0] == 412
    refused_password = [{"type": "username_password", "username": "user_bad_password", "password": "secret"}]
    world.api.put(f"/v1/identities/{bare}", json={"credentials": refused_password})
    assert attempt(bare)[0] == 422
    good_password = [{"type": "username_password", "username": "user_good", "password": "secret"}]
    world.api.put(f"/v1/identities/{bare}", json={"credentials": good_password})
    status, body = attempt(bare)
    assert (status, body["identityId"], body["auth_status"]) == (200, bare, "authenticated")


def test_rule_makes_the_server_fail_once_and_then_it_works(sdk: Anchorbrowser, world: World) -> None:
    reply = {"status": 500, "body": {"error": {"code": 500, "message": "Something broke."}}}
    world.add_rule("anchor.listApplications", {"reply": reply}, times=1)
    with pytest.raises(anchorbrowser.InternalServerError) as caught:
        sdk.applications.list_applications()
    assert caught.value.body == reply["body"]
    assert sdk.applications.list_applications().applications == []
    [rule] = world.demand("GET", "/rules")["rules"]
    assert rule["matched"] == 1 and rule["remaining"] == 0


def test_rule_with_a_named_problem_answers_in_the_vendors_envelope(sdk: Anchorbrowser, world: World) -> None:
    world.add_rule("anchor.createSession", {"problem": "outOfCredits"}, times=1)
    assert refused(anchorbrowser.APIStatusError, sdk.sessions.create_session).status_code == 402
    assert sdk.sessions.create_session().data.id


MALFORMED_BODIES = {
    "no JSON": b"{",
    "an array": b"[]",
    "no source": b'{"name": "Shop"}',
    "a number as source": b'{"source": 1}',
    "source without a host": b'{"source": "https://"}',
}


@pytest.mark.parametrize("body", MALFORMED_BODIES.values(), ids=MALFORMED_BODIES.keys())
def test_malformed_application_is_refused_and_changes_nothing(world: World, body: bytes) -> None:
    answer = world.api.post("/v1/applications", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, 400)
    assert world.api.get("/v1/applications").json() == {"applications": []}
