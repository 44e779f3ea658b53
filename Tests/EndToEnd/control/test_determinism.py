"""Same scenario, same seed, same requests: the same bytes, headers included."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from contract import Contract
from exchange import answers_outside
from recorder import FLAGS, START, Answer, Recorder, assert_same
from server import DrydockServer
from world import World

@pytest.fixture
def recorders() -> Iterator[Callable[[str, str], Recorder]]:
    """Makes recorders and closes them after the test."""
    made: list[Recorder] = []

    def make(base_url: str, world: str) -> Recorder:
        made.append(Recorder(base_url, world))
        return made[-1]

    yield make
    for recorder in made:
        recorder.close()


def walk(call: Recorder, world: str) -> list[Answer]:
    """The whole connect flow with errors, pages and a moving clock; returns the answers."""
    control = {"params": {"world": world}}
    application = call("POST", "/v1/applications", json={"source": "https://shop.example.com", "name": "Shop"}).json()
    path = f"/v1/applications/{application['id']}"
    token = call("POST", f"{path}/tokens", json={"callbackUrl": "https://app.example.com/callback"}).json()["token"]
    call("GET", "/identity/create", params={"token": token})
    completion = call("POST", f"/_drydock/identity-tokens/{token}/complete", json={"outcome": "success"}, **control)
    identity = httpx.URL(completion.json()["callback"]).params["identity_id"]
    call("GET", "/identity/create", params={"token": token})
    call("POST", f"{path}/auth-flows", json={"name": "Login", "methods": ["username_password"]})
    call("PUT", f"/v1/identities/{identity}", json={"metadata": {"b": 1, "a": [1.5, None, "ü"]}})
    call("GET", f"/v1/identities/{identity}")
    call("POST", "/_drydock/clock", json={"advance": "90s"}, **control)
    session = call("POST", "/v1/sessions", json={"identities": [{"id": identity}]}).json()["data"]["id"]
    for suffix in ("", "/pages", "/recordings", "/downloads", "/tags"):
        call("GET", f"/v1/sessions/{session}{suffix}")
    call("POST", f"{path}/tokens", json={"callbackUrl": "http://app.example.com/callback"})
    call("GET", "/v1/applications")
    call("GET", f"{path}/identities")
    call("GET", "/v1/sessions")
    call("DELETE", f"/v1/sessions/{session}")
    call("GET", "/v1/sessions/history", params={"from_date": START, "to_date": "2026-01-02T00:00:00Z"})
    return list(call.answers)


def test_flow_after_reset_is_the_same_byte_for_byte(
    launch: Callable[..., DrydockServer], recorders: Callable[[str, str], Recorder], contract: Contract
) -> None:
    server = launch(*FLAGS)
    world = World(server.base_url, "twice")
    first = walk(recorders(server.base_url, "twice"), "twice")
    world.reset()
    second = walk(recorders(server.base_url, "twice"), "twice")
    complaints = answers_outside(contract, world)
    world.close()
    assert_same(first, second)
    assert not complaints, "\n".join(complaints)


def test_two_servers_with_the_same_seed_answer_the_same(
    launch: Callable[..., DrydockServer], recorders: Callable[[str, str], Recorder]
) -> None:
    one, other = (launch(*FLAGS, "--seed", "7") for _ in range(2))
    assert_same(walk(recorders(one.base_url, "same"), "same"), walk(recorders(other.base_url, "same"), "same"))


def test_another_seed_and_another_world_issue_other_ids(
    launch: Callable[..., DrydockServer], recorders: Callable[[str, str], Recorder]
) -> None:
    one, other = launch(*FLAGS, "--seed", "7"), launch(*FLAGS, "--seed", "8")

    def ids(server: DrydockServer, world: str) -> str:
        return walk(recorders(server.base_url, world), world)[0].body.decode()

    assert len({ids(one, "a"), ids(one, "b"), ids(other, "a")}) == 3


def test_dates_are_the_worlds_own(
    launch: Callable[..., DrydockServer], recorders: Callable[[str, str], Recorder]
) -> None:
    server = launch(*FLAGS)
    call = recorders(server.base_url, "dates")
    assert call("GET", "/v1/applications").headers["Date"] == "Thu, 01 Jan 2026 00:00:00 GMT"
    world = World(server.base_url, "dates")
    world.demand("POST", "/clock", json={"set": "2027-05-06T07:08:09Z"})
    world.close()
    assert call("GET", "/v1/applications").headers["Date"] == "Thu, 06 May 2027 07:08:09 GMT"
    assert (
        call("POST", "/v1/applications", json={"source": "https://a.example.com"})
        .json()["created_at"]
        .startswith("2027-05-06T07:08:09")
    )
