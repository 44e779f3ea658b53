"""HTTP/2 of bad manners: each client is refused or its connection ends, and others are answered meanwhile and after."""

import contextlib
import struct
from collections.abc import Callable, Iterator

import httpx
import pytest
from h2.settings import SettingCodes

from http2_client import Fields, HTTP2Client
from secure import LocalAuthority, connect
from server import STOP_LIMIT_SECONDS, DrydockServer
from world import World

HEALTH = "/_drydock/health"
WAITING = "/_drydock/requests?wait=60s&count=1000000"
HEADERS, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, CONTINUATION = 0x1, 0x3, 0x4, 0x5, 0x6, 0x9
DATA, PRIORITY, GOAWAY, WINDOW_UPDATE = 0x0, 0x2, 0x7, 0x8
FLOOD = 30_000
LARGEST_WINDOW = 2**31 - 1


def frame(kind: int, payload: bytes = b"", *, flags: int = 0, stream: int = 0, length: int | None = None) -> bytes:
    """A frame (RFC 9113, 4.1); `length` is what it says where that is not true."""
    size = len(payload) if length is None else length
    return struct.pack(">I", size)[1:] + struct.pack(">BBI", kind, flags, stream) + payload


@pytest.fixture
def neighbour(secure: DrydockServer, local_authority: LocalAuthority) -> Iterator[Callable[[], None]]:
    """Another client: by its old connection and by a new one it is answered, before, meanwhile and after."""
    context = local_authority.context()
    with httpx.Client(base_url=secure.base_url, verify=context, http2=True, timeout=5) as kept:

        def ask() -> None:
            assert kept.get(HEALTH).status_code == 200
            with httpx.Client(base_url=secure.base_url, verify=context, http2=True, timeout=5) as new:
                assert new.get(HEALTH).http_version == "HTTP/2"

        ask()
        yield ask
        ask()


@pytest.fixture
def open_client(secure: DrydockServer, local_authority: LocalAuthority) -> Iterator[Callable[..., HTTP2Client]]:
    """Opens connections of HTTP/2 that are closed after the test."""
    with contextlib.ExitStack() as stack:
        yield lambda **options: stack.enter_context(HTTP2Client(local_authority, secure.port, **options))


# Floods

FLOODS: dict[str, Callable[[int], bytes]] = {
    "settings": lambda _: frame(SETTINGS),
    "pings": lambda _: frame(PING, b"12345678"),
    "priorities": lambda number: frame(PRIORITY, struct.pack(">IB", 0, 1), stream=2 * number + 1),
    "empty data": lambda number: frame(DATA, stream=1),
    "unknown streams": lambda number: frame(RST_STREAM, struct.pack(">I", 8), stream=2 * number + 1),
}


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS.keys())
def test_a_flood_of_frames_ends_the_connection(
    open_client: Callable[..., HTTP2Client], neighbour: Callable[[], None], flood: Callable[[int], bytes]
) -> None:
    client = open_client()
    client.begin(client.fields("POST", "/v1/applications"), ends=False)
    for start in range(0, FLOOD, 1000):
        client.send(b"".join(map(flood, range(start, start + 1000))))
        if start == 10_000:
            neighbour()
        if client.is_closed:
            break
    client.wait_for_end()


def test_rapid_resets_end_the_connection(
    open_client: Callable[..., HTTP2Client], neighbour: Callable[[], None]
) -> None:
    """CVE-2023-44487: requests that are taken back as soon as they are sent."""
    client = open_client()
    for number in range(2000):
        stream = client.h2.get_next_available_stream_id()
        client.h2.send_headers(stream, client.fields("GET", WAITING), end_stream=True)
        client.h2.reset_stream(stream, 8)
        if number % 100 == 99:
            client.flush()
        if number == 1000:
            neighbour()
    client.wait_for_end()


