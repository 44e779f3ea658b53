"""The customer's receiver of webhooks: notes each delivery, checks signatures, and answers as a test wants it."""

import hashlib
import hmac
import http.server
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Delivery:
    """One POST that reached the receiver; headers as they were written, in order."""

    path: str
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """The only header of this name."""
        [value] = [value for key, value in self.headers if key.lower() == name.lower()]
        return value

    @property
    def event(self) -> dict[str, Any]:
        """The body."""
        return json.loads(self.body)

    def is_signed_with(self, secret: str) -> bool:
        """Whether the first signature is by this secret, by the letter of the vendor's page."""
        timestamp = self.header("Anchor-Timestamp")
        code = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + self.body, hashlib.sha256).hexdigest()
        return self.header("Anchor-Signature").split(",")[:2] == [f"t={timestamp}", f"v1={code}"]


class WebhookReceiver:
    """A server on a free port. `answer` gets a delivery and how many came to its path before; None is no answer until `close`."""

    def __init__(self, answer: Callable[[Delivery, int], int | None] = lambda *_: 200) -> None:
        self._deliveries: list[Delivery] = []
        self._changed = threading.Condition(threading.RLock())
        self._closing = threading.Event()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                delivery = Delivery(self.path, list(self.headers.items()), body)
                status = answer(delivery, receiver._note(delivery))
                if status is None:
                    receiver._closing.wait(60)
                    return
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def url(self, path: str = "/hook") -> str:
        """An address at this receiver."""
        return f"http://127.0.0.1:{self._server.server_port}{path}"

    def received(self, path: str = "/hook") -> list[Delivery]:
        """The deliveries at `path` so far."""
        with self._changed:
            return [delivery for delivery in self._deliveries if delivery.path == path]

    def expect(self, count: int, path: str = "/hook", seconds: float = 20) -> list[Delivery]:
        """Waits for so many deliveries at `path`; fails after `seconds`, and when there are more."""
        with self._changed:
            self._changed.wait_for(lambda: len(self.received(path)) >= count, seconds)
        found = self.received(path)
        assert len(found) == count, found
        return found

    def close(self) -> None:
        """Stops the server and lets go whoever still waits for an answer."""
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()

    def _note(self, delivery: Delivery) -> int:
        with self._changed:
            before = sum(other.path == delivery.path for other in self._deliveries)
            self._deliveries.append(delivery)
            self._changed.notify_all()
        return before
