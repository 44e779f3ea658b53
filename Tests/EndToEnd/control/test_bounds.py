"""What a client can take of the server: memory for bodies, file descriptors; and codings by which a body grows."""

import contextlib
import gzip
import os
import resource
import socket
import time
import zlib
from collections.abc import Callable

import httpx
import pytest

from plain_http import is_healthy
from poll import until
from raw import ask
from server import DrydockServer
from world import World

BODY = b'{"source":"https://example.com","name":"Ada\'s Shop"}'
CONNECTIONS = 60


def deflate(data: bytes, window: int = zlib.MAX_WBITS) -> bytes:
    """zlib's wrapper around DEFLATE, or none of it with a negative window."""
    compressor = zlib.compressobj(wbits=window)
    return compressor.compress(data) + compressor.flush()


def post(world: World, coding: str, body: bytes) -> httpx.Response:
    """Creates an application from a body that is coded."""
    headers = {"Content-Type": "application/json", "Content-Encoding": coding}
    return world.api.post("/v1/applications", content=body, headers=headers)


@pytest.mark.parametrize(
    ("coding", "body"),
    [
        ("gzip", gzip.compress(BODY)),
        ("x-gzip", gzip.compress(BODY)),
        ("deflate", deflate(BODY)),
        ("deflate, gzip", gzip.compress(deflate(BODY))),
    ],
    ids=["gzip", "older name", "zlib", "two codings"],
)
def test_a_coded_body_is_taken_and_the_journal_shows_it_as_text(world: World, coding: str, body: bytes) -> None:
    answer = post(world, coding, body)
    assert answer.status_code == 201, answer.text
    request = world.journal()[-1]["request"]
    assert request["body"] == {"source": "https://example.com", "name": "Ada's Shop"}
    assert {name.lower(): value for name, value in request["headers"].items()}["content-encoding"] == coding


def test_any_data_comes_out_as_it_went_in(world: World) -> None:
    """Of all kinds of blocks: stored, fixed and dynamic codes, far repetitions."""
    for seed, level in enumerate([0, 1, 6, 9]):
        noise = os.urandom(30_000).hex()
        name = noise[:9000] + "a" * 70_000 + noise + noise[: 40_000 * seed]
        body = b'{"source":"https://s%d.test","name":"%s"}' % (seed, name.encode())
        answer = post(world, "gzip", gzip.compress(body, level))
        assert answer.status_code == 201, answer.text
        assert world.journal()[-1]["request"]["body"]["name"] == name


def test_a_bomb_is_refused_before_it_goes_off(launch: Callable[..., DrydockServer]) -> None:
    server = launch()
    bomb = gzip.compress(bytes(1 << 28), 1)
    assert len(bomb) < 8 << 20
    before = memory(server)
    for coding, body in [("gzip", bomb), ("gzip, gzip", gzip.compress(bomb))]:
        answer = ask(server.port, "POST", "/v1/applications", ("Content-Encoding", coding), body=body)
        assert answer.status == 413
        assert answer.reason == "body.tooLarge"
    assert memory(server) - before < 100 << 20


def memory(server: DrydockServer) -> int:
    """The bytes of memory that the server's process has."""
    with open(f"/proc/{server.process.pid}/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def processor_seconds(server: DrydockServer) -> float:
    """The time that the server's process has run."""
    with open(f"/proc/{server.process.pid}/stat") as file:
        fields = file.read().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_bodies_that_do_not_end_take_no_more_than_they_may_together(launch: Callable[..., DrydockServer]) -> None:
    server = launch("--body-bytes", "16MiB")
    before = memory(server)
    head = b"POST /v1/applications HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000000\r\n\r\n"
    clients = []
    try:
        for _ in range(40):
            client = socket.create_connection(("127.0.0.1", server.port), timeout=10)
            clients.append(client)
            client.sendall(head)
        for client in clients:
            with contextlib.suppress(OSError):  # It refuses early.
                client.sendall(bytes(3_999_999))
        assert memory(server) - before < 80 << 20
        assert is_healthy(server.base_url)
    finally:
        for client in clients:
            client.close()


def test_out_of_file_descriptors_it_rests_and_goes_on(launch: Callable[..., DrydockServer]) -> None:
    server = launch()
    used = len(os.listdir(f"/proc/{server.process.pid}/fd"))
    resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (used + 10, used + 10))
    clients = []
    try:
        for _ in range(CONNECTIONS):
            client = socket.socket()
            client.setblocking(False)
            client.connect_ex(("127.0.0.1", server.port))
            clients.append(client)
        until(lambda: "no connection is accepted" in server.output(), what="a line in the log")
        began, spent = time.monotonic(), processor_seconds(server)
        until(lambda: time.monotonic() - began, lambda seconds: seconds > 1, what="a second of rest")
        assert processor_seconds(server) - spent < 0.4
    finally:
        for client in clients:
            client.close()
    until(lambda: is_healthy(server.base_url), what="the server's health")
    until(lambda: "accepted again" in server.output(), what="a second line in the log")
    assert server.output().count("accepted") == 2, server.output()


def test_the_limit_of_open_files_is_raised_at_the_start(launch: Callable[..., DrydockServer]) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, 512), hard))
    try:
        server = launch()
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    limit = resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE)
    assert limit == (hard, hard)