@pytest.mark.parametrize("piece", [b"", b"\x82" * 1000], ids=["empty", "full"])
def test_a_head_without_an_end_ends_the_connection(
    open_client: Callable[..., HTTP2Client], neighbour: Callable[[], None], piece: bytes
) -> None:
    """The flood of CONTINUATION frames."""
    client = open_client()
    client.send(frame(HEADERS, b"\x82", stream=1))
    for _ in range(1000):
        client.send(frame(CONTINUATION, piece, stream=1))
        if client.is_closed:
            break
    client.wait_for_end()


def test_a_head_that_unpacks_to_megabytes_is_refused(
    open_client: Callable[..., HTTP2Client], neighbour: Callable[[], None]
) -> None:
    """One field of four kilobytes goes into the table, and is then named thousands of times by a byte each."""
    client = open_client()
    name, value = b"x-large", b"v" * 4000
    literal = b"\x40" + bytes([len(name)]) + name + b"\x7f" + _integer(len(value) - 127) + value
    client.send(frame(HEADERS, b"\x82\x87\x84" + literal + b"\xbe" * 8000, flags=0x5, stream=1))
    client.wait_for_end()


def _integer(value: int) -> bytes:
    """The rest of an integer (RFC 7541, 5.1)."""
    digits = bytearray()
    while value >= 128:
        digits.append(value % 128 + 128)
        value //= 128
    return bytes([*digits, value])


# Too much


def test_a_head_beyond_its_bound_is_refused(
    open_client: Callable[..., HTTP2Client], neighbour: Callable[[], None]
) -> None:
    client = open_client()
    many = [(f"x-{number}", "v" * 1000) for number in range(70)]
    stream = client.begin(client.fields("GET", HEALTH, *many))
    client.wait(lambda: client.answers[stream].is_over or client.is_closed or client.goodbye is not None, "a refusal")
    assert client.answers[stream].status in (0, 431)


def test_more_fields_than_a_head_may_have_are_431(open_client: Callable[..., HTTP2Client]) -> None:
    client = open_client()
    many = [(f"x-{number}", "v") for number in range(300)]
    assert client.ask("GET", HEALTH, *many).status == 431
    assert client.ask("GET", HEALTH).status == 200


def test_one_stream_too_many_ends_the_connection(
    open_client: Callable[..., HTTP2Client], neighbour: Callable[[], None]
) -> None:
    client = open_client()
    assert client.ask("GET", HEALTH).status == 200
    assert client.h2.remote_settings.max_concurrent_streams == 100
    client.h2.remote_settings[SettingCodes.MAX_CONCURRENT_STREAMS] = 1000
    client.h2.remote_settings.acknowledge()
    waiting = [client.begin(client.fields("GET", WAITING)) for _ in range(100)]
    neighbour()
    assert not client.is_closed and not any(client.answers[stream].is_over for stream in waiting)
    client.begin(client.fields("GET", HEALTH))
    client.wait_for_end()


def test_a_stream_that_ends_makes_room_for_another(open_client: Callable[..., HTTP2Client]) -> None:
    client = open_client()
    waiting = [client.begin(client.fields("GET", WAITING)) for _ in range(100)]
    client.h2.reset_stream(waiting[0], 8)
    assert client.ask("GET", HEALTH).status == 200


# Windows


