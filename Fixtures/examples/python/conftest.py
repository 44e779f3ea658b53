"""A world of its own for each test, all on one server. Copy this file and `drydock.py` beside your tests."""

import os
import re
from collections.abc import Iterator

import pytest
from anchorbrowser import Anchorbrowser

from drydock import World, line

BASE_URL = os.environ.get("ANCHORBROWSER_BASE_URL", "http://127.0.0.1:4010")


def pytest_configure(config: pytest.Config) -> None:
    """Describes the marks of this file."""
    config.addinivalue_line("markers", "scenario(name): what the test's world begins as")
    config.addinivalue_line("markers", "unmatched: the test calls on purpose what is no operation")


@pytest.fixture
def world(request: pytest.FixtureRequest) -> Iterator[World]:
    """The test's own world.

    Its name is the test's and the worker's, so a person finds it on the dashboard, and two runs beside each other (or
    two workers that got the same test from a retry) do not meet.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    test = re.sub(r"[^A-Za-z0-9]+", "-", request.node.name).strip("-")
    world = World(BASE_URL, f"{test[:50]}.{worker}")
    # The server may run for days: an earlier run that was killed left its world behind.
    world.reset()
    if mark := request.node.get_closest_marker("scenario"):
        world.load(mark.args[0])
    yield world
    failed = getattr(request.node, "failed", False)
    strangers = [] if request.node.get_closest_marker("unmatched") else world.unmatched()
    if strangers:
        world.mark("failed", request.node.nodeid)
    # A failed test's world stays: its journal is at /_drydock/requests?world=… and on the dashboard.
    world.close(forget=not (failed or strangers))
    assert not strangers, "called what is no operation:\n" + "\n".join(map(line, strangers))


@pytest.fixture
def anchor(world: World) -> Iterator[Anchorbrowser]:
    """The vendor's SDK, unchanged: only the key and the address are ours."""
    with Anchorbrowser(api_key=world.key(), base_url=world.base_url, max_retries=0) as client:
        yield client


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Marks the test's world, and shows beside a failure what the code sent, and why Drydock refused."""
    report = yield
    world = item.funcargs.get("world")
    # A test may call something else by this name.
    if report.when != "call" or not isinstance(world, World):
        return report
    world.mark("failed" if report.failed else "passed", item.nodeid)
    if report.failed:
        item.failed = True
        journal = [line(entry) for entry in world.requests()]
        report.sections.append((f"Drydock, world {world.name}", "\n".join(journal) or "no requests"))
    return report
