"""Extensions that a session names are really in its browser, and in no other."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from browser_sessions import BrowserSessions
from server import DrydockServer
from shop import Shop
from uploads import extension_archive
from world import World


@pytest.fixture
def shop() -> Iterator[Shop]:
    """A page to be marked."""
    shop = Shop()
    yield shop
    shop.close()


def upload(world: World, mark: str) -> str:
    files = {"file": ("mark.zip", extension_archive(mark))}
    answer = world.api.post("/v1/extensions", data={"name": f"Mark {mark}"}, files=files)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["data"]["id"])


def mark_of(browser: Browser, shop: Shop) -> str | None:
    page = browser.contexts[0].pages[0]
    page.goto(f"http://127.0.0.1:{shop.port}/")
    return page.get_attribute("html", "data-marked")


def test_a_session_has_its_extensions_and_another_has_none(
    browser_path: str, browser_sessions: Callable[..., BrowserSessions], shop: Shop
) -> None:
    if "headless" in Path(browser_path).name:
        pytest.skip("a headless shell loads no extensions")
    sessions = browser_sessions()
    first, second = upload(sessions.world, "first"), upload(sessions.world, "second")
    assert mark_of(sessions.connect(browser={"extensions": [first]}), shop) == "first"
    marked = sessions.connect(browser={"extensions": [second]})
    assert mark_of(sessions.connect(), shop) is None
    # One that runs keeps it; who starts later has none.
    late = sessions.create(browser={"extensions": [second]})
    assert sessions.world.api.delete(f"/v1/extensions/{second}").status_code == 200
    assert mark_of(marked, shop) == "second"
    assert mark_of(sessions.attach(late), shop) is None


def test_a_headless_shell_says_that_it_loads_none(tmp_path: Path, worlds: Callable[..., World], shop: Shop) -> None:
    shell = shutil.which("chromium-headless-shell")
    if shell is None:
        pytest.skip("no chromium-headless-shell on the PATH")
    server = DrydockServer(tmp_path, "--browser", shell)
    try:
        world = worlds(server)
        answer = world.api.post("/v1/sessions", json={"browser": {"extensions": [upload(world, "yes")]}})
        assert answer.status_code == 200
        assert answer.headers["X-Drydock-Reason"] == "extension.notLoaded"
    finally:
        server.stop()
