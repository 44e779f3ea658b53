"""Every time in every answer of both vendors is the world's: the same walk in a world that began later answers the
same, with every time later by as much."""

import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from times import complaints, split
from tour import Answered, Tour
from world import World

START = datetime(2025, 12, 20, 21, 22, 23, tzinfo=UTC)
WEEKS = timedelta(weeks=5)
ODD = timedelta(days=37, hours=3, minutes=4, seconds=5)
# The bars of a history begin with an hour, a day or a week: only whole weeks move them as they move everything.
ROUNDED = {WEEKS: set(), ODD: {"anchor.getSessionsHistory"}}
shifts = pytest.mark.parametrize("shift", [WEEKS, ODD], ids=["weeks", "odd"])


@pytest.fixture
def tunnel_target() -> Iterator[str]:
    """Somebody who listens, for the tunnel to lead to."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"127.0.0.1:{listener.getsockname()[1]}"


@pytest.fixture
def begin(world: World, tunnel_target: str) -> Callable[[datetime], World]:
    """Makes the world anew, frozen at an instant."""

    def make(start: datetime) -> World:
        clock = {"start": start.isoformat().replace("+00:00", "Z"), "mode": "frozen"}
        policies = {"tunnel": {"hosts": {"page.test": tunnel_target}}}
        world.load({"name": "times", "extends": ["default"], "clock": clock, "anon": {"policies": policies}})
        return world

    return make


@pytest.fixture
def walk(world: World, tunnel_target: str) -> Callable[[], list[Answered]]:
    """Goes on the tour; every call must have reached the operation that the tour says."""

    def go() -> list[Answered]:
        answers = Tour(world, tunnel_target).walk()
        journal = [entry["operation"] for entry in incoming(world)]
        assert set(journal) == {answer.operation for answer in answers}
        return answers

    return go


def incoming(world: World) -> list[dict[str, Any]]:
    """The requests that came; what Drydock sends comes when it comes."""
    return [entry for entry in world.journal() if entry.get("direction") != "outgoing"]


def differences(before: list[Answered], after: list[Answered], shift: timedelta) -> list[str]:
    """What in the second walk is not the first one, moved by `shift`."""
    assert [answer.step for answer in before] == [answer.step for answer in after]
    return [
        line
        for one, other in zip(before, after, strict=True)
        if one.operation not in ROUNDED[shift]
        for line in complaints(f"{one.operation}, {one.step}, {one.status}", one.text, other.text, shift)
    ]


@shifts
def test_world_that_begins_later_answers_the_same_with_every_time_later_by_as_much(
    begin: Callable[[datetime], World], walk: Callable[[], list[Answered]], shift: timedelta
) -> None:
    def notes(world: World) -> str:
        paths = ("/credentials", "/clock")
        return str([world.demand("GET", path) for path in paths] + [entry["at"] for entry in incoming(world)])

    world = begin(START)
    before, noted = walk(), notes(world)
    begin(START + shift)
    assert not (found := differences(before, walk(), shift)), "\n".join(found)
    assert not complaints("the control plane", noted, notes(world), shift)


@shifts
def test_world_that_is_advanced_answers_the_same_with_every_time_later_by_as_much(
    begin: Callable[[datetime], World], walk: Callable[[], list[Answered]], shift: timedelta
) -> None:
    begin(START)
    before = walk()
    begin(START).advance(f"{shift // timedelta(seconds=1)}s")
    assert not (found := differences(before, walk(), shift)), "\n".join(found)


def test_tour_calls_every_operation_of_both_vendors(
    world: World, tunnel_target: str, walk: Callable, begin: Callable
) -> None:
    begin(START)
    called = {answer.operation for answer in walk()}
    listed = {operation["name"] for operation in world.demand("GET", "/operations")["operations"]}
    vendors = {name for name in listed if name.startswith(("anchor.", "anon."))}
    assert called == vendors and len(vendors) > 190


def test_every_answer_has_a_date(begin: Callable[[datetime], World], walk: Callable[[], list[Answered]]) -> None:
    begin(START)
    undated = [answer.step for answer in walk() if "\ndate: " not in f"\n{answer.text.lower()}"]
    assert undated == ["CONNECT page.test:443"], "a tunnel that is open is the target's"


@pytest.mark.parametrize(
    ("text", "rest", "times"),
    [
        ('{"at":"2026-01-01T10:00:00.000Z"}', '{"at":"<rfc3339>"}', [datetime(2026, 1, 1, 10, tzinfo=UTC)]),
        ("Date: Thu, 01 Jan 2026 00:00:00 GMT", "Date: <http>", [datetime(2026, 1, 1, tzinfo=UTC)]),
        ("iat: 1767225600, n: 1767225600123", "iat: <seconds>, n: <milliseconds>",
         [datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, 0, 0, 0, 123000, tzinfo=UTC)]),
        ("day 2026-01-01.", "day <day>.", [datetime(2026, 1, 1, tzinfo=UTC)]),
        ("eyJhbGciOiJub25lIn0.eyJpYXQiOjE3NjcyMjU2MDB9.", '<jwt {"alg":"none"} {"iat":<seconds>}>.'[:-1],
         [datetime(2026, 1, 1, tzinfo=UTC)]),
        ("0a0a0a0a-1111-4222-8333-444444444444 and 4010 and 9999999999", None, []),
    ],
)  # fmt: skip
def test_times_are_found_in_every_form(text: str, rest: str | None, times: list[datetime]) -> None:
    assert split(text) == (rest or text, times)


@pytest.mark.parametrize(
    ("after", "complaint"),
    [
        ("at 2026-01-01T00:00:01Z, a", None),
        ("at 2026-01-01T00:00:00Z, a", "became"),
        ("at 2026-01-01T00:00:01Z, b", "more"),
    ],
)
def test_times_that_do_not_move_are_complained_about(after: str, complaint: str | None) -> None:
    found = complaints("it", "at 2026-01-01T00:00:00Z, a", after, timedelta(seconds=1))
    assert bool(found) == bool(complaint) and (complaint is None or complaint in found[0])
