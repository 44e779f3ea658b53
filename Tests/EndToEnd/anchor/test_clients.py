"""The HTTP clients that integrators use: curl, Java, Node, Python, and bytes by hand."""

import http.client
import io
import json
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from repository import END_TO_END
from server import DrydockServer
from tap import ConnectionTap
from world import World

TWO_MEGABYTES = 2 * 1000 * 1000


@pytest.fixture
def tap(drydock: DrydockServer) -> Iterator[ConnectionTap]:
    """Counts the connections of a client."""
    tap = ConnectionTap(drydock.port)
    yield tap
    tap.close()


def run(*command: object) -> subprocess.CompletedProcess[str]:
    """Runs a client; it must succeed."""
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stdout + result.stderr
    return result


def test_curl_that_offers_http2_keeps_its_connection(world: World) -> None:
    url = f"{world.base_url}/v1/applications"
    written = ["--write-out", "%{http_code} %{num_connects} %{http_version}\n", "--output", "/dev/null"]
    key = ["--header", f"anchor-api-key: {world.api_key}"]
    each = ["--http2", "--silent", "--show-error", "--max-time", "10", *key, *written]
    result = run(
        "curl", *each, url, "--next", *each, url, "--next", *each, "--json", '{"source":"https://a.example.com"}', url
    )
    assert result.stdout.split("\n")[:3] == ["200 1 1.1", "200 0 1.1", "201 0 1.1"]


def test_curl_waits_for_100_continue_before_two_megabytes(world: World, tmp_path: Path) -> None:
    body = {"source": "https://shop.example.com", "metadata": {"large": "x" * TWO_MEGABYTES}}
    file = tmp_path / "body.json"
    file.write_text(json.dumps(body))
    result = run(
        *("curl", "--verbose", "--silent", "--max-time", "30", "--expect100-timeout", "25"),
        *("--header", f"anchor-api-key: {world.api_key}", "--header", "Expect: 100-continue"),
        *("--header", "Content-Type: application/json", "--data-binary", f"@{file}"),
        f"{world.base_url}/v1/identities",
    )
    assert "< HTTP/1.1 100 Continue" in result.stderr
    assert "< HTTP/1.1 201 Created" in result.stderr
    identity = json.loads(result.stdout)
    assert len(identity["metadata"]["large"]) == TWO_MEGABYTES


def test_java_default_client_posts_twice_on_one_connection(world: World, tap: ConnectionTap) -> None:
    result = run("java", END_TO_END / "clients" / "KeepAlive.java", f"{tap.base_url}/v1/applications", world.api_key)
    lines = [line.split(" ", 2) for line in result.stdout.splitlines()]
    assert [(status, version) for status, version, _ in lines] == [("201", "HTTP_1_1")] * 2
    ids = [json.loads(body)["id"] for _, _, body in lines]
    assert [item["id"] for item in world.api.get("/v1/applications").json()["applications"]] == ids
    assert tap.connections == 1


def test_node_fetch_keeps_its_connection_and_works_in_parallel(world: World, tap: ConnectionTap) -> None:
    result = run("node", END_TO_END / "clients" / "fetch.mjs", tap.base_url, world.api_key)
    answers = json.loads(result.stdout)
    assert [answer["status"] for answer in answers] == [201] * 10
    assert len({answer["url"] for answer in answers}) == 10
    # One more than needed is undici's own: against Node's server too it connects again before the first counts as free.
    assert tap.connections <= 6


def test_python_http_client_keeps_its_connection_through_errors(world: World, tap: ConnectionTap) -> None:
    connection = http.client.HTTPConnection(tap.base_url.removeprefix("http://"), timeout=10)
    headers = {"anchor-api-key": world.api_key, "Content-Type": "application/json"}
    requests = [
        ("POST", "/v1/applications", json.dumps({"source": "https://a.example.com"}), 201),
        ("POST", "/v1/applications", "{", 400),
        ("GET", "/v1/no-such-thing", None, 404),
        ("DELETE", "/v1/sessions/all", None, 200),
        ("GET", "/v1/applications", None, 200),
    ]
    for method, path, body, status in requests:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        assert (response.status, bool(response.read())) == (status, True), (method, path)
    connection.close()
    assert tap.connections == 1


class PipelinedResponses(io.BufferedReader):
    """The answers on one connection: stands in for the socket and outlives each response that is read from it."""

    def __init__(self, connection: socket.socket) -> None:
        super().__init__(socket.SocketIO(connection, "r"))

    def makefile(self, _: str) -> "PipelinedResponses":
        """What `HTTPResponse` asks a socket for."""
        return self

    def close(self) -> None:
        """The end of a response is not the end of the connection."""


def test_pipelined_requests_are_answered_in_order(world: World, drydock: DrydockServer) -> None:
    expected = {
        "/v1/applications": "applications",
        "/v1/profiles": "data",
        "/v1/sessions/history": "summary",
        "/v1/no-such-thing": "error",
    }
    paths = list(expected) * 5
    requests = "".join(
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nanchor-api-key: {world.api_key}\r\n\r\n" for path in paths
    )
    with socket.create_connection(("127.0.0.1", drydock.port), timeout=10) as connection:
        connection.sendall(requests.encode())
        responses = PipelinedResponses(connection)
        for path in paths:
            response = http.client.HTTPResponse(responses, method="GET")
            response.begin()
            assert expected[path] in json.loads(response.read()), path


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PATCH", "/v1/applications", {"GET", "POST"}),
        ("POST", "/v1/identities/11111111-2222-4333-8444-555555555555", {"GET", "PUT", "DELETE"}),
        ("PUT", "/v1/sessions", {"GET", "POST"}),
    ],
)
def test_wrong_method_is_405_with_the_allowed_ones(world: World, method: str, path: str, allowed: set[str]) -> None:
    response = world.api.request(method, path)
    assert response.status_code == 405
    named = {word.strip() for word in response.headers["Allow"].split(",")}
    assert named - {"HEAD", "OPTIONS"} == allowed
    assert response.json()["error"]["code"] == 405


def test_path_that_the_vendor_does_not_have_is_the_vendors_404(world: World) -> None:
    response = world.api.get("/v1/no-such-thing")
    assert (response.status_code, response.json()["error"]["code"]) == (404, 404)
    assert response.headers["Content-Type"].startswith("application/json")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/v1/projects", {"name": "Ours"}),
        ("GET", "/v1/billing", None),
        ("GET", "/v1/agent-access", None),
    ],
)
def test_operation_that_is_only_described_is_answered_and_says_so(
    world: World, method: str, path: str, body: dict[str, Any] | None
) -> None:
    response = world.api.request(method, path, json=body)
    assert response.is_success, response.text
    assert response.headers["X-Drydock-Reason"] == "operation.canned"
    assert '/_drydock/faq/operation.canned>; rel="help"' in response.headers["Link"]
