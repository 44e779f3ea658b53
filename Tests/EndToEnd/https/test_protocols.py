"""One port for plain HTTP, HTTPS with HTTP/1.1, and HTTPS with HTTP/2: whoever comes is answered, and each alike."""

import contextlib
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from callback_receiver import CallbackReceiver
from commands import run
from http2_client import HTTP2Client
from secure import LocalAuthority, connect
from server import STOP_LIMIT_SECONDS, DrydockServer
from tour import Tour
from world import World

HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding"}
LEGACY = "DEFAULT:@SECLEVEL=0"


@pytest.fixture
def client(secure: DrydockServer, local_authority: LocalAuthority) -> Iterator[Callable[..., httpx.Client]]:
    """Makes clients of the server that trust its authority."""
    made: list[httpx.Client] = []

    def make(**options: Any) -> httpx.Client:
        made.append(httpx.Client(base_url=secure.base_url, verify=local_authority.context(), timeout=20, **options))
        return made[-1]

    yield make
    for each in made:
        each.close()


# Who is answered


@pytest.mark.parametrize(("flag", "version"), [("--http1.1", "1.1"), ("--http2", "2")])
def test_curl_keeps_its_connection(
    secure: DrydockServer, local_authority: LocalAuthority, secure_world: World, flag: str, version: str
) -> None:
    url = f"{secure.base_url}/v1/applications"
    each = ["--silent", "--show-error", "--max-time", "20", "--cacert", local_authority.file, flag]
    each += ["--header", f"anchor-api-key: {secure_world.api_key}", "--output", "/dev/null"]
    each += ["--write-out", "%{http_code} %{num_connects} %{http_version} %{scheme}\n"]
    printed = run("curl", *each, url, "--next", *each, "--json", '{"source":"https://a.example.com"}', url)
    first, second, _ = printed.split("\n")
    assert first == f"200 1 {version} HTTPS"
    assert second == f"201 0 {version} HTTPS"


def test_plain_http_is_answered_on_the_same_port(secure: DrydockServer, secure_world: World) -> None:
    plain = f"http://localhost:{secure.port}/v1/applications"
    secure_world.application()
    answer = httpx.get(plain, headers={"anchor-api-key": secure_world.api_key})
    assert answer.http_version == "HTTP/1.1"
    assert answer.json() == secure_world.api.get("/v1/applications").json()


def test_a_python_client_has_a_thousand_answers_on_one_connection_of_http2(
    client: Callable[..., httpx.Client], secure_world: World
) -> None:
    headers = {"anchor-api-key": secure_world.api_key}
    http2 = client(http2=True, http1=False, headers=headers, limits=httpx.Limits(max_connections=1))
    for _ in range(500):
        listed = http2.get("/v1/applications")
        ended = http2.request("DELETE", "/v1/sessions/all")
        assert (listed.status_code, listed.http_version) == (200, "HTTP/2")
        assert ended.status_code == 200
    assert listed.extensions["stream_id"] == 1997, "one connection has had them all"


def test_a_large_body_goes_both_ways_by_http2(client: Callable[..., httpx.Client], secure_world: World) -> None:
    http2 = client(http2=True, headers={"anchor-api-key": secure_world.api_key})
    large = {"source": "https://shop.example.com", "metadata": {"large": "x" * 3_000_000}}
    made = http2.post("/v1/identities", json=large)
    assert (made.status_code, made.http_version) == (201, "HTTP/2")
    assert http2.get(f"/v1/identities/{made.json()['id']}").json()["metadata"] == large["metadata"]