def test_a_client_that_never_opens_its_window_holds_nobody_up(
    launch_secure: Callable[..., DrydockServer], local_authority: LocalAuthority
) -> None:
    server = launch_secure("--body-bytes", "4MiB")
    world = World(server.base_url, "large")
    source = {"source": "https://shop.example.com", "metadata": {"large": "x" * 300_000}}
    identity = world.api.post("/v1/identities", json=source).json()["id"]
    with contextlib.ExitStack() as stack:
        for _ in range(3):
            greedy = stack.enter_context(HTTP2Client(local_authority, server.port, takes=False))
            for _ in range(10):
                path = f"/v1/identities/{identity}"
                stream = greedy.begin(greedy.fields("GET", path, ("anchor-api-key", world.api_key)))
            greedy.wait(lambda: any(answer.body for answer in greedy.answers.values()), "the beginning of an answer")
            assert not greedy.answers[stream].is_whole
            # What is kept for such clients has a bound; who asks for what is small is answered all the same.
            assert world.api.get("/v1/applications").status_code == 200
        refused = world.api.get(f"/v1/identities/{identity}")
        assert refused.status_code in (200, 503)
    assert world.api.get(f"/v1/identities/{identity}").status_code == 200
    world.close()
    with HTTP2Client(local_authority, server.port, takes=False) as greedy:
        greedy.begin(greedy.fields("GET", f"/v1/identities/{identity}", ("anchor-api-key", world.api_key)))
        greedy.wait(lambda: any(answer.body for answer in greedy.answers.values()), "the beginning of an answer")
        code, seconds = server.stop()
    assert code == 0 and seconds < 5 * STOP_LIMIT_SECONDS


def test_a_window_that_is_shut_from_the_start_is_respected(
    open_client: Callable[..., HTTP2Client], neighbour: Callable[[], None]
) -> None:
    client = open_client()
    client.h2.update_settings({SettingCodes.INITIAL_WINDOW_SIZE: 0})
    client.flush()
    stream = client.begin(client.fields("GET", HEALTH))
    answer = client.answers[stream]
    client.wait(lambda: answer.status, "the head")
    assert (answer.body, answer.is_over) == (b"", False)
    neighbour()
    client.h2.increment_flow_control_window(1, stream)
    client.flush()
    client.wait(lambda: answer.body, "one byte")
    assert len(answer.body) == 1
    client.h2.increment_flow_control_window(10_000, stream)
    client.flush()
    assert client.answer(stream).is_whole


# Frames that are wrong

