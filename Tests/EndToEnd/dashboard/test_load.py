"""The dashboard beside a test run that asks much: 10,000 exchanges in the journal, 200 requests per second."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from server import DrydockServer
from world import World

ENTRIES = 10_000
PER_SECOND = 200
SECONDS = 8
# What a person takes for "at once" (ours), with room for a machine that has two cores for all of this.
BAR = 1.5


@contextmanager
def traffic(world: World) -> Iterator[list[float]]:
    """Requests at an even pace as long as the block runs; the instants at which they were answered."""
    answered: list[float] = []
    over = threading.Event()

    def ask() -> None:
        with httpx.Client(base_url=world.base_url, headers={"anchor-api-key": world.api_key}) as client:
            begin = time.monotonic()
            number = 0
            while not over.is_set():
                client.get("/v1/sessions/nothing")
                answered.append(time.monotonic())
                number += 1
                over.wait(max(0, begin + number / PER_SECOND - time.monotonic()))

    thread = threading.Thread(target=ask)
    thread.start()
    try:
        yield answered
    finally:
        over.set()
        thread.join()


def fill(world: World) -> None:
    with httpx.Client(base_url=world.base_url, headers={"anchor-api-key": world.api_key}) as client:
        for _ in range(ENTRIES):
            client.get("/v1/sessions/nothing")


@pytest.mark.serial
def test_the_dashboard_stays_usable_with_much_to_show(
    context: BrowserContext, launch: Callable[..., DrydockServer], worlds: Callable[..., World]
) -> None:
    world = worlds(launch("--clock", "frozen", "--log-level", "warning", "--journal-bytes", "64MiB"))
    fill(world)
    page = context.new_page()
    page.goto(f"{world.base_url}/_drydock?world={world.name}")
    first = page.locator(".log li a .number").first
    with traffic(world) as answered:
        waits: list[float] = []
        begin = time.monotonic()
        while time.monotonic() - begin < SECONDS:
            # From a click to the page that it leads to, and back to a log that still moves.
            clicked = time.monotonic()
            page.locator(".log li a").nth(3).click()
            expect(page.get_by_role("heading", level=1)).to_contain_text("Request ")
            page.go_back()
            expect(page.get_by_role("heading", level=1)).to_have_text("Requests")
            number = int(first.inner_text())
            page.wait_for_function(
                "number => Number(document.querySelector('.log .number').textContent) > number", arg=number
            )
            waits.append(time.monotonic() - clicked)
        rate = len(answered) / (time.monotonic() - begin)
    nodes = page.evaluate("document.querySelectorAll('*').length")
    heap = page.evaluate("performance.memory ? performance.memory.usedJSHeapSize : 0")
    print(f"{statistics.median(waits):.2f} s for a look and back, {rate:.0f} requests/s, {nodes} nodes, {heap >> 20} MiB")
    assert rate > 0.8 * PER_SECOND, f"{rate:.0f} requests per second beside the dashboard"
    assert statistics.median(waits) < BAR, waits
    assert nodes < 5_000, "the page does not grow with the journal"
