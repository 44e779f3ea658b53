"""One server with a browser behind its sessions, for all tests of this folder."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from browser_sessions import BrowserSessions
from server import DrydockServer
from world import World

PROGRAMS = ("chromium", "chromium-headless-shell", "google-chrome", "google-chrome-stable", "chromium-browser")


@pytest.fixture(scope="session")
def browser_path() -> str:
    """The browser that runs behind sessions; without one the test is skipped, and says so."""
    path = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if path is None:
        pytest.skip(f"no browser on the PATH: none of {', '.join(PROGRAMS)}")
    return path


@pytest.fixture(scope="session")
def browser_server(browser_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DrydockServer]:
    """The server under test. Browsers end with it."""
    folder = tmp_path_factory.mktemp("browsers")
    server = DrydockServer(folder, "--browser", browser_path, "--clock", "frozen", "--log-level", "warning")
    yield server
    code, seconds = server.stop()
    assert code == 0, f"exit code {code} after SIGTERM; the server printed:\n{server.output()}"
    assert seconds < 5, f"SIGTERM took {seconds:.3f} s"


@pytest.fixture
def browser_world(browser_server: DrydockServer, worlds: Callable[..., World]) -> Iterator[World]:
    """A world of this test's own whose sessions have browsers; they end with the test."""
    world = worlds(browser_server)
    yield world
    world.api.delete("/v1/sessions/all")


@pytest.fixture
def browser_sessions(
    browser_server: DrydockServer, worlds: Callable[..., World], browser: Browser
) -> Iterator[Callable[..., BrowserSessions]]:
    """Makes sessions with browsers in a new world, of a scenario given as YAML."""
    made: list[BrowserSessions] = []

    def make(scenario: str | None = None) -> BrowserSessions:
        made.append(BrowserSessions(worlds(browser_server), browser.browser_type, scenario))
        return made[-1]

    yield make
    for sessions in made:
        sessions.close()
