"""Sessions that are opened by token: the live view in a real browser, and DevTools clients."""

import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Error, expect

from browser_sessions import BrowserSessions
from poll import until
from shop import Shop

SCOPED = {"session": {"scoped_access": {"active": True}}}


@pytest.fixture
def shop() -> Iterator[Shop]:
    """The site that the session's browser shows."""
    shop = Shop()
    yield shop
    shop.close()


@pytest.fixture
def sessions(browser_sessions: Callable[..., BrowserSessions]) -> BrowserSessions:
    """Sessions in a world of the test's own."""
    return browser_sessions()


def test_playwright_attaches_by_token_and_by_nothing_else(sessions: BrowserSessions, shop: Shop) -> None:
    session = sessions.create(**SCOPED)
    assert "sessionId" not in session["cdp_url"]
    attached = sessions.attach(session)
    page = attached.contexts[0].pages[0]
    page.goto(f"http://127.0.0.1:{shop.port}/clock")
    by_id = re.sub(r"\?.*", f"?apiKey={sessions.world.api_key}&sessionId={session['id']}", session["cdp_url"])
    watch = session["cdp_url"].partition("?")[0] + "?token=" + session["live_view_url"].partition("token=")[2]
    for address, words in ((by_id, "403 Forbidden"), (watch, "The token has the scope live_view")):
        with pytest.raises(Error, match=words):
            sessions.attach({"cdp_url": address})
    token = session["cdp_url"].partition("token=")[2]
    assert sessions.world.api.delete(f"/v1/sessions/{session['id']}/tokens/{token}").status_code == 200
    with pytest.raises(Error, match="401 Unauthorized"):
        sessions.attach(session)
    assert page.title() == "Clock", "what is open stays open"
    version = session["cdp_url"].replace("ws://", "http://").replace("?", "/json/version?")
    assert httpx.get(version).status_code == 401


def test_a_live_view_by_token_shows_the_browser_and_stays_when_it_is_revoked(
    sessions: BrowserSessions, shop: Shop, browser: Browser
) -> None:
    session = sessions.create()
    page = sessions.attach(session).contexts[0].pages[0]
    page.goto(f"http://127.0.0.1:{shop.port}/clock")
    path = f"/v1/sessions/{session['id']}/tokens"
    minted = sessions.world.api.post(path).json()
    context = browser.new_context()
    view, watcher = context.new_page(), context.new_page()
    view.goto(minted["live_view_url"])
    watcher.goto(minted["live_view_read_only_url"])
    for each in (view, watcher):
        until(lambda each=each: each.locator("#screen").evaluate("i => i.naturalWidth"), what="a picture", seconds=30)
    assert view.locator("#screen").get_attribute("data-input") and not watcher.locator("#screen").get_attribute("data-input")
    token = minted["live_view_url"].partition("token=")[2]
    assert sessions.world.api.delete(f"{path}/{token}").status_code == 200
    box = view.locator("#screen").bounding_box()
    assert box is not None
    view.mouse.click(box["x"] + box["width"] * 0.5 + 40, box["y"] + box["height"] * 0.5 + 30)
    until(page.title, lambda title: title == "pressed", what="the button")
    expect(view.locator("#note")).to_be_hidden()
    again = context.new_page()
    assert again.goto(minted["live_view_url"]).status == 401
    context.close()


def test_a_one_time_address_has_one_viewer(sessions: BrowserSessions, browser: Browser) -> None:
    session = sessions.create(session={"live_view": {"one_time_url": True}})
    context = browser.new_context()
    first, second = context.new_page(), context.new_page()
    first.goto(session["live_view_url"])
    until(lambda: first.locator("#screen").evaluate("i => i.naturalWidth"), what="a picture", seconds=30)
    assert second.goto(session["live_view_url"]).status == 410
    expect(second.get_by_text("This live view was opened before").first).to_be_visible()
    context.close()