BROKEN: dict[str, bytes] = {
    "data on no stream": frame(DATA, b"x"),
    "data on an idle stream": frame(DATA, b"x", stream=9),
    "a head on no stream": frame(HEADERS, b"\x82\x87\x84", flags=0x5),
    "a head on a stream of the server's": frame(HEADERS, b"\x82\x87\x84", flags=0x5, stream=2),
    "a push from a client": frame(PUSH_PROMISE, struct.pack(">I", 2) + b"\x82", flags=0x4, stream=1),
    "a frame beyond its bound": frame(DATA, length=2**24 - 1, stream=1) + b"x" * 100_000,
    "settings of an odd length": frame(SETTINGS, b"12345"),
    "settings with a value beyond its bound": frame(SETTINGS, struct.pack(">HI", 4, 2**31)),
    "a ping of an odd length": frame(PING, b"1234567"),
    "a window that grows by nothing": frame(WINDOW_UPDATE, struct.pack(">I", 0)),
    "a window beyond its bound": frame(WINDOW_UPDATE, struct.pack(">I", LARGEST_WINDOW)) * 2,
    "a continuation of nothing": frame(CONTINUATION, b"\x82", flags=0x4, stream=1),
    "a head that is no HPACK": frame(HEADERS, b"\xff\xff\xff\xff\xff\xff\xff\xff\xff", flags=0x5, stream=1),
    "a head that names what is not in the table": frame(HEADERS, b"\xfe", flags=0x5, stream=1),
    "padding beyond the frame": frame(HEADERS, b"\xff\x82", flags=0xD, stream=1),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_frame_ends_the_connection(
    open_client: Callable[..., HTTP2Client], neighbour: Callable[[], None], broken: bytes
) -> None:
    client = open_client()
    assert client.ask("GET", HEALTH).status == 200 if broken[8] != 1 else True
    client.send(broken)
    client.wait_for_end()
    assert client.goodbye != 0, "it is an error"


def test_bytes_that_are_no_preface_end_the_connection(
    secure: DrydockServer, local_authority: LocalAuthority, neighbour: Callable[[], None]
) -> None:
    with connect(local_authority, secure.port, protocols=("h2",)) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        connection.settimeout(10)
        received = b""
        with contextlib.suppress(ConnectionResetError, OSError):
            while data := connection.recv(65536):
                received += data
        assert b"HTTP/1.1" not in received


# Requests that are wrong

WRONG: dict[str, Callable[[HTTP2Client], Fields]] = {
    "CONNECT": lambda it: [(":method", "CONNECT"), (":authority", "api.anchorbrowser.io:443")],
    "a name in upper case": lambda it: it.fields("GET", HEALTH, ("X-Upper", "v")),
    "a field of the connection": lambda it: it.fields("GET", HEALTH, ("connection", "keep-alive")),
    "a transfer coding": lambda it: it.fields("GET", HEALTH, ("transfer-encoding", "chunked")),
    "te other than trailers": lambda it: it.fields("GET", HEALTH, ("te", "gzip")),
    "no path": lambda it: [field for field in it.fields("GET", HEALTH) if field[0] != ":path"],
    "an empty path": lambda it: it.fields("GET", ""),
    "a path without a slash": lambda it: it.fields("GET", "v1/applications"),
    "no method": lambda it: it.fields("GET", HEALTH)[1:],
    "no scheme": lambda it: [field for field in it.fields("GET", HEALTH) if field[0] != ":scheme"],
    "two methods": lambda it: [(":method", "GET"), *it.fields("GET", HEALTH)],
    "a pseudo-field behind the others": lambda it: [*it.fields("GET", HEALTH, ("x-a", "b")), (":path", "/")],
    "a pseudo-field of answers": lambda it: [(":status", "200"), *it.fields("GET", HEALTH)],
    "another host": lambda it: it.fields("GET", HEALTH, ("host", "elsewhere.test")),
    "no host": lambda it: [field for field in it.fields("GET", HEALTH) if field[0] != ":authority"],
    "a host that is none": lambda it: it.fields("GET", HEALTH, authority="a b/c"),
    "a line break": lambda it: it.fields("GET", HEALTH, ("x-a", "b\r\nc: d")),
    "a length below nothing": lambda it: it.fields("POST", "/v1/applications", ("content-length", "-1")),
}


@pytest.mark.parametrize("fields", WRONG.values(), ids=WRONG.keys())
def test_a_wrong_head_is_refused(
    open_client: Callable[..., HTTP2Client],
    neighbour: Callable[[], None],
    fields: Callable[[HTTP2Client], Fields],
) -> None:
    client = open_client()
    stream = client.begin(fields(client))
    answer = client.answers[stream]
    client.wait(lambda: answer.is_over or client.is_closed or client.goodbye is not None, "a refusal")
    assert answer.status == 0 or 400 <= answer.status < 502, answer
    if not client.is_closed and client.goodbye is None:
        assert client.ask("GET", HEALTH).status == 200


@pytest.mark.parametrize(
    ("said", "pieces"), [(10, [b"123"]), (2, [b"123"]), (0, [b"123"]), (5, [b"123", b"456"]), (3, [b""])]
)
def test_a_body_of_another_length_than_was_said_is_no_request(
    open_client: Callable[..., HTTP2Client],
    neighbour: Callable[[], None],
    secure_world: World,
    said: int,
    pieces: list[bytes],
) -> None:
    client = open_client()
    more = [("content-length", str(said)), ("anchor-api-key", secure_world.api_key)]
    stream = client.begin(client.fields("POST", "/v1/applications", *more), ends=False)
    for index, piece in enumerate(pieces):
        client.send(frame(DATA, piece, stream=stream, flags=int(index == len(pieces) - 1)))
    answer = client.answers[stream]
    client.wait(lambda: answer.is_over or client.is_closed or client.goodbye is not None, "a refusal")
    assert answer.status == 0 or 400 <= answer.status < 500, answer
    assert client.is_closed or client.ask("GET", HEALTH).status == 200
