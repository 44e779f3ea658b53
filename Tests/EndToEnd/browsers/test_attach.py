"""DevTools clients attach to sessions' browsers: each client that users have, by each address that there is."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import playwright
import pytest
from playwright.sync_api import Error

from anon import Anon
from browser_sessions import BrowserSessions
from poll import until
from repository import PYPPETEER_ENVIRONMENT, ROOT
from shop import Shop
from web_socket import DevTools, frame
from world import World

CLIENTS = ROOT / "Tests" / "EndToEnd" / "clients"


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    """The site that the tests visit."""
    shop = Shop()
    yield shop
    shop.close()


@pytest.fixture
def sessions(browser_sessions) -> BrowserSessions:
    """Sessions in a world of the test's own."""
    return browser_sessions()


def status(world: World, session: dict) -> str:
    """What the API says of a session."""
    return world.api.get(f"/v1/sessions/{session['id']}").json()["data"]["status"]


def ends(world: World, count: int) -> list[dict]:
    """What the journal says of the connections that have ended, when there are so many."""
    return until(
        lambda: world.journal(operation="drydock.endAttachment"),
        lambda entries: len(entries) == count,
        what=f"the end of {count} connections in the journal",
    )


def test_playwright_attaches_by_either_address_and_comes_back_to_its_page(sessions: BrowserSessions, shop: Shop) -> None:
    world, session = sessions.world, sessions.create()
    browser = sessions.attach(session)
    page = browser.contexts[0].pages[0]
    page.goto(f"http://127.0.0.1:{shop.port}/")
    assert page.viewport_size is None and page.evaluate("[innerWidth, innerHeight]") == [1440, 900]
    browser.close()
    assert status(world, session) == "running"

    again = sessions.attach({"cdp_url": session["cdp_url"].replace("ws://", "http://")})
    assert [page.title() for page in again.contexts[0].pages] == ["Shop"]
    again.close()

    [version] = world.journal(operation="anchor.describeBrowser")
    assert version["response"]["body"]["webSocketDebuggerUrl"] == session["cdp_url"].replace("?", "/?")
    assert [entry["response"]["status"] for entry in world.journal(operation="anchor.attachSession")] == [101, 101]
    for entry in ends(world, 2):
        assert entry["reason"]["code"] == "browser.detached"
        body = entry["response"]["body"]
        assert body["endedBy"] == "client"
        assert body["bytesUp"] > 1000 and body["bytesDown"] > 1000 and body["milliseconds"] > 0
    text = world.control("GET", "/requests").text
    assert world.api_key not in text, "the journal masks the key that the address carries"


def test_sdk_helper_attaches_synchronously_and_asynchronously(browser_world: World, shop: Shop) -> None:
    session = browser_world.session()
    site = f"http://127.0.0.1:{shop.port}/"
    arguments = [browser_world.base_url, browser_world.api_key, session["id"], site]
    command = [sys.executable, str(CLIENTS / "attach_with_sdk.py"), *arguments]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert result.stdout.split() == ["Shop", "Shop"], result.stderr


def test_playwright_for_node_attaches(browser_world: World, shop: Shop) -> None:
    driver = Path(playwright.__file__).parent / "driver"
    session = browser_world.session()
    arguments = [str(driver / "package" / "index.js"), session["cdp_url"], f"http://127.0.0.1:{shop.port}/"]
    command = [str(driver / "node"), str(CLIENTS / "attach.mjs"), *arguments]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert result.stdout.split() == ["Shop"], result.stderr


def test_pyppeteer_attaches_comes_back_and_closes_the_browser(browser_world: World, shop: Shop) -> None:
    session = browser_world.session()
    client = str(CLIENTS / "attach_with_pyppeteer.py")
    command = [str(PYPPETEER_ENVIRONMENT / "bin" / "python"), client, session["cdp_url"], f"http://127.0.0.1:{shop.port}/"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert result.stdout.split() == ["Shop", "Shop"], result.stderr
    until(lambda: status(browser_world, session), lambda word: word == "completed", what="the session's end")


def test_two_clients_share_a_session_until_one_closes_the_browser(sessions: BrowserSessions) -> None:
    """Puppeteer's `browser.close()` sends `Browser.close`; Playwright's only leaves."""
    world, session = sessions.world, sessions.create()
    first, second = sessions.attach(session), sessions.attach(session)
    page = first.contexts[0].new_page()
    page.evaluate("document.title = 'shared'")
    seen = until(lambda: [page.title() for page in second.contexts[0].pages], lambda titles: "shared" in titles, what="it")
    assert len(seen) == 2
    second.close()
    assert page.title() == "shared" and status(world, session) == "running"

    with DevTools(session["cdp_url"]) as third:
        third.send("Browser.close")
        assert third.has_ended()
    until(lambda: status(world, session), lambda word: word == "completed", what="the session's end")
    with pytest.raises(Error, match="closed"):
        page.title()
    assert [entry["response"]["body"]["endedBy"] for entry in ends(world, 3)].count("browser") == 2


def test_one_page_is_attached_to_byte_by_byte_and_answers_thirty_megabytes(browser_world: World) -> None:
    session = browser_world.session()
    with DevTools(session["cdp_url"], byte_by_byte=True, early=frame('{"id":99,"method":"Browser.getVersion"}')) as whole:
        [target] = [one for one in whole.call("Target.getTargets")["targetInfos"] if one["type"] == "page"]
    address = browser_world.base_url.replace("http", "ws")
    page = f"{address}/devtools/page/{target['targetId']}?sessionId={session['id']}"
    with DevTools(page) as client:
        expression = "'x'.repeat(30_000_000)"
        result = client.call("Runtime.evaluate", expression=expression, returnByValue=True)["result"]["value"]
        assert len(result) == 30_000_000
        argument = "y" * 5_000_000
        sent = client.call("Runtime.evaluate", expression=f"'{argument}'.length", returnByValue=True)
        assert sent["result"]["value"] == 5_000_000
    listed = browser_world.api.get("/json/list/", params={"sessionId": session["id"]}).json()
    assert [one["webSocketDebuggerUrl"] for one in listed if one["type"] == "page"] == [page]
    assert browser_world.api.get("/json", params={"sessionId": session["id"]}).json() == listed


def test_remote_browser_of_anons_is_attached_to(browser_world: World) -> None:
    anon = Anon(browser_world)
    anon.link("ada")
    address = anon.cdp_url("ada").json()["cdpUrl"]
    anon.close()
    with DevTools(address) as client:
        assert "Chrome" in client.call("Browser.getVersion")["product"]
    [entry] = browser_world.journal(operation="anon.attachBrowser")
    assert entry["response"]["status"] == 101
    assert ends(browser_world, 1)[0]["response"]["body"]["endedBy"] == "client"
    browser_world.reset()
