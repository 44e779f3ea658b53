"""Who may use the control plane, and what a hostile client can cost."""

import http.client
from collections.abc import Callable

import httpx
import pytest

from raw import ask, foreign_address, request, send
from server import DrydockServer
from world import World

HEALTH = "/_drydock/health"
JSON = ("Content-Type", "application/json")


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST:4010", "127.0.0.1", "127.8.9.10:80", "[::1]", "[::1]:4010", "api.anchorbrowser.localhost"],
)
def test_control_plane_answers_to_this_machines_own_names(drydock: DrydockServer, host: str) -> None:
    assert ask(drydock.port, "GET", HEALTH, host=host).status == 200


@pytest.mark.parametrize(
    "host",
    [
        # Names that an attacker can let point to 127.0.0.1 (DNS rebinding) …
        "evil.test",
        "evil.test:4010",
        "localhost.evil.test",
        "127.0.0.1.evil.test",
        "xlocalhost",
        "api.anchorbrowser.io",
        # … other spellings of addresses, of which some systems make loopback …
        "0.0.0.0",
        "2130706433",
        "127.1",
        "0x7f.0.0.1",
        "127.0.0.256",
        "127.0.0.1.",
        "[::]",
        "192.168.0.1",
        # … and what only looks like a good host to a parser in a hurry.
        "",
    ],
)
def test_control_plane_answers_to_no_other_name(drydock: DrydockServer, host: str) -> None:
    answer = ask(drydock.port, "POST", "/_drydock/reset", host=host)
    assert (answer.status, answer.reason) == (403, "control.foreignHost")


@pytest.mark.parametrize(
    "host",
    [
        "localhost@evil.test",
        "evil.test#localhost",
        "evil.test/localhost",
        "localhost:80:80",
        "localhost:evil.test",
        "[::1].evil.test",
        "[::1",
        "localhost, evil.test",
    ],
)
def test_a_host_that_is_none_gets_nowhere(drydock: DrydockServer, host: str) -> None:
    assert ask(drydock.port, "POST", "/_drydock/reset", host=host).status == 400


def test_the_name_in_the_target_counts_and_forwarding_headers_do_not(drydock: DrydockServer) -> None:
    port = drydock.port
    assert ask(port, "GET", f"http://evil.test{HEALTH}").reason == "control.foreignHost"
    forwarded = [("X-Forwarded-Host", "localhost"), ("Forwarded", "host=localhost;for=127.0.0.1")]
    assert ask(port, "GET", HEALTH, *forwarded, host="evil.test").reason == "control.foreignHost"
    forwarded = [("X-Forwarded-Host", "evil.test"), ("X-Forwarded-For", "192.0.2.1"), ("X-Real-IP", "192.0.2.1")]
    assert ask(port, "GET", HEALTH, *forwarded).status == 200


@pytest.mark.parametrize("hosts", [["localhost", "evil.test"], ["evil.test", "localhost"], ["localhost", "localhost"]])
def test_two_hosts_are_a_malformed_request(drydock: DrydockServer, hosts: list[str]) -> None:
    assert ask(drydock.port, "GET", HEALTH, *(("Host", name) for name in hosts), host=None).status == 400


def test_a_request_without_a_host_does_not_reach_the_control_plane(drydock: DrydockServer) -> None:
    assert ask(drydock.port, "GET", HEALTH, host=None).status == 400
    assert send(drydock.port, f"GET {HEALTH} HTTP/1.0\r\n\r\n".encode()).reason == "control.foreignHost"


@pytest.mark.parametrize(
    "path",
    ["/%5fdrydock/health", "//_drydock/health", "/./_drydock/health", "/v1/../_drydock/health", "/_DRYDOCK/health"],
)
def test_no_other_spelling_of_the_path_leads_to_the_control_plane(drydock: DrydockServer, path: str) -> None:
    answer = ask(drydock.port, "GET", path, host="evil.test")
    assert (answer.status, answer.reason) == (404, "path.unknown")


