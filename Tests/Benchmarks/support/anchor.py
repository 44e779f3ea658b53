"""Calls that prepare a Drydock for a measurement."""

import http.client
import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from process import MeasuredProcess

# Drydock closes connections that are idle for long; filling a world takes longer.
KEPT_SECONDS = 10.0
# So that a fresh server is filled as fast as Python can.
CALLERS = 16
TOKEN_BODY = '{"callbackUrl":"https://customer.example.com/callback"}'

Answer = TypeVar("Answer")


class Anchor:
    """A client of one server, over one kept connection."""

    def __init__(self, server: MeasuredProcess) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        self._used = time.monotonic()

    def seed(self, world: str = "default") -> tuple[str, str]:
        """Makes an application and a validated identity in a world; returns their ids."""
        application = self.call("POST", "/v1/applications", {"source": "https://example.com", "name": "Example"}, world)
        identity = self.call(
            "POST",
            "/v1/identities?validateAsync=false",
            {
                "source": "https://example.com/login",
                "name": "Ada",
                "credentials": [{"type": "username_password", "username": "ada", "password": "secret"}],
                "metadata": {"userId": "user-1"},
            },
            world,
        )
        return application["id"], identity["id"]

    def call(self, method: str, path: str, body: object = None, world: str | None = None) -> dict:
        """One call with a JSON body; anything but a 2xx is an error."""
        headers = {"anchor-api-key": "sk-test" if world in (None, "default") else f"sk-test@{world}"}
        text = None
        if body is not None:
            text = json.dumps(body)
            headers["content-type"] = "application/json"
        if time.monotonic() - self._used > KEPT_SECONDS:
            self._connection.close()  # It opens again by itself.
        self._connection.request(method, path, text, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        self._used = time.monotonic()
        if answer.status // 100 != 2:
            raise RuntimeError(f"{method} {path}: {answer.status} {content!r}")
        return json.loads(content)


def in_each(server: MeasuredProcess, worlds: list[str], work: Callable[[Anchor, str], Answer]) -> dict[str, Answer]:
    """Does something in each of many worlds, over several connections at a time."""
    callers = threading.local()

    def one(world: str) -> Answer:
        if not hasattr(callers, "anchor"):
            callers.anchor = Anchor(server)
        return work(callers.anchor, world)

    with ThreadPoolExecutor(CALLERS) as pool:
        return dict(zip(worlds, pool.map(one, worlds), strict=True))
