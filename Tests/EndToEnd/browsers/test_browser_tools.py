"""Page tools in a session that a browser runs behind: the page is really there."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import anchorbrowser
import httpx
import pytest
from anchorbrowser import Anchorbrowser

from browser_sessions import BrowserSessions
from control_site import ControlSite
from picture import read_png
from sdk import strict_sdk

GREEN = (0x0A, 0x8C, 0x3C)
SHOP = "http://shop.example.com"


@pytest.fixture(scope="module")
def site() -> Iterator[ControlSite]:
    """The customer's site."""
    site = ControlSite()
    yield site
    site.close()


@pytest.fixture
def sessions(browser_sessions: Callable[..., BrowserSessions], site: ControlSite) -> BrowserSessions:
    """A world in which the shop is the site, for browsers, and scripted for nobody else."""
    port = urlsplit(site.url).port
    return browser_sessions(
        '{"browser": {"hosts": {"shop.example.com": "http://127.0.0.1:%s"}},'
        ' "anchor": {"pages": [{"url": "%s/", "body": "scripted"}]}}' % (port, SHOP)
    )


@pytest.fixture
def sdk(sessions: BrowserSessions) -> Iterator[Anchorbrowser]:
    """The newest SDK, strict."""
    with strict_sdk(sessions.world) as sdk:
        yield sdk


def read(sessions: BrowserSessions, session: dict[str, Any], **body: Any) -> httpx.Response:
    """What `fetch-webpage` says of a session's page."""
    return sessions.world.api.post("/v1/tools/fetch-webpage", params={"sessionId": session["id"]}, json=body)


def test_a_page_is_read_as_it_is_there(sessions: BrowserSessions) -> None:
    session = sessions.create()
    html = read(sessions, session, url=f"{SHOP}/")
    assert html.status_code == 200, html.text
    assert html.text.startswith("<!DOCTYPE html>") and "Select me" in html.text
    assert "X-Drydock-Reason" not in html.headers
    page = sessions.attach(session).contexts[0].pages[0]
    assert page.url == f"{SHOP}/"
    page.evaluate("document.body.innerHTML = '<h1>Late</h1><p>but <b>there</b>'")
    assert read(sessions, session, format="markdown").text == "# Late\n\nbut **there**\n"


def test_pages_have_numbers_and_new_ones_stay(sessions: BrowserSessions, sdk: Anchorbrowser) -> None:
    session = sessions.create()
    read(sessions, session, url=f"{SHOP}/")
    assert "not here" in read(sessions, session, url=f"{SHOP}/missing", new_page=True, wait=50).text
    pages = sdk.sessions.get_session_pages(session["id"]).data.items
    assert [page.url for page in pages] == [f"{SHOP}/", f"{SHOP}/missing"]
    assert "Select me" in read(sessions, session, page_index=0, new_page=True).text
    assert "not here" in read(sessions, session, page_index=1).text
    refused = read(sessions, session, page_index=2)
    assert (refused.status_code, refused.headers["X-Drydock-Reason"]) == (400, "tool.pageIndexUnknown")


def test_a_page_that_is_not_there_says_so_in_the_browsers_words(sessions: BrowserSessions) -> None:
    answer = read(sessions, sessions.create(), url="http://nobody.example.com/")
    assert answer.status_code == 500 and "net::ERR_" in answer.json()["error"]["message"]


def test_pictures_have_the_size_that_was_asked_for(sessions: BrowserSessions, sdk: Anchorbrowser) -> None:
    session = sessions.create(browser={"viewport": {"width": 800, "height": 600}})
    tools, place = sdk.tools, {"session_id": session["id"]}
    plain = read_png(tools.screenshot_webpage(url=f"{SHOP}/", **place).read())
    assert (plain.width, plain.height) == (800, 600)
    assert plain.colour(700, 500) == GREEN
    sized = read_png(tools.screenshot_webpage(width=500, height=400, **place).read())
    assert (sized.width, sized.height) == (500, 400)
    whole = read_png(tools.screenshot_webpage(capture_full_height=True, scroll_all_content=True, **place).read())
    assert whole.height == 4000
    page = sessions.attach(session).contexts[0].pages[0]
    assert page.evaluate("scrollY") == 0
    again = read_png(tools.screenshot_webpage(**place).read())
    assert (again.width, again.height) == (800, 600), "the viewport is as it was"


def test_a_page_is_printed(sessions: BrowserSessions, sdk: Anchorbrowser) -> None:
    session = sessions.create()
    content = sdk.tools.create_page_pdf(
        url=f"{SHOP}/", landscape=True, print_background=True, page_ranges="1", session_id=session["id"]
    ).read()
    assert content.startswith(b"%PDF-") and b"Drydock" not in content and len(content) > 1000
    with pytest.raises(anchorbrowser.InternalServerError):
        sdk.tools.create_page_pdf(url=f"{SHOP}/", page_ranges="500", session_id=session["id"])


def test_without_a_session_the_script_counts_and_no_browser_starts(sessions: BrowserSessions) -> None:
    answer = sessions.world.api.post("/v1/tools/fetch-webpage", json={"url": f"{SHOP}/"})
    assert answer.text == "scripted"


def test_no_code_runs_in_the_page(sessions: BrowserSessions, sdk: Anchorbrowser) -> None:
    session = sessions.create()
    result = sdk.tools.execute_code(code="return await page.title()", session_id=session["id"])
    assert (result.success, result.output) == (True, "null")
