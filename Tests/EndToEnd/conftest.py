"""The fixtures of all end-to-end tests: one real server, a world for each test, and the judge of all answers."""

import itertools
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from anchorbrowser import Anchorbrowser
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from anon import Anon
from browser import HostedPage, launch_chromium, new_context
from callback_receiver import CallbackReceiver
from certificates import TemporaryAuthority
from contract import Contract
from exchange import answers_outside
from key_set_server import KeySetServer
from link_page import LinkAddresses
from sdk import strict_sdk
from server import DrydockServer
from tunnel_page import MAPPED_NAME
from world import World

# Fixtures of the tests whose sessions have browsers.
pytest_plugins = ("browser_sessions",)

SERVER_ARGUMENTS = ("--clock", "frozen", "--log-level", "warning")


@pytest.fixture(scope="session")
def drydock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DrydockServer]:
    """The server under test. Its way out is judged as well; `test_command_line` holds it to the exact bar."""
    server = DrydockServer(tmp_path_factory.mktemp("drydock"), *SERVER_ARGUMENTS)
    yield server
    code, seconds = server.stop()
    assert code == 0, f"exit code {code} after SIGTERM; the server printed:\n{server.output()}"
    assert seconds < 2, f"SIGTERM took {seconds:.3f} s"


@pytest.fixture(scope="session")
def contract() -> Contract:
    """The repository's OpenAPI descriptions of the vendors' APIs."""
    return Contract("anchor", "anon")


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Callable[..., DrydockServer]]:
    """Starts further servers with flags and variables of their own; they are stopped after the test."""
    servers: list[DrydockServer] = []

    def start(*arguments: str, **variables: str) -> DrydockServer:
        servers.append(DrydockServer(tmp_path / f"server-{len(servers)}", *arguments, **variables))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture(scope="session")
def world_numbers() -> Iterator[int]:
    """Numbers that make each world's name unique in this run."""
    return itertools.count(1)


@pytest.fixture
def worlds(
    drydock: DrydockServer, contract: Contract, world_numbers: Iterator[int], request: pytest.FixtureRequest
) -> Iterator[Callable[..., World]]:
    """Makes worlds that nobody else uses. After the test every answer of theirs is held against the description."""
    made: list[World] = []
    stem = re.sub(r"[^a-z0-9]+", "-", request.node.name.lower()).strip("-")[:40]

    def make(server: DrydockServer = drydock) -> World:
        made.append(World(server.base_url, f"{stem}-{next(world_numbers)}"))
        return made[-1]

    yield make
    try:
        complaints = [line for world in made for line in answers_outside(contract, world)]
    finally:
        for world in made:
            world.close()
    assert not complaints, "answers outside the description:\n" + "\n".join(complaints)


@pytest.fixture
def world(worlds: Callable[..., World]) -> World:
    """A world of this test's own."""
    return worlds()


@pytest.fixture
def sdk(world: World) -> Iterator[Anchorbrowser]:
    """The newest SDK, strict, in this test's world."""
    with strict_sdk(world) as client:
        yield client


@pytest.fixture
def anon(world: World) -> Iterator[Anon]:
    """Anon in this test's world."""
    anon = Anon(world)
    yield anon
    anon.close()


@pytest.fixture
def addresses(anon: Anon) -> LinkAddresses:
    """The names that the server has for Anon's API and for the Link page."""
    return LinkAddresses(anon)


@pytest.fixture
def entry(anon: Anon, request: pytest.FixtureRequest) -> dict[str, Any]:
    """The entry of the FAQ that the test is marked with, in a world of that entry's scenario."""
    mark = request.node.get_closest_marker("faq")
    entry = anon.world.demand("GET", f"/faq/{mark.args[0]}")
    if entry["scenario"]:
        anon.world.load(entry["scenario"])
    return entry


@pytest.fixture
def reasons(entry: dict[str, Any], anon: Anon) -> Callable[[str], None]:
    """Asserts that the newest exchange was refused for this reason, and that the entry names it."""

    def check(expected: str) -> None:
        assert anon.last_reason() == expected
        assert expected in entry["reasons"]

    return check


@pytest.fixture
def key_sets() -> Iterator[KeySetServer]:
    """The customer's HTTP server that publishes key sets."""
    server = KeySetServer()
    yield server
    server.close()


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> TemporaryAuthority:
    """The certificate authority of this run."""
    return TemporaryAuthority(tmp_path_factory.mktemp("authority"), MAPPED_NAME)


@pytest.fixture
def receiver(authority: TemporaryAuthority) -> Iterator[CallbackReceiver]:
    """The integrator's HTTPS server."""
    receiver = CallbackReceiver(authority)
    yield receiver
    receiver.close()


@pytest.fixture
def token(world: World, receiver: CallbackReceiver) -> str:
    """An identity token whose callback is at the receiver."""
    return world.identity_token(world.application(name="Ada's Shop")["id"], receiver.url())


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory, authority: TemporaryAuthority) -> Iterator[Browser]:
    """One Chromium for all browser tests."""
    with sync_playwright() as playwright:
        browser = launch_chromium(playwright, tmp_path_factory.mktemp("home"), authority)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile of this test's own."""
    context = new_context(browser)
    yield context
    context.close()


@pytest.fixture
def hosted_page(context: BrowserContext, world: World) -> HostedPage:
    """The hosted page in a new tab."""
    return HostedPage(context.new_page(), world.base_url)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where only the serial tests are wanted, files without any are not even read: that takes longer than those tests."""
    if config.option.markexpr != "serial" or not collection_path.match("test_*.py"):
        return None
    return True if "pytest.mark.serial" not in collection_path.read_text() else None


def pytest_configure() -> None:
    """A suite that a test starts is a run of its own, not a worker of this one."""
    for name in [name for name in os.environ if name.startswith("PYTEST_XDIST_")]:
        del os.environ[name]


def pytest_report_header() -> str:
    """Names the seed of the generated requests, so that a failure can be repeated."""
    return f"schemathesis seed: {os.environ.get('DRYDOCK_SCHEMATHESIS_SEED', '1')} (DRYDOCK_SCHEMATHESIS_SEED)"
