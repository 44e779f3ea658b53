"""Sends hostile requests over kept connections and reads the answers strictly."""

import socket
from dataclasses import dataclass, field

from hostile import Request

# Nobody waits for a world's frozen clock here, and not for what a broken frame leaves out.
PATIENCE_SECONDS = 2.0


class BrokenAnswer(Exception):
    """The server hung up, or what it sent is no HTTP."""


@dataclass(frozen=True)
class HostileAnswer:
    """The status and the reason of an answer."""

    status: int
    reason: str
    closes: bool


@dataclass
class HostileClient:
    """One connection at a time to a server; `answered` counts by status."""

    port: int
    answered: dict[int, int] = field(default_factory=dict)
    unanswered: int = 0
    _connection: socket.socket | None = None
    _unread: bytearray = field(default_factory=bytearray)

    def send(self, request: Request) -> HostileAnswer | None:
        """The answer; None where there is none within the patience, or what there is cannot be read."""
        try:
            connection = self._connect()
            connection.sendall(request.data)
            if not request.whole:
                connection.shutdown(socket.SHUT_WR)
            answer = self._read()
        except (OSError, BrokenAnswer):
            self.close()
            self.unanswered += 1
            return None
        if answer.closes or not request.whole or self._unread:
            self.close()
        self.answered[answer.status] = self.answered.get(answer.status, 0) + 1
        return answer

    def close(self) -> None:
        """Hangs up."""
        if self._connection:
            self._connection.close()
        self._connection = None
        self._unread.clear()

    def _connect(self) -> socket.socket:
        if self._connection is None:
            self._connection = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_SECONDS)
            self._connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._connection

    def _read(self) -> HostileAnswer:
        while True:
            end = self._fill_until(b"\r\n\r\n")
            lines = bytes(self._unread[:end]).decode("latin-1").split("\r\n")
            del self._unread[: end + 4]
            version, _, rest = lines[0].partition(" ")
            status = int(rest[:3]) if version in ("HTTP/1.1", "HTTP/1.0") and rest[:3].isdigit() else 0
            if status == 0:
                raise BrokenAnswer(lines[0])
            if status != 100:
                break
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        closes = headers.get("connection", "").lower() == "close" or version == "HTTP/1.0"
        if headers.get("transfer-encoding") == "chunked":
            while size := int(self._take_line(), 16):
                self._take(size + 2)
            self._take_line()
        elif status not in (204, 304):
            self._take(int(headers.get("content-length", "0")))
        return HostileAnswer(status, headers.get("x-drydock-reason", ""), closes)

    def _take_line(self) -> bytes:
        end = self._fill_until(b"\r\n")
        line = bytes(self._unread[:end])
        del self._unread[: end + 2]
        return line

    def _take(self, count: int) -> None:
        while len(self._unread) < count:
            self._receive()
        del self._unread[:count]

    def _fill_until(self, mark: bytes) -> int:
        while (end := self._unread.find(mark)) < 0:
            self._receive()
        return end

    def _receive(self) -> None:
        chunk = self._connect().recv(262144)
        if not chunk:
            raise BrokenAnswer("closed")
        self._unread += chunk
