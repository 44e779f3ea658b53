"""Records answers byte for byte, so that two runs can be compared."""

from dataclasses import dataclass

import httpx

from plain_http import plain_client

START = "2026-01-01T00:00:00Z"
FLAGS = ("--clock", START, "--public-url", "http://drydock.example.com:4010", "--log-level", "warning")


@dataclass(frozen=True)
class Answer:
    """All that a client sees of a response."""

    step: str
    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


class Recorder:
    """Makes requests and keeps the answers."""

    def __init__(self, base_url: str, world: str | None = None) -> None:
        """Makes them with a key for Anchor that names `world`, if one is given."""
        self.answers: list[Answer] = []
        headers = {"anchor-api-key": f"sk-test@{world}"} if world else {}
        self._client = plain_client(base_url, headers=headers, timeout=20)

    def __call__(self, method: str, path: str, **arguments: object) -> httpx.Response:
        response = self._client.request(method, path, **arguments)
        headers = tuple(response.headers.raw)
        self.answers.append(Answer(f"{method} {path}", response.status_code, headers, response.content))
        return response

    def close(self) -> None:
        """Closes the client."""
        self._client.close()


def assert_same(first: list[Answer], second: list[Answer]) -> None:
    """Compares answer by answer, so that a failure names the step."""
    assert len(first) == len(second)
    for one, other in zip(first, second, strict=True):
        assert one == other
        assert any(name.lower() == b"date" for name, _ in one.headers), f"no Date in the answer to {one.step}"
