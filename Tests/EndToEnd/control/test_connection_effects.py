"""What the connection effects of rules are to those who meet them: sockets, HTTP libraries, the vendor's SDK, Chromium."""

import socket
import struct
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import anchorbrowser
import httpx
import pytest
import requests
from anchorbrowser import Anchorbrowser
from playwright.sync_api import Error

from browser import HostedPage
from poll import until
from server import STOP_LIMIT_SECONDS, DrydockServer
from world import World

LIST = "anchor.listApplications"
TRUNCATE = {"truncate": {"after": 7}}
DRIBBLE = {"dribble": {"bytes": 7, "every": "1m"}}
PATH = "/v1/applications"


def connect(world: World, *, method: str = "GET", more: str = "") -> socket.socket:
    """A socket on which one request is sent."""
    port = int(world.base_url.rpartition(":")[2])
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    connection.sendall(
        f"{method} {PATH} HTTP/1.1\r\nHost: localhost\r\nanchor-api-key: {world.api_key}\r\n{more}\r\n".encode()
    )
    return connection


def read(connection: socket.socket) -> bytes:
    """All that comes until the server ends the connection."""
    received = bytearray()
    while chunk := connection.recv(65536):
        received += chunk
    return bytes(received)


def await_sleepers(world: World, count: int = 1) -> None:
    """Waits until so many answers wait for the world's clock."""
    until(
        lambda: world.demand("GET", "/clock")["pending"],
        lambda pending: len(pending) == count,
        what=f"{count} who wait",
        seconds=20,
    )


def body_length(world: World) -> int:
    """How long the answer is that the rules do something to."""
    return len(world.api.get(PATH).content)


# Sockets.


def test_reset_is_a_tcp_reset(world: World) -> None:
    world.add_rule(LIST, {"connection": "reset"})
    with connect(world) as connection, pytest.raises(ConnectionResetError):
        connection.recv(1)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_close_is_an_end_without_a_byte(world: World, method: str) -> None:
    world.add_rule(LIST, {"connection": "close"})
    with connect(world, method=method) as connection:
        assert read(connection) == b""


