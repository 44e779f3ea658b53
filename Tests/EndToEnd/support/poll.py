"""Waiting for what comes about by itself: the one place that looks again and again."""

import time
from collections.abc import Callable
from typing import TypeVar

Answer = TypeVar("Answer")
PAUSE_SECONDS = 0.01


def until(
    ask: Callable[[], Answer],
    accept: Callable[[Answer], object] = bool,
    *,
    what: str = "the wanted answer",
    seconds: float = 10.0,
) -> Answer:
    """Asks until an answer is accepted, by default one that is true, and returns it; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while not accept(answer := ask()):
        assert time.monotonic() < deadline, f"{what} did not come about in {seconds:g} s; the last answer was {answer!r}"
        time.sleep(PAUSE_SECONDS)
    return answer
