"""Sign-ins step by step, as a client of the vendor's goes through them: it polls where it has to, and resolves what is asked."""

import threading

import httpx
from anchorbrowser import Anchorbrowser

from poll import until
from world import World

SITE = {"url": "https://bank.example.com/login", "host": "bank.example.com"}
FLOW = {
    "host": "bank.example.com",
    "stepTakes": "3s",
    "steps": [
        {"id": "ways", "decision": [{"to": "password"}, {"to": "app", "automatable": False}]},
        {
            "id": "password",
            "form": [
                {"type": "credentials", "accepts": {"username": "ada", "password": "secret"}, "to": "overview"},
            ],
        },
        {"id": "app", "detectionFailed": {"message": "Waiting for the app", "to": "overview", "after": "30s"}},
        {"id": "overview", "authenticated": {}},
    ],
}


def scripted(world: World, mode: str = "frozen") -> str:
    """A world in which the bank's sign-in is scripted; returns a session."""
    clock = {"start": "2026-01-01T00:00:00Z", "mode": mode}
    world.load({"name": "bank", "extends": ["default"], "clock": clock, "anchor": {"signInFlows": [FLOW]}})
    return world.session()["id"]


def call(world: World, name: str, session: str, body: dict | None = None) -> httpx.Response:
    """One call of a flow."""
    return world.api.post(f"/v1/identities/dynamic/{name}/{session}", json=body or {})


def state(world: World, session: str) -> dict:
    """How far the flow is."""
    answer = world.api.get(f"/v1/identities/dynamic/state/{session}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def moved(world: World, name: str, session: str, body: dict) -> dict:
    """A call that answers once the world's clock has come to the next step; meanwhile nobody else gets in."""
    answers: list[httpx.Response] = []
    caller = threading.Thread(target=lambda: answers.append(call(world, name, session, body)))
    caller.start()
    until(lambda: world.demand("GET", "/clock")["pending"], what="the waiting call")
    assert state(world, session)["phase"] == "navigating"
    for other in ("start", "resolve", "finalize"):
        assert call(world, other, session, {**SITE, "choice": "x"}).status_code == 409
    world.advance("3s")
    caller.join(20)
    assert answers[0].status_code == 200, answers[0].text
    return answers[0].json()


def test_a_client_goes_through_a_scripted_sign_in(world: World, sdk: Anchorbrowser) -> None:
    session = scripted(world)
    assert moved(world, "start", session, SITE)["type"] == "decision"
    form = moved(world, "resolve", session, {"choice": "password"})
    [option] = form["options"]
    assert [field["name"] for field in option["inputs"]] == ["username", "password"]
    wrong = {"option_index": 0, "values": {"username": "ada", "password": "wrong"}}
    assert moved(world, "resolve", session, wrong)["credentials_rejected"] is True
    assert state(world, session)["nav"]["status"] == "failed"
    right = {"option_index": 0, "values": {"username": "ada", "password": "secret"}}
    assert moved(world, "resolve", session, right)["type"] == "authenticated"
    kept = call(world, "finalize", session, {"identity_name": "Ada"}).json()
    assert kept["automatable"] is True and kept["profileName"] == f"profile-{session}"
    identity = sdk.identities.get_identity(kept["identityId"])
    assert (identity.name, identity.status) == ("Ada", "validated")
    assert sdk.profiles.get_profile(kept["profileName"]).data.name == kept["profileName"]
    assert sdk.sessions.create_session(identities=[{"id": kept["identityId"]}]).data.id
    shown = world.demand("GET", "/requests", params={"secrets": "masked", "limit": "1000"})
    assert "secret" not in str([entry for entry in shown["requests"] if "resolve" in str(entry)]), "masked in the journal"


def test_a_client_polls_until_a_page_comes_right(world: World) -> None:
    session = scripted(world)
    moved(world, "start", session, SITE)
    view = moved(world, "resolve", session, {"choice": "app"})
    assert (view["type"], view["retryable"]) == ("detection_failed", True)
    world.advance("29s")
    assert state(world, session)["view"]["type"] == "detection_failed"
    world.advance("1s")
    assert state(world, session)["view"]["type"] == "authenticated"
    kept = call(world, "finalize", session).json()
    assert kept["automatable"] is False and kept["nonAutomatableReasons"]


def test_a_restored_world_is_where_the_sign_in_was(world: World) -> None:
    session = scripted(world)
    moved(world, "start", session, SITE)
    moved(world, "resolve", session, {"choice": "password"})
    before = state(world, session)
    snapshot = world.demand("POST", "/snapshots")["id"]
    moved(world, "resolve", session, {"option_index": 0, "values": {"username": "a", "password": "b"}})
    world.demand("POST", f"/snapshots/{snapshot}/restore")
    assert state(world, session) == before
