"""Requests byte by byte, for what an HTTP library would not send."""

import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass

TIMEOUT_SECONDS = 60.0


@dataclass(frozen=True)
class RawAnswer:
    """What came back over one connection: `head` is the status line and the fields, `seconds` the time it took."""

    head: list[str]
    body: bytes
    seconds: float

    @property
    def status(self) -> int:
        """The status code; 0 where the server hung up without an answer."""
        return int(self.head[0].split(" ")[1]) if self.head else 0

    def header(self, name: str) -> str | None:
        """The first header of this name."""
        lines = (line.partition(":") for line in self.head[1:])
        return next((value.strip() for key, _, value in lines if key.lower() == name.lower()), None)

    @property
    def reason(self) -> str | None:
        """Why Drydock refused."""
        return self.header("X-Drydock-Reason")


def send(port: int, data: bytes, address: str = "127.0.0.1", source: str = "") -> RawAnswer:
    """Sends bytes over a connection of their own, from `source`, and reads until the server closes it."""
    started = time.monotonic()
    received = bytearray()
    with socket.create_connection((address, port), TIMEOUT_SECONDS, (source, 0)) as connection:
        try:
            connection.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass  # It refuses early; what it says can still be read.
        try:
            while chunk := connection.recv(65536):
                received += chunk
        except ConnectionResetError:
            pass
    head, _, body = bytes(received).partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n") if head else []
    return RawAnswer(lines, body, time.monotonic() - started)


def request(
    method: str, target: str, fields: Iterable[tuple[str, str]] = (), body: bytes = b"", host: str | None = "localhost"
) -> bytes:
    """The bytes of one request, after which the server shall close the connection; `host=None` leaves the field out."""
    lines = [f"{method} {target} HTTP/1.1", *([] if host is None else [f"Host: {host}"]), "Connection: close"]
    lines += [f"{name}: {value}" for name, value in fields]
    if body or method in ("POST", "PUT"):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def ask(
    port: int,
    method: str,
    target: str,
    *fields: tuple[str, str],
    body: bytes = b"",
    host: str | None = "localhost",
    address: str = "127.0.0.1",
    source: str = "",
) -> RawAnswer:
    """Sends one request."""
    return send(port, request(method, target, fields, body, host), address, source)


def foreign_address() -> str | None:
    """An address of this machine that is not its loopback, if it has one; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return None
        address = probe.getsockname()[0]
    return None if address.startswith("127.") else address
