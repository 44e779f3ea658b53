"""Server-sent events as a plain HTTP client reads them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx


@dataclass
class Event:
    """One event: its name, its id where it has one, its JSON."""

    name: str
    id: str | None
    data: Any


@dataclass
class EventStream:
    """A stream that is open; `next()` waits for the next event."""

    response: httpx.Response
    _lines: Iterator[str] = field(init=False)

    def __post_init__(self) -> None:
        self._lines = self.response.iter_lines()

    def next(self) -> Event:
        """The next event; comments and the like are passed over."""
        fields: dict[str, str] = {}
        for line in self._lines:
            if line:
                name, _, value = line.partition(": ")
                fields[name] = value
            elif "data" in fields:
                return Event(fields["event"], fields.get("id"), json.loads(fields["data"]))
            else:
                fields = {}
        raise EOFError("the stream has ended")

    def take(self, count: int) -> list[Event]:
        """The next events."""
        return [self.next() for _ in range(count)]


@contextmanager
def listen(base_url: str, world: str, *, last_id: str | None = None, **query: str | int) -> Iterator[EventStream]:
    """Opens the events of a world."""
    headers = {"Last-Event-ID": last_id} if last_id is not None else {}
    parameters = {"world": world, **query}
    url = f"{base_url}/_drydock/events"
    with httpx.stream("GET", url, params=parameters, headers=headers, timeout=20) as response:
        assert response.status_code == 200, response.read()
        assert response.headers["content-type"] == "text/event-stream"
        yield EventStream(response)
