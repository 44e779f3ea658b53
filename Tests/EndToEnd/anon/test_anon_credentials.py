"""Who may call what: environments, session tokens, magic users, and requests that say nothing sensible."""

import pytest

from anon import Anon

PRODUCTION = "svc.prod.anon.localhost"
SANDBOX_HOSTS = ["svc.sandbox.anon.localhost", "svc.staging.anon.localhost", "svc.local.anon.com"]


def test_sandbox_and_production_are_told_apart_by_host(anon: Anon) -> None:
    """Keys, users and sessions are of one environment; organisations, pools and clients of all."""
    sandbox = anon.credentials["serviceSdkClient"]["apiKey"]
    production = anon.credentials["prodServiceSdkClient"]["apiKey"]
    anon.link("ada")
    for host in (None, *SANDBOX_HOSTS):
        assert anon.status("ada", bearer=sandbox, host=host).status_code == 200
        anon.assert_unauthorized(anon.status("ada", bearer=production, host=host), "key.otherEnvironment")
    anon.assert_unauthorized(anon.status("ada", bearer=sandbox, host=PRODUCTION), "key.otherEnvironment")
    assert anon.status("ada", bearer=production, host=PRODUCTION).status_code == 404
    assert anon.demand("GET", f"/org/userPool/{anon.credentials['userPoolId']}", bearer=production, host=PRODUCTION)
    anon.link("ada", environment="prod")
    assert anon.status("ada", bearer=production, host=PRODUCTION).status_code == 200


def test_session_token_expires_on_the_worlds_clock(anon: Anon) -> None:
    session = anon.log_in()
    assert session.startswith("ory_st_")
    anon.world.advance("23h59m59s")
    assert anon.create_pool(bearer=session).status_code == 200
    anon.world.advance("1s")
    anon.assert_unauthorized(anon.create_pool(bearer=session), "key.expired")
    assert anon.create_pool(bearer=anon.log_in()).status_code == 200


@pytest.mark.parametrize(
    ("user", "status", "session", "browser"),
    [
        ("eve+unlinked", (404, {"error": "Session not found"}), 404, (404, "404 - Not Found")),
        ("eve+crash", (404, {"error": "Session not found"}), 404, (500, "500 - Internal Server")),
        ("eve+revoked", (200, {"status": "revoked"}), 200, None),
        ("eve+unknown", (200, {"status": "unknown"}), 200, None),
    ],
)
def test_magic_app_user_ids_mean_something_until_the_user_links(
    anon: Anon,
    user: str,
    status: tuple[int, dict[str, str]],
    session: int,
    browser: tuple[int, str] | None,
) -> None:
    answers = [anon.status(user) for _ in range(3)]
    assert [(answer.status_code, answer.json()) for answer in answers] == [status] * 3
    assert anon.session("GET", user).status_code == session
    if browser:
        code, phrase = browser
        refused = anon.cdp_url(user)
        assert (refused.status_code, refused.json()) == (
            code,
            {"error": f"Error translating external user id: {phrase}"},
        )
    anon.link(user)
    words = [anon.status(user).json()["status"] for _ in range(2)]
    assert words == (["unknown", "unknown"] if user.endswith("+unknown") else ["unknown", "active"])


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/org/userPool", {"name": "Users"}),
        ("/org/userPool", {"name": "Users", "description": "Ours", "authorization": {}}),
        ("/org/sdkClient", {"name": "Web", "description": "Link", "kind": "webapp"}),
        ("/org/appUserIdToken", {}),
        ("/org/appUserIdToken", {"appUserId": "ada", "exp": -1}),
        ("/account/api/v1/cdpUrl", {"apps": [], "appUserId": "ada"}),
        ("/org/organization", {"name": "Example Ltd"}),
    ],
)
def test_bad_body_is_a_400_that_names_the_field(anon: Anon, path: str, body: dict[str, object]) -> None:
    refused = anon.call("POST", path, json=body)
    assert refused.status_code == 400 and set(refused.json()) == {"error"}
    assert refused.headers["X-Drydock-Reason"] == "body.invalid"


def test_unknown_path_is_refused_in_the_gateways_words(anon: Anon) -> None:
    refused = anon.call("GET", "/org/userPools", host="svc.sandbox.anon.localhost")
    assert (refused.status_code, refused.json()) == (404, {"message": "no Route matched with those values"})
