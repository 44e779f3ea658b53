"""Anon: a backend asks for a user's session, before and after the user has linked."""

import httpx
import pytest

from drydock import World

USER = {"ownerId": "user-1", "domain": "amazon"}


@pytest.fixture
def backend(world: World) -> httpx.Client:
    """The customer's backend: any key that starts with `anon_` works, and `@` leads it to the test's world."""
    key = {"Authorization": f"Bearer {world.key('anon_test')}"}
    return httpx.Client(base_url=f"{world.base_url}/account/api/v1", headers=key)


def test_a_user_who_never_linked_has_no_session(backend: httpx.Client) -> None:
    answer = backend.get("/session/status", params=USER)
    assert (answer.status_code, answer.json()) == (404, {"error": "Session not found"})
    assert answer.headers["X-Drydock-Reason"] == "session.none"


def test_a_user_links_and_the_session_becomes_active(backend: httpx.Client, world: World) -> None:
    world.link("amazon", "user-1")
    states = [backend.get("/session/status", params=USER).json()["status"] for _ in range(2)]
    assert states == ["unknown", "active"], "right after linking the vendor's answer is unknown, once"


@pytest.mark.unmatched
def test_a_typing_error_in_a_path_is_told(backend: httpx.Client, world: World) -> None:
    assert backend.get("/sesion/status", params=USER).status_code == 404
    [stranger] = world.unmatched()
    assert stranger["request"]["path"].startswith("/account/api/v1/sesion/status")