def test_a_hello_may_come_byte_by_byte(secure: DrydockServer, local_authority: LocalAuthority) -> None:
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = local_authority.context().wrap_bio(incoming, outgoing, server_hostname="localhost")
    with socket.create_connection(("127.0.0.1", secure.port), timeout=20) as plain:
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

        def complete(step: Callable[[], Any]) -> Any:
            while True:
                try:
                    return step()
                except ssl.SSLWantReadError:
                    send()
                    incoming.write(plain.recv(65536))

        def send() -> None:
            for byte in outgoing.read():
                plain.sendall(bytes([byte]))

        complete(tls.do_handshake)
        tls.write(b"GET /_drydock/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        send()
        assert complete(lambda: tls.read(65536)).startswith(b"HTTP/1.1 200 OK\r\n")


@pytest.mark.parametrize(
    ("version", "is_spoken"),
    [
        (ssl.TLSVersion.TLSv1, False),
        (ssl.TLSVersion.TLSv1_1, False),
        (ssl.TLSVersion.TLSv1_2, True),
        (ssl.TLSVersion.TLSv1_3, True),
    ],
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_versions_of_tls_that_are_no_longer_safe_are_refused(
    secure: DrydockServer, local_authority: LocalAuthority, version: ssl.TLSVersion, is_spoken: bool
) -> None:
    context = local_authority.context()
    context.set_ciphers(LEGACY)
    context.minimum_version = context.maximum_version = version
    if is_spoken:
        with connect(local_authority, secure.port, context=context) as connection:
            assert connection.version() == version.name.replace("_", ".")
    else:
        with pytest.raises(ssl.SSLError, match="alert protocol version"):
            connect(local_authority, secure.port, context=context)


# Each begins as a record with a hello does, and is none.
NO_HELLOS = {
    "no hello in the record": b"\x16\x03\x01\x00\x04\x02\x00\x00\x00",
    "an empty record": b"\x16\x03\x01\x00\x00" * 100,
    "a hello of zeros": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc" + bytes(508),
    "a hello in ever so many records": b"\x16\x03\x01\x00\x04\x01\xff\xff\xff"
    + b"\x16\x03\x01\x40\x00"
    + bytes(2**14) * 20,
    "a version of long ago": b"\x16\x02\x00\x00\x04\x01\x00\x00\x00",
    "noise": bytes([0x16, *(number * 31 % 256 for number in range(100_000))]),
}


@pytest.mark.parametrize("data", NO_HELLOS.values(), ids=NO_HELLOS.keys())
def test_what_is_no_hello_ends_the_connection(secure: DrydockServer, data: bytes) -> None:
    with socket.create_connection(("127.0.0.1", secure.port), timeout=10) as plain:
        with contextlib.suppress(ConnectionResetError, BrokenPipeError):
            plain.sendall(data)
            received = b""
            while piece := plain.recv(65536):
                received += piece
            assert len(received) < 100, "an alert at most"
    assert httpx.get(f"{secure.base_url}/_drydock/health", verify=False).status_code == 200


@pytest.mark.parametrize("name", ["www.example.com", "127.0.0.2.nip.io", "x.invalid"])
def test_a_name_that_is_not_ours_has_a_certificate_that_is_not_for_it(
    secure: DrydockServer, local_authority: LocalAuthority, name: str
) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match="Hostname mismatch"):
        connect(local_authority, secure.port, name=name)


def test_a_client_that_names_nobody_is_shown_a_certificate_for_this_machine(
    secure: DrydockServer, local_authority: LocalAuthority
) -> None:
    context = local_authority.context()
    context.check_hostname = False
    with connect(local_authority, secure.port, name=None, context=context) as connection:
        names = connection.getpeercert()["subjectAltName"]
    assert {("DNS", "localhost"), ("IP Address", "127.0.0.1")} <= set(names)


# The answers


STEPS: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", "/v1/applications", {"json": {"source": "https://shop.example.com", "name": "Shop"}}),
    ("GET", "/v1/applications", {}),
    ("GET", "/v1/applications?page=1&limit=2", {"headers": {"Accept-Encoding": "gzip"}}),
    ("HEAD", "/v1/applications", {}),
    ("POST", "/v1/applications", {"content": b"{", "headers": {"Content-Type": "application/json"}}),
    ("PATCH", "/v1/applications", {}),
    ("POST", "/v1/sessions", {"json": {}}),
    ("GET", "/v1/no-such-thing", {}),
    ("DELETE", "/v1/sessions/all", {}),
    ("GET", "/identity/create?token=unknown", {"headers": {"Accept": "text/html"}}),
    ("GET", "/api/user/project", {"cookies": {"first": "1", "wos-session": "anybody", "last": "3"}}),
    (
        "GET",
        "/link/url?app=linkedin",
        {"headers": {"Authorization": "Bearer anon_test", "Host": "svc.sandbox.anon.com"}},
    ),
    ("OPTIONS", "/account/api/v1/appIntegration", {"headers": {"Origin": "https://link.svc.sandbox.anon.com"}}),
]