def test_close_with_a_body_unread_is_no_reset(world: World) -> None:
    world.add_rule("anchor.createSession", {"connection": "close"})
    head = f"POST /v1/sessions HTTP/1.1\r\nHost: localhost\r\nanchor-api-key: {world.api_key}\r\n"
    port = int(world.base_url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        # A second request is on its way that nobody will read.
        connection.sendall(
            f"{head}Content-Length: 2\r\n\r\n{{}}{head}Content-Length: 100000\r\n\r\n".encode()
        )
        connection.sendall(b"b" * 50_000)
        assert read(connection) == b""


def test_garbage_is_no_http(world: World) -> None:
    world.add_rule(LIST, {"connection": "garbage"})
    with connect(world) as connection:
        received = read(connection)
    assert received and not received.startswith(b"HTTP")


def test_truncated_answer_has_its_head_and_the_first_bytes(world: World) -> None:
    length = body_length(world)
    world.add_rule(LIST, {"connection": TRUNCATE})
    with connect(world) as connection:
        head, _, body = read(connection).partition(b"\r\n\r\n")
    assert (
        head.startswith(b"HTTP/1.1 200 ")
        and f"Content-Length: {length}".encode() in head
    )
    assert len(body) == 7 < length


def test_dribbled_answer_comes_with_the_clock(world: World) -> None:
    length = body_length(world)
    world.add_rule(LIST, {"connection": DRIBBLE})
    with connect(world) as connection:
        received = bytearray()
        for expected in range(7, length, 7):
            while len(received.partition(b"\r\n\r\n")[2]) < expected:
                received += connection.recv(1)
            await_sleepers(world)
            connection.setblocking(False)
            with pytest.raises(BlockingIOError):
                connection.recv(1)
            connection.settimeout(20)
            world.advance("1m")
        while len(received.partition(b"\r\n\r\n")[2]) < length:
            received += connection.recv(1)


def test_client_that_resets_a_dribbled_answer_is_not_waited_for(world: World) -> None:
    world.add_rule(LIST, {"connection": DRIBBLE})
    connection = connect(world)
    connection.recv(1)
    await_sleepers(world)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
    await_sleepers(world, 0)


# HTTP libraries and the vendor's SDK.


@pytest.fixture(params=["requests", "httpx"])
def fetch(request: pytest.FixtureRequest, world: World) -> Iterator[Callable[[], Any]]:
    """Asks for the list by one library or the other, each on a kept connection, and returns the parsed answer."""
    headers = {"anchor-api-key": world.api_key}
    with (
        requests.Session() if request.param == "requests" else httpx.Client() as client
    ):
        yield lambda: client.get(
            world.base_url + PATH, headers=headers, timeout=20
        ).json()


REQUESTS_ERRORS = {
    "reset": (requests.ConnectionError, httpx.ReadError),
    "close": (requests.ConnectionError, httpx.RemoteProtocolError),
    "garbage": (requests.ConnectionError, httpx.RemoteProtocolError),
    "truncate": (requests.exceptions.ChunkedEncodingError, httpx.RemoteProtocolError),
}


@pytest.mark.parametrize("effect", REQUESTS_ERRORS)
def test_library_raises_its_own_error_and_works_again(
    world: World, fetch: Callable[[], Any], effect: str
) -> None:
    expected = fetch()
    world.add_rule(
        LIST, {"connection": TRUNCATE if effect == "truncate" else effect}, times=1
    )
    with pytest.raises(REQUESTS_ERRORS[effect]):
        fetch()
    assert fetch() == expected
    [failed] = [entry for entry in world.journal() if entry.get("connection")]
    assert failed["connection"] == (TRUNCATE if effect == "truncate" else effect)


def test_library_puts_a_dribbled_answer_together(
    world: World, fetch: Callable[[], Any]
) -> None:
    expected = fetch()
    world.add_rule(LIST, {"connection": DRIBBLE}, times=1)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(fetch)
        await_sleepers(world)
        world.advance("1h")
        assert answer.result(timeout=20) == expected


def test_library_runs_into_its_timeout_in_a_dribbled_answer(world: World) -> None:
    world.add_rule(LIST, {"connection": DRIBBLE}, times=1)
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(
            world.base_url + PATH,
            headers={"anchor-api-key": world.api_key},
            timeout=0.2,
        )


@pytest.mark.parametrize("effect", ["reset", "close", "garbage"])
@pytest.mark.parametrize("retries", [0, 1])
def test_vendor_sdk_raises_a_connection_error_after_its_retries(
    world: World, sdk: Anchorbrowser, effect: str, retries: int
) -> None:
    rule = world.add_rule(LIST, {"connection": effect}, times=1 + retries)
    with pytest.raises(anchorbrowser.APIConnectionError):
        sdk.with_options(max_retries=retries).applications.list_applications()
    assert [entry.get("rule") for entry in world.journal()] == [rule["id"]] * (1 + retries)
    assert sdk.applications.list_applications().applications == []


def test_vendor_sdk_that_retries_a_lost_answer_makes_two_sessions(
    world: World, sdk: Anchorbrowser
) -> None:
    world.add_rule(
        "anchor.createSession", {"afterHandling": {"connection": "reset"}}, times=1
    )
    assert sdk.with_options(max_retries=1).sessions.create_session().data.id
    assert sdk.sessions.list_sessions().data.total == 2


# Chromium.


@pytest.mark.parametrize(
    ("effect", "error"),
    [
        ("reset", "net::ERR_CONNECTION_RESET"),
        ("close", "net::ERR_EMPTY_RESPONSE"),
        ("garbage", "net::ERR_INVALID_HTTP_RESPONSE"),
        (TRUNCATE, "net::ERR_CONTENT_LENGTH_MISMATCH"),
    ],
    ids=["reset", "close", "garbage", "truncate"],
)
def test_browser_names_the_fault(
    world: World, token: str, hosted_page: HostedPage, effect: Any, error: str
) -> None:
    world.add_rule("anchor.openIdentityCreatePage", {"connection": effect})
    # A page whose end is missing never counts as loaded: only the failure is waited for.
    with hosted_page.page.expect_event("requestfailed") as failed, suppress(Error):
        hosted_page.page.goto(hosted_page.address(token), wait_until="commit")
    assert error in (failed.value.failure or "")


# The server's own end.


@pytest.mark.serial
@pytest.mark.parametrize("effect", ["dribble", "close", "events"])
def test_server_stops_at_once_whatever_hangs(
    launch: Callable[..., DrydockServer], effect: str
) -> None:
    server = launch("--clock", "frozen")
    world = World(server.base_url, "hanging")
    world.add_rule(LIST, {"connection": DRIBBLE if effect == "dribble" else "close"})
    if effect == "events":
        connection = socket.create_connection(("127.0.0.1", server.port), timeout=20)
        connection.sendall(b"GET /_drydock/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert connection.recv(1)
    else:
        connection = connect(world)
        if effect == "dribble":
            await_sleepers(world)
    world.close()
    code, seconds = server.stop()
    connection.close()
    assert code == 0 and seconds < STOP_LIMIT_SECONDS
