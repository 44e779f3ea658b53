"""Small reads at a steady, gentle rate, and how long they took: what a test notices of what others do."""

import re
import socket
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from statistics import quantiles

from load import KEY
from process import MeasuredProcess

# Of two event loops, each gets some of the connections; together they keep a core busy for a twentieth of the time.
CONNECTIONS = 4
READS_PER_SECOND = 100
CONTENT_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class SteadyReads:
    """GETs of one path while the context lasts, each connection in a thread of its own.

    A read that is due while the connection still waits for the one before counts from the moment when it was due: a
    server that does nothing for a second delays a hundred reads, not one. That this client wakes up late is not the
    server's fault.
    """

    def __init__(self, server: MeasuredProcess, path: str) -> None:
        self._port = server.port
        self._request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nanchor-api-key: {KEY}\r\n\r\n".encode()
        self._over = threading.Event()
        self._pool = ThreadPoolExecutor(CONNECTIONS)
        self._readers: list[Future[list[float]]] = []

    def __enter__(self) -> "SteadyReads":
        start = time.perf_counter() + 0.05
        for number in range(CONNECTIONS):
            shift = number / CONNECTIONS / READS_PER_SECOND
            self._readers.append(self._pool.submit(self._read, start + shift))
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._pool.shutdown()

    def p99_milliseconds(self) -> float:
        """Of all connections; known when the context is over."""
        seconds = [taken for reader in self._readers for taken in reader.result()]
        return quantiles(seconds, n=100)[98] * 1000

    def _read(self, due: float) -> list[float]:
        taken = []
        with socket.create_connection(("127.0.0.1", self._port), timeout=60) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while not self._over.is_set():
                started = due
                if (early := due - time.perf_counter()) > 0:
                    time.sleep(early)
                    started = time.perf_counter()
                connection.sendall(self._request)
                _take_answer(connection)
                taken.append(time.perf_counter() - started)
                due += 1 / READS_PER_SECOND
        return taken


def _take_answer(connection: socket.socket) -> None:
    answer = b""
    while True:
        received = connection.recv(65536)
        answer += received
        head, end_of_head, body = answer.partition(b"\r\n\r\n")
        length = CONTENT_LENGTH.search(head)
        if not received or (end_of_head and (length is None or not head.startswith(b"HTTP/1.1 200"))):
            raise RuntimeError(f"a small read was answered with {answer[:200]!r}")
        if end_of_head and len(body) >= int(length[1]):
            return