@pytest.mark.parametrize(
    "field",
    [
        ("Origin", "http://evil.test"),
        ("Origin", "null"),
        ("Origin", "http://localhost:1"),
        ("Origin", "http://localhost.evil.test"),
        ("Origin", ""),
        ("Sec-Fetch-Site", "cross-site"),
        ("Sec-Fetch-Site", "same-site"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_a_page_of_another_origin_is_refused(drydock: DrydockServer, method: str, field: tuple[str, str]) -> None:
    answer = ask(
        drydock.port, method, "/_drydock/clock", field, ("Content-Type", "text/plain"), body=b'{"advance":"1h"}'
    )
    assert (answer.status, answer.reason) == (403, "control.crossOrigin")
    assert answer.header("Access-Control-Allow-Origin") is None


def test_the_dashboards_own_requests_pass(drydock: DrydockServer) -> None:
    own = [("Origin", f"http://localhost:{drydock.port}"), ("Sec-Fetch-Site", "same-origin")]
    assert ask(drydock.port, "GET", "/_drydock/clock", *own, host=f"localhost:{drydock.port}").status == 200


# Peers: who is at the other end of the connection.


@pytest.fixture
def elsewhere() -> str:
    """An address by which this machine is to itself as another one."""
    address = foreign_address()
    if address is None:
        pytest.skip("this machine has no address but loopback")
    return address


def test_another_machine_gets_the_vendors_but_not_the_control_plane(
    launch: Callable[..., DrydockServer], elsewhere: str
) -> None:
    port = launch("--host", "0.0.0.0").port
    # `Host` is what the client writes, and proves nothing.
    for host in ("localhost", "127.0.0.1", elsewhere):
        answer = ask(port, "POST", "/_drydock/reset", host=host, source=elsewhere)
        assert (answer.status, answer.reason) == (403, "control.foreignPeer")
    vendor = ask(port, "GET", "/v1/applications", ("anchor-api-key", "sk-test"), source=elsewhere)
    assert vendor.status == 200
    assert ask(port, "GET", HEALTH).status == 200
    # Who calls the address that it calls from is on this machine, too.
    assert ask(port, "GET", HEALTH, address=elsewhere).status == 200


def test_control_host_opens_the_control_plane_to_other_machines(
    launch: Callable[..., DrydockServer], elsewhere: str
) -> None:
    """As in docker-compose.yml, where the peer is the network's gateway or another service."""
    port = launch("--host", "0.0.0.0", "--control-host", "drydock").port
    for host in ("drydock", "drydock:4010", "127.0.0.1:4010"):
        assert ask(port, "GET", HEALTH, host=host, address=elsewhere).status == 200
    assert ask(port, "GET", HEALTH, host=elsewhere, address=elsewhere).reason == "control.foreignHost"
    page = ("Origin", "http://evil.test")
    assert ask(port, "GET", HEALTH, page, host="drydock", address=elsewhere).reason == "control.crossOrigin"


def test_by_default_nobody_else_can_even_connect(drydock: DrydockServer, elsewhere: str) -> None:
    with pytest.raises(ConnectionRefusedError):
        ask(drydock.port, "GET", HEALTH, address=elsewhere)


# Limits.

KEY = ("anchor-api-key", "sk-test@limits")
FORM = ("Content-Type", "application/x-www-form-urlencoded")
# What one hostile request of a few megabytes may take, on a busy machine and in a debug build.
PATIENCE_SECONDS = 10.0
MANY = 100_000


@pytest.mark.parametrize(
    ("target", "fields", "status"),
    [
        (f"/v1/{'a' * 70_000}", [], 431),
        ("/v1/applications", [("X-Big", "a" * 70_000)], 431),
        ("/v1/applications", [("Cookie", "; ".join(f"c{number}=1" for number in range(9_000)))], 431),
        ("/v1/applications", [(f"X-Field-{number}", "1") for number in range(300)], 431),
        ("/v1/applications", [("X-Field", "1")] * 300, 431),
    ],
    ids=["url", "header", "cookies", "fields", "repeated-field"],
)
def test_a_head_beyond_the_limits_is_431(
    drydock: DrydockServer, target: str, fields: list[tuple[str, str]], status: int
) -> None:
    assert ask(drydock.port, "GET", target, KEY, *fields).status == status


def test_a_body_beyond_the_limit_is_413_however_it_comes(drydock: DrydockServer) -> None:
    size = 9 << 20
    assert ask(drydock.port, "POST", "/v1/applications", KEY, JSON, body=b"a" * size).status == 413
    head = request("POST", "/v1/applications", [KEY, JSON, ("Transfer-Encoding", "chunked")])
    head = head.replace(b"Content-Length: 0\r\n", b"")
    chunk = b"100000\r\n" + b"a" * (1 << 20) + b"\r\n"
    assert send(drydock.port, head + chunk * 9 + b"0\r\n\r\n").status == 413
    assert ask(drydock.port, "PUT", "/_drydock/scenario", JSON, body=b"a" * size).status == 413


def test_a_length_that_is_promised_and_too_large_is_refused_before_it_comes(drydock: DrydockServer) -> None:
    head = request("POST", "/v1/applications", [KEY, JSON]).replace(
        b"Content-Length: 0", b"Content-Length: 99999999999"
    )
    assert send(drydock.port, head).status == 413


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/applications", b"[" * MANY),
        ("/v1/applications", b'{"a":' * MANY),
        ("/v1/applications", b'{"source":"https://a.test","x":' + b"[" * 500 + b"]" * 500 + b"}"),
        ("/org/userPool", b"[" * MANY),
        ("/_drydock/rules", b'{"on":' * MANY),
        ("/_drydock/scenario", b"[" * MANY),
    ],
)
def test_json_is_nested_so_deep_only(drydock: DrydockServer, path: str, body: bytes) -> None:
    method = "PUT" if path.endswith("scenario") else "POST"
    key = ("Authorization", "Bearer anon_test@limits") if path.startswith("/org") else KEY
    answer = ask(drydock.port, method, path, key, JSON, body=body)
    assert answer.status in (400, 422), answer.head
    assert answer.seconds < PATIENCE_SECONDS


def _laughs() -> bytes:
    """A few lines of YAML that are 10¹² elements once their aliases are written out."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 12)]
    return "\n".join(lines).encode()


@pytest.mark.parametrize(
    "body",
    [
        b"[" * MANY,
        b"{a: " * MANY,
        b"- " * MANY,
        b"? " * MANY,
        _laughs(),
        b"a: &a [*a]",
        b"".join(b"k%d: 1\n" % n for n in range(5_000)),
    ],
    ids=["flow", "flow-map", "block", "keys", "billion-laughs", "cycle", "unknown-keys"],
)
def test_yaml_is_nested_and_repeated_so_far_only(world: World, body: bytes) -> None:
    before = world.demand("GET", "/scenario")
    answer = world.control("PUT", "/scenario", content=body, headers={"Content-Type": "application/yaml"})
    assert answer.status_code == 422
    assert answer.elapsed.total_seconds() < PATIENCE_SECONDS
    assert len(answer.content) < 1 << 20, "the complaint is no echo of the attack"
    assert world.demand("GET", "/scenario") == before


@pytest.mark.parametrize(
    ("path", "content_type", "body"),
    [
        ("/identity/create", FORM[1], b"&".join(b"p%d=1" % number for number in range(MANY))),
        ("/identity/create", FORM[1], b"&".join([b"p=1"] * MANY)),
        ("/link", FORM[1], b"&".join(b"p%d=1" % number for number in range(MANY))),
        ("/identity/create", FORM[1], b"token=" + b"%41" * 1_000_000),
        ("/v1/applications", JSON[1], b"{%s}" % b",".join(b'"p%d":1' % number for number in range(MANY))),
        ("/v1/applications", JSON[1], b"{%s}" % b",".join([b'"source":1'] * MANY)),
        ("/_drydock/clock", JSON[1], b"{%s}" % b",".join(b'"p%d":1' % number for number in range(MANY))),
        ("/v1/sessions", JSON[1], b'{"tags":[%s]}' % b",".join([b'"a"'] * MANY)),
        (
            "/v1/applications",
            "multipart/form-data; boundary=b",
            b"--b\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n" * 20_000,
        ),
    ],
    ids=["form", "form-same", "link-form", "escapes", "json", "json-same", "control", "tags", "multipart"],
)
def test_a_hundred_thousand_parameters_cost_little(
    drydock: DrydockServer, path: str, content_type: str, body: bytes
) -> None:
    answer = ask(drydock.port, "POST", path, KEY, ("Content-Type", content_type), body=body)
    assert 200 <= answer.status < 500, answer.head
    assert answer.seconds < PATIENCE_SECONDS


def test_thousands_of_query_parameters_cost_little(drydock: DrydockServer) -> None:
    query = "&".join(f"p{number}" for number in range(8_000))
    for fields, status in ((query, 400), (query[:4000], 200)):
        answer = ask(drydock.port, "GET", f"/v1/applications?{fields}", KEY)
        assert (answer.status, answer.seconds < PATIENCE_SECONDS) == (status, True)
    assert ask(drydock.port, "GET", f"/_drydock/requests?{query}").status == 400


# Bytes that mean something elsewhere.


@pytest.mark.parametrize("bad", [b"\xff\xfe", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x80"])
def test_what_is_not_utf8_is_refused_and_kept_out(drydock: DrydockServer, bad: bytes) -> None:
    body = b'{"source":"https://a.test","name":"' + bad + b'"}'
    assert ask(drydock.port, "POST", "/v1/applications", KEY, JSON, body=body).status == 400
    escaped = "".join(f"%{byte:02x}" for byte in bad)
    assert ask(drydock.port, "GET", f"/v1/applications/{escaped}", KEY).status == 404
    head = request("GET", "/v1/applications/@@", [KEY]).replace(b"@@", bad)
    assert send(drydock.port, head).status == 400
    named = request("GET", "/v1/applications", [("X-Drydock-World", "@@")]).replace(b"@@", bad)
    assert send(drydock.port, named).status == 400


INJECTIONS = [
    "\r\nX-Injected: 1",
    "\nX-Injected: 1",
    "\rX-Injected: 1",
    "%0d%0aX-Injected:%201",
    "\u560d\u560aX-Injected: 1",
    "\x00",
]


@pytest.mark.parametrize("injection", INJECTIONS)
def test_no_line_break_gets_from_a_callback_into_location(world: World, injection: str) -> None:
    application = world.application()["id"]
    body = {"callbackUrl": f"https://app.example.com/callback{injection}"}
    issued = world.api.post(f"/v1/applications/{application}/tokens", json=body)
    if issued.status_code == 400:
        return
    assert "%0d%0a" in injection or "\u560d" in injection, "a raw control character is refused"
    done = world.complete(issued.json()["token"])
    assert done.status_code == 200
    callback = done.json()["callback"]
    assert not set(callback) & {"\r", "\n", "\0"}
    page = world.api.get("/identity/create", params={"token": issued.json()["token"]}, follow_redirects=False)
    assert "x-injected" not in page.headers


@pytest.mark.parametrize("field", ["redirectUrl", "state"])
@pytest.mark.parametrize("injection", INJECTIONS)
def test_no_line_break_gets_from_a_link_into_a_header(
    drydock: DrydockServer, world: World, field: str, injection: str
) -> None:
    order = {"app": "linkedin", "appUserId": "ada", "redirectUrl": "http://localhost:3000/done", "state": "s"}
    order[field] += injection
    done = world.control("POST", "/link/complete", json=order)
    if done.status_code == 200:
        assert not set(done.json()["redirect"]) & {"\r", "\n", "\0"}
    else:
        assert done.status_code == 400
    page = httpx.get(f"{drydock.base_url}/link", params=order, headers={"X-Drydock-World": world.name})
    assert "x-injected" not in page.headers
    assert page.status_code in (200, 400)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-A": "1\r\nX-Injected: 1"},
        {"X-A": "1\nX-Injected: 1"},
        {"X-A\r\nX-Injected": "1"},
        {"X-A": "1\x00"},
        {"X A": "1"},
        {"": "1"},
        {"X-A:": "1"},
    ],
)
def test_a_rules_headers_cannot_split_an_answer(world: World, headers: dict[str, str]) -> None:
    effect = {"reply": {"status": 200, "headers": headers, "body": "text"}}
    refused = world.control("POST", "/rules", json={"on": "anchor.*", "effect": effect})
    assert refused.status_code in (400, 422), refused.text
    assert world.demand("GET", "/rules")["rules"] == []


@pytest.mark.parametrize(
    "reply",
    [
        {"status": 200, "headers": {"Content-Length": "2"}, "body": "text"},
        {"status": 200, "headers": {"content-length": "200"}, "body": "text"},
        {"status": 200, "headers": {"Transfer-Encoding": "chunked"}, "body": "text"},
        {"status": 200, "reason": "OK\r\nX-Injected: 1", "body": "text"},
        {"status": 204, "body": "text"},
        {"status": 304, "body": "text"},
    ],
)
def test_what_a_rule_replies_ends_where_its_head_says(world: World, drydock: DrydockServer, reply: dict) -> None:
    """The next answer on the connection is read from there: a client that is led astray believes the rule's body."""
    added = world.control("POST", "/rules", json={"on": "anchor.listApplications", "effect": {"reply": reply}})
    if added.status_code in (400, 422):
        return
    connection = http.client.HTTPConnection("127.0.0.1", drydock.port, timeout=10)
    for path, status in (("/v1/applications", reply["status"]), ("/v1/profiles", 200)):
        connection.request("GET", path, headers={"anchor-api-key": world.api_key})
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == status and answer.getheader("X-Injected") is None
        if path == "/v1/applications" and status == 200:
            assert body == b"text"
    connection.close()


# Paths.

TRAVERSALS = [
    "../../../etc/passwd",
    "..%2f..%2fetc%2fpasswd",
    "%2e%2e/%2e%2e/etc/passwd",
    "/etc/passwd",
    "%00",
    "....//etc/passwd",
]


@pytest.mark.parametrize("folder", ["faq", "openapi"])
@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_path_leaves_the_documents_that_are_served(drydock: DrydockServer, folder: str, path: str) -> None:
    answer = ask(drydock.port, "GET", f"/_drydock/{folder}/{path}")
    assert answer.status == 404 and b"root:" not in answer.body


@pytest.mark.parametrize(
    "name",
    ["../../../etc/passwd", "/etc/passwd", "..", ".", "faq/../default", "./default", "default\0", "file:///etc/passwd"],
)
def test_no_scenarios_name_is_a_path_over_http(world: World, name: str) -> None:
    for order in ({"name": name}, {"name": "mine", "title": "Mine", "extends": [name]}):
        refused = world.control("PUT", "/scenario", json=order)
        assert refused.status_code in (404, 422)
        assert "there is no scenario" in refused.json()["error"]["message"]


@pytest.mark.parametrize("name", ["../up", "a/b", "a%2fb", "a b", "é", "x" * 1000, "a'--", "<script>"])
def test_a_worlds_name_is_a_plain_word(drydock: DrydockServer, name: str) -> None:
    with httpx.Client(base_url=drydock.base_url) as client:
        for answer in (
            client.post("/_drydock/reset", params={"world": name}),
            client.get("/v1/applications", headers={"anchor-api-key": f"sk-test@{name}".encode()}),
        ):
            assert answer.status_code == 400
            assert answer.headers["X-Drydock-Reason"] == "world.invalidName"