def answers(client: httpx.Client, world: World) -> list[tuple[int, dict[str, str], bytes]]:
    """What the steps are answered with in a world that has seen nothing yet."""
    found = []
    for method, path, arguments in STEPS:
        cookies = arguments.get("cookies", {})
        headers = {"anchor-api-key": world.api_key, "X-Drydock-World": world.name, **arguments.get("headers", {})}
        if cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        rest = {name: value for name, value in arguments.items() if name not in ("cookies", "headers")}
        answer = client.request(method, path, headers=headers, **rest)
        kept = {name: value for name, value in answer.headers.items() if name not in HOP_BY_HOP}
        found.append((answer.status_code, kept, answer.content))
    return found


def entries(world: World) -> list[dict[str, Any]]:
    """The journal without what belongs to a connection; HTTP/2 has all names in lower case."""
    found = world.journal()
    for entry in found:
        for side in ("request", "response"):
            headers = {name.lower(): value for name, value in entry[side]["headers"].items()}
            entry[side]["headers"] = {name: value for name, value in headers.items() if name not in HOP_BY_HOP}
    return found


def test_answers_and_the_journal_are_the_same_by_http1_and_http2(
    client: Callable[..., httpx.Client], secure_world: World
) -> None:
    by_http1 = answers(client(), secure_world)
    journal = entries(secure_world)
    secure_world.reset()
    by_http2 = answers(client(http2=True, http1=False), secure_world)
    for step, first, second in zip(STEPS, by_http1, by_http2, strict=True):
        assert first == second, step
    assert entries(secure_world) == journal
    assert len(journal) == len(STEPS)
    [cookie] = [
        entry["request"]["headers"].get("cookie") for entry in journal if "/api/user" in entry["request"]["path"]
    ]
    assert cookie == "first=1; wos-session=anybody; last=3"


def test_cookies_that_come_one_by_one_are_one_field(
    secure: DrydockServer, local_authority: LocalAuthority, secure_world: World
) -> None:
    """RFC 9113, 8.2.3: a client of HTTP/2 may split them."""
    with HTTP2Client(local_authority, secure.port) as http2:
        split = [("cookie", "first=1"), ("cookie", f"wos-session=anybody@{secure_world.name}"), ("cookie", "last=3")]
        assert http2.ask("GET", "/api/user/project", *split).status == 200
    [entry] = entries(secure_world)
    assert entry["request"]["headers"]["cookie"] == f"first=1; wos-session=anybody@{secure_world.name}; last=3"
    assert entry["request"]["headers"]["host"] == f"localhost:{secure.port}"


def test_no_answer_binds_a_browser_to_https(secure_world: World, receiver: CallbackReceiver) -> None:
    """It would hold for whatever else is at that name on this machine, or for the vendor."""
    target = urlsplit(receiver.origin).netloc.replace("localhost", "127.0.0.1")
    policies = {"tunnel": {"hosts": {"page.test": target}}}
    secure_world.load({"name": "tour", "extends": ["default"], "anon": {"policies": policies}})
    walked = Tour(secure_world, target).walk()
    assert len(walked) > 100
    assert [each.step for each in walked if "strict-transport-security" in each.text.lower()] == []


# The way out


@pytest.mark.serial
def test_server_with_open_connections_of_all_kinds_leaves_at_once(
    launch_secure: Callable[..., DrydockServer], local_authority: LocalAuthority
) -> None:
    server = launch_secure()
    assert f"http://127.0.0.1:{server.port}" in server.ready_message()
    idle = connect(local_authority, server.port)
    half = socket.create_connection(("127.0.0.1", server.port))
    half.sendall(b"\x16\x03\x01")
    busy = connect(local_authority, server.port)
    waiting = "/_drydock/requests?wait=60s&count=1000"
    busy.sendall(f"GET {waiting} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    with HTTP2Client(local_authority, server.port) as quiet, HTTP2Client(local_authority, server.port) as asking:
        assert quiet.ask("GET", "/_drydock/health").status == 200
        asking.begin(asking.fields("GET", waiting))
        assert asking.ask("GET", "/_drydock/health").status == 200
        started = time.monotonic()
        code, _ = server.stop()
        assert code == 0
        assert time.monotonic() - started < STOP_LIMIT_SECONDS
        quiet.wait_for_end()
        asking.wait_for_end()
    for connection in (idle, half, busy):
        connection.close()
