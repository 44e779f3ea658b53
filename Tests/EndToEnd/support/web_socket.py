"""A WebSocket client of a few lines, for what libraries would not send, and a DevTools client on top of it."""

import base64
import json
import os
import socket
import struct
from typing import Any
from urllib.parse import urlsplit

from raw import RawAnswer

TIMEOUT_SECONDS = 60.0


class Refused(Exception):
    """The server answered something other than 101."""

    def __init__(self, answer: RawAnswer) -> None:
        super().__init__(f"{answer.head[0] if answer.head else 'nothing'}: {answer.body.decode(errors='replace')}")
        self.answer = answer


class WebSocket:
    """One connection to a `ws://` address; close it after use."""

    def __init__(
        self, address: str, fields: dict[str, str] | None = None, byte_by_byte: bool = False, early: bytes = b""
    ) -> None:
        """Opens it with further header fields; `early` goes out with the request, before there is an answer."""
        parts = urlsplit(address)
        self._buffer = b""
        self.connection = socket.create_connection((parts.hostname, parts.port), TIMEOUT_SECONDS)
        query = f"?{parts.query}" if parts.query else ""
        head = {
            "Host": parts.netloc,
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
            **(fields or {}),
        }
        lines = [f"GET {parts.path or '/'}{query} HTTP/1.1", *(f"{name}: {value}" for name, value in head.items())]
        request = "\r\n".join([*lines, "", ""]).encode() + early
        if byte_by_byte:
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            for byte in request:
                self.connection.sendall(bytes([byte]))
        else:
            self.connection.sendall(request)
        answer = self._answer()
        if answer.status != 101:
            self.close()
            raise Refused(answer)

    def close(self) -> None:
        """Hangs up."""
        self.connection.close()

    def send(self, text: str) -> None:
        """Sends one message."""
        self.connection.sendall(frame(text))

    def receive(self) -> str | None:
        """The next message; None at the end of the connection."""
        message = b""
        while True:
            head = self._read(2)
            if head is None:
                return None
            length = head[1] & 0x7F
            if length > 125:
                size = 2 if length == 126 else 8
                length = int.from_bytes(self._read(size) or b"", "big")
            payload = self._read(length) or b""
            if head[0] & 0x0F == 8:
                return None
            if head[0] & 0x0F in (0, 1):
                message += payload
                if head[0] & 0x80:
                    return message.decode()

    def _answer(self) -> RawAnswer:
        while b"\r\n\r\n" not in self._buffer:
            chunk = self._chunk()
            if not chunk:
                return RawAnswer([], b"", 0)
            self._buffer += chunk
        head, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        answer = RawAnswer(head.decode("latin-1").split("\r\n"), b"", 0)
        body = b"" if answer.status == 101 else self._read(int(answer.header("Content-Length") or 0))
        return RawAnswer(answer.head, body or b"", 0)

    def _read(self, count: int) -> bytes | None:
        chunks = [self._buffer]
        length = len(self._buffer)
        while length < count:
            chunk = self._chunk()
            if not chunk:
                return None
            chunks.append(chunk)
            length += len(chunk)
        everything = b"".join(chunks)
        self._buffer = everything[count:]
        return everything[:count]

    def _chunk(self) -> bytes:
        try:
            return self.connection.recv(1 << 20)
        except ConnectionResetError:
            return b""


class DevTools:
    """A DevTools client on a connection of its own."""

    def __init__(self, address: str, **options: Any) -> None:
        self.socket = WebSocket(address, **options)
        self._count = 0

    def __enter__(self) -> "DevTools":
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, method: str, **parameters: Any) -> int:
        """Sends a command; returns its number."""
        self._count += 1
        self.socket.send(json.dumps({"id": self._count, "method": method, "params": parameters}))
        return self._count

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Sends a command and returns its result."""
        number = self.send(method, **parameters)
        while True:
            text = self.socket.receive()
            assert text is not None, f"the connection ended before {method} was answered"
            message = json.loads(text)
            if message.get("id") == number:
                assert "error" not in message, message
                return message["result"]

    def has_ended(self) -> bool:
        """Reads to the end of the connection, which must come."""
        while self.socket.receive() is not None:
            pass
        return True


def frame(text: str) -> bytes:
    """One masked message."""
    payload = text.encode()
    if len(payload) < 126:
        length = bytes([0x80 | len(payload)])
    elif len(payload) < 1 << 16:
        length = bytes([0x80 | 126]) + struct.pack(">H", len(payload))
    else:
        length = bytes([0x80 | 127]) + struct.pack(">Q", len(payload))
    mask = os.urandom(4)
    whole = (mask * (len(payload) // 4 + 1))[: len(payload)]
    masked = (int.from_bytes(payload, "big") ^ int.from_bytes(whole, "big")).to_bytes(len(payload), "big")
    return bytes([0x81]) + length + mask + masked
