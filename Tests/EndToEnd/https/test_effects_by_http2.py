"""What rules do to a connection, as a client of HTTP/2 sees it: each stream ends, and none is taken for whole."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from http2_client import HTTP2Client, StreamAnswer
from secure import LocalAuthority
from server import DrydockServer
from world import World

OPERATION = "anchor.listApplications"
PATH = "/v1/applications"


@pytest.fixture
def client(secure: DrydockServer, local_authority: LocalAuthority) -> Iterator[HTTP2Client]:
    """A connection of HTTP/2."""
    with ExitStack() as stack:
        yield stack.enter_context(HTTP2Client(local_authority, secure.port))


@pytest.fixture
def ask(client: HTTP2Client, secure_world: World) -> Callable[[], StreamAnswer]:
    """Asks for the one application of the world; what came until the stream or the connection ended."""
    secure_world.application(name="Shop")

    def ask() -> StreamAnswer:
        stream = client.begin(client.fields("GET", PATH, ("anchor-api-key", secure_world.api_key)))
        answer = client.answers[stream]
        client.wait(lambda: answer.is_over or client.is_closed, "the end")
        return answer

    return ask


@pytest.mark.parametrize("effect", ["reset", "close", "garbage"])
def test_a_lost_answer_is_none(
    client: HTTP2Client, ask: Callable[[], StreamAnswer], secure_world: World, effect: str
) -> None:
    secure_world.add_rule(OPERATION, {"connection": effect})
    answer = ask()
    assert (answer.status, answer.body, answer.is_whole) == (0, b"", False)
    assert client.is_closed


def test_a_truncated_answer_has_its_head_and_so_many_bytes(
    client: HTTP2Client, ask: Callable[[], StreamAnswer], secure_world: World
) -> None:
    secure_world.add_rule(OPERATION, {"connection": {"truncate": {"after": 20}}})
    answer = ask()
    assert (answer.status, len(answer.body), answer.is_whole) == (200, 20, False)
    assert int(answer.header("content-length") or 0) > 20


def test_a_dribbled_answer_comes_in_pieces(client: HTTP2Client, secure_world: World) -> None:
    secure_world.application(name="Shop")
    secure_world.add_rule(OPERATION, {"connection": {"dribble": {"bytes": 10, "every": "1s"}}})
    stream = client.begin(client.fields("GET", PATH, ("anchor-api-key", secure_world.api_key)))
    answer = client.answers[stream]
    client.wait(lambda: len(answer.body) == 10, "the first piece")
    secure_world.advance("1s")
    client.wait(lambda: len(answer.body) == 20, "the second piece")
    secure_world.advance("10m")
    assert client.answer(stream).is_whole


@pytest.mark.parametrize("effect", [{"reply": {"status": 503}}, {"problem": "outOfCredits"}])
def test_a_refusal_leaves_the_connection(
    client: HTTP2Client, ask: Callable[[], StreamAnswer], secure_world: World, effect: dict[str, Any]
) -> None:
    secure_world.add_rule(OPERATION, effect, times=1)
    assert ask().status in (402, 503)
    assert ask().status == 200
