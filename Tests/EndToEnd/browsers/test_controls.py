"""REST calls on the page of a session that a browser runs behind, with the SDK; Playwright is attached to the same page, or was
not yet."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import anchorbrowser
import httpx
import pytest
from anchorbrowser import Anchorbrowser
from playwright.sync_api import Page

from browser_sessions import BrowserSessions
from control_site import DOWNLOAD, ControlSite
from picture import read_png
from poll import until
from sdk import strict_sdk

GREEN = (0x0A, 0x8C, 0x3C)


@pytest.fixture(scope="module")
def site() -> Iterator[ControlSite]:
    """The customer's site."""
    site = ControlSite()
    yield site
    site.close()


@dataclass
class Steered:
    """One session: its REST calls, and the page as a client sees it."""

    sdk: Anchorbrowser
    session: dict[str, Any]
    sessions: BrowserSessions
    site: ControlSite

    @property
    def id(self) -> str:
        """The session's id."""
        return self.session["id"]

    @property
    def calls(self) -> Any:
        """The SDK's calls on sessions."""
        return self.sdk.sessions

    def go(self, path: str = "/", base: str | None = None) -> None:
        """Opens a page of the site."""
        assert self.calls.goto(self.id, url=f"{base or self.site.url}{path}").status == "success"

    def attach(self) -> Page:
        """The first page, as Playwright sees it."""
        return self.sessions.attach(self.session).contexts[0].pages[0]


@pytest.fixture
def steered(browser_sessions: Callable[..., BrowserSessions], site: ControlSite) -> Iterator[Steered]:
    """A new session, whose browser is not started yet."""
    sessions = browser_sessions(
        '{"browser": {"hosts": {"shop.example.com": "http://127.0.0.1:%s"}}}' % urlsplit(site.url).port
    )
    with strict_sdk(sessions.world) as sdk:
        yield Steered(sdk, sessions.create(), sessions, site)


def log(page: Page) -> list[str]:
    """What the page noted since the last time."""
    return page.evaluate("log.splice(0)")


def test_mouse(steered: Steered) -> None:
    steered.go()
    page, calls = steered.attach(), steered.calls
    page.wait_for_url(f"{steered.site.url}/")
    calls.mouse_click(steered.id, x=50, y=100)
    assert log(page) == ["click One true"]
    calls.mouse_click(steered.id, x=50, y=100, button="right")
    assert log(page) == ["contextmenu One true"]
    calls.mouse_double_click(steered.id, x=180, y=100)
    assert log(page) == ["click Two true", "click Two true", "dblclick Two true"]
    calls.mouse_move(steered.id, x=30, y=160)
    calls.mouse_down(steered.id, x=40, y=170)
    calls.mouse_move(steered.id, x=50, y=180)
    calls.mouse_up(steered.id, x=60, y=190)
    assert [line for line in log(page) if line.startswith("mouse")] == [
        "mousemove 10,10 0",
        "mousedown 20,20 1",
        "mousemove 30,30 1",
        "mouseup 40,40 0",
    ]
    calls.drag_and_drop(steered.id, start_x=40, start_y=200, end_x=140, end_y=200)
    noted = log(page)
    assert (noted[0], noted[1], noted[-1]) == ("mousemove 20,50 0", "mousedown 20,50 1", "mouseup 120,50 0")
    assert len(noted) >= 8 and "mousemove 70,50 1" in noted
    calls.drag_and_drop(steered.id, start_x=50, start_y=330, end_x=400, end_y=330)
    until(lambda: log(page), lambda noted: "drop carried" in noted, what="the drop")
    calls.scroll(steered.id, x=200, y=600, delta_y=500, steps=5)
    until(lambda: page.evaluate("scrollY"), lambda y: y == 500, what="the scrolling")
    calls.scroll(steered.id, x=200, y=600, delta_y=-10_000)
    until(lambda: page.evaluate("scrollY"), lambda y: y == 0, what="the scrolling back")


def test_click_on_a_selector(steered: Steered) -> None:
    steered.go()
    page, calls = steered.attach(), steered.calls
    page.wait_for_url(f"{steered.site.url}/")
    calls.mouse_click(steered.id, selector=".b", index=1)
    calls.mouse_click(steered.id, selector="#deep")
    assert log(page) == ["click Two true", "click Deep true"]
    assert page.evaluate("scrollY") > 1000, "it was scrolled to"
    late = "setTimeout(() => { document.body.insertAdjacentHTML('beforeend', `<button id='late'>`);"
    page.evaluate(f"{late} document.getElementById('late').onclick = () => log.push('late') }}, 200)")
    calls.mouse_click(steered.id, selector="#late")
    assert log(page) == ["late"]
    with pytest.raises(anchorbrowser.NotFoundError, match="Element not found"):
        calls.mouse_click(steered.id, selector="#never", timeout_=100)
    with pytest.raises(anchorbrowser.BadRequestError, match="Invalid selector"):
        calls.mouse_click(steered.id, selector="..b", timeout_=5000)


def test_keyboard(steered: Steered) -> None:
    steered.go()
    page, calls = steered.attach(), steered.calls
    page.wait_for_url(f"{steered.site.url}/")
    field = page.locator("#name")
    calls.mouse_click(steered.id, selector="#name")
    log(page)
    calls.keyboard_type(steered.id, text="aB")
    assert log(page) == ["keydown a", "input", "keyup a", "keydown B", "input", "keyup B"]
    calls.keyboard_type(steered.id, text="ä€😀", delay=5)
    assert field.input_value() == "aBä€😀"
    assert log(page) == ["input"] * 3
    calls.keyboard_shortcut(steered.id, keys=["Ctrl", "a"], hold_time=20)
    calls.keyboard_shortcut(steered.id, keys=["Control", "X"])
    assert field.input_value() == ""
    calls.keyboard_shortcut(steered.id, keys=["Ctrl", "v"])
    calls.keyboard_shortcut(steered.id, keys=["Ctrl", "V"])
    assert field.input_value() == "aBä€😀" * 2
    calls.keyboard_shortcut(steered.id, keys=["Ctrl", "z"])
    assert field.input_value() == "aBä€😀"
    calls.keyboard_shortcut(steered.id, keys=["Shift", "x"])
    calls.keyboard_shortcut(steered.id, keys=["Backspace"])
    calls.keyboard_shortcut(steered.id, keys=["Home"])
    calls.keyboard_shortcut(steered.id, keys=["1"])
    assert field.input_value() == "1aBä€😀"


def test_the_browsers_own_shortcuts(steered: Steered) -> None:
    calls = steered.calls
    steered.go("/?one")
    steered.go("/?two")

    def shown() -> list[str]:
        return [page.url.partition("?")[2] for page in calls.get_session_pages(steered.id).data.items]

    for keys, expected in (
        (["Alt", "Left"], ["one"]),
        (["Alt", "Right"], ["two"]),
        (["F5"], ["two"]),
        (["Ctrl", "r"], ["two"]),
        (["Ctrl", "t"], ["two", ""]),
        (["Ctrl", "w"], ["two"]),
    ):
        calls.keyboard_shortcut(steered.id, keys=keys)
        until(shown, lambda urls, expected=expected: urls == expected, what=f"what {keys} leads to")


def test_clipboard_copy_and_paste_on_a_page_without_a_clipboard(steered: Steered) -> None:
    steered.go("/", steered.site.url.replace("127.0.0.1", "shop.example.com"))
    page, calls = steered.attach(), steered.calls
    page.wait_for_url("http://shop.example.com*/**")
    assert page.evaluate("navigator.clipboard === undefined"), "the origin is not secure"
    text = "line\nÄ 😀\ttab"
    calls.mouse_click(steered.id, selector="#name")
    calls.keyboard_type(steered.id, text="kept")
    page.evaluate("document.getElementById('name').setSelectionRange(1, 3)")
    until(lambda: log(page), lambda noted: "select" in noted, what="what the page hears of the selection")
    assert calls.set_clipboard(steered.id, text=text).status == "success"
    assert calls.get_clipboard(steered.id).data.text == text
    assert log(page) == [], "the page hears nothing of it"
    selected = "[document.activeElement.id, ...['selectionStart', 'selectionEnd'].map((at) => document.activeElement[at])]"
    assert page.evaluate(selected) == ["name", 1, 3], "focus and selection stay"
    assert calls.copy(steered.id).text == "ep"
    assert calls.get_clipboard(steered.id).data.text == "ep"
    log(page)
    assert calls.paste(steered.id, text="OO").status == "success"
    assert page.locator("#name").input_value() == "kOOt"
    assert {"paste", "input"} <= set(log(page))
    page.evaluate("document.activeElement.blur(); getSelection().selectAllChildren(document.getElementById('text'))")
    assert calls.copy(steered.id).text == "Select me"
    assert page.evaluate("String(getSelection())") == "Select me"
    assert calls.set_clipboard(steered.id, text="").status == "success"
    assert calls.get_clipboard(steered.id).data.text == ""
    assert page.locator("textarea").count() == 0, "nothing is left behind"


def test_goto_and_its_refusals(steered: Steered) -> None:
    calls = steered.calls
    steered.go("/missing")
    [page] = calls.get_session_pages(steered.id).data.items
    assert (page.title, page.url) == ("Missing", f"{steered.site.url}/missing"), "a page with 404 is a page"
    assert page.id in page.frontend_url
    for url in ("data:text/html,<title>Data</title>", "about:blank"):
        assert calls.goto(steered.id, url=url).status == "success"
        assert calls.get_session_pages(steered.id).data.items[0].url == url
    steered.go("/#one")
    steered.go("/#two")
    with pytest.raises(anchorbrowser.InternalServerError) as refused:
        steered.sdk.with_options(max_retries=0).sessions.goto(steered.id, url="http://127.0.0.1:9/")
    assert refused.value.response.headers["X-Drydock-Reason"] == "page.notLoaded"
    error = refused.value.body["error"]["error"]
    assert error["code"] == 500 and "net::ERR_" in error["message"]
    with pytest.raises(anchorbrowser.BadRequestError):
        calls.goto(steered.id, url="file:///etc/hostname")


def test_screenshot_shows_the_selected_tab(steered: Steered) -> None:
    steered.go()
    calls = steered.calls

    def picture() -> Any:
        return read_png(calls.get_session_screenshot(steered.id).read())

    alone = picture()
    assert (alone.width, alone.height) == (1440, 900)
    assert alone.colour(1400, 850) == GREEN
    page = steered.attach()
    other = page.context.new_page()
    other.set_content("<title>Other</title><body style='background: #ff0000'>")
    other.bring_to_front()
    until(lambda: picture().colour(700, 500), lambda colour: colour == (255, 0, 0), what="the other tab")
    calls.goto(steered.id, url="data:text/html,<title>There</title>")
    other.wait_for_url("data:**")
    page.bring_to_front()
    until(lambda: picture().colour(700, 500), lambda colour: colour == GREEN, what="the first tab")
    assert [tab.title for tab in calls.get_session_pages(steered.id).data.items] == ["Controls", "There"]


def test_an_alert_that_nobody_answers_blocks_nothing(steered: Steered) -> None:
    steered.go("/alert")
    picture = read_png(steered.calls.get_session_screenshot(steered.id).read())
    assert picture.colour(700, 500) == (0, 0, 255)
    steered.go("/missing")


def test_uploads_are_taken_by_choosers_and_by_clients(steered: Steered) -> None:
    steered.go()
    calls = steered.calls
    message = calls.upload_file(steered.id, file=("../ä b.txt", b"first")).data.message
    path = message.partition(" lies at ")[2]
    assert path.endswith("/uploads/ä b.txt") and "/../" not in path
    calls.mouse_click(steered.id, selector="#file")
    page = steered.attach()
    until(lambda: log(page), lambda noted: "file ä b.txt first" in noted, what="the file that the chooser took")
    other = calls.upload_file(steered.id, file=("c.txt", b"second")).data.message.partition(" lies at ")[2]
    with page.expect_file_chooser() as chooser:
        # Playwright waits for no answer when it has the page ask first; the browser has to know before the click comes.
        page.evaluate("0")
        calls.mouse_click(steered.id, selector="#file")
    assert log(page) == [], "a client that is attached chooses by itself"
    chooser.value.set_files(other)
    until(lambda: log(page), lambda noted: "file c.txt second" in noted, what="the file that the client chose")
    page.set_input_files("#file", path)
    until(lambda: log(page), lambda noted: "file ä b.txt first" in noted, what="the file by its path")


def test_downloads_are_listed_and_fetched_also_after_the_end(steered: Steered) -> None:
    steered.go()
    calls = steered.calls
    assert calls.get_session_downloads(steered.id).data.count == 0

    def downloads() -> list[Any]:
        return calls.get_session_downloads(steered.id).data.items

    calls.mouse_click(steered.id, selector="#download")
    # Before the next address is opened, which would take its place.
    until(downloads, lambda items: len(items) == 1, what="the first download", seconds=30)
    calls.goto(steered.id, url=f"{steered.site.url}/download")
    first, second = until(downloads, lambda items: len(items) == 2, what="the downloads", seconds=30)
    assert first.suggested_file_name == first.original_file_name == "people.csv"
    assert (first.size, str(first.original_download_url)) == (len(DOWNLOAD), f"{steered.site.url}/download")
    assert str(first.origin_url) == f"{steered.site.url}/"
    key = {"anchor-api-key": steered.sessions.world.api_key}
    assert f"/sessions/{steered.id}/downloads/" in str(first.file_link) and "/v1/" not in str(first.file_link)
    for _ in range(2):
        answer = httpx.get(str(first.file_link), headers=key)
        assert (answer.status_code, answer.content) == (200, DOWNLOAD)
        assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''people.csv"
        api = steered.sessions.world.api
        assert api.get(f"/v1/sessions/{steered.id}/downloads/{second.id}/fetch").content == DOWNLOAD
        calls.delete_session(steered.id)
        assert [item.id for item in downloads()] == [first.id, second.id]
    assert httpx.get(str(first.file_link)).status_code == 401


def test_nothing_is_kept_where_the_client_takes_downloads_itself(steered: Steered) -> None:
    kept = steered.session
    passing = steered.sessions.create(browser={"p2p_download": {"active": True}})
    for session in (passing, kept):
        steered.calls.goto(session["id"], url=f"{steered.site.url}/download")

    def count(session: dict[str, Any]) -> int:
        return steered.calls.get_session_downloads(session["id"]).data.count

    until(lambda: count(kept), lambda number: number == 1, what="the download that is kept", seconds=30)
    assert count(passing) == 0


@pytest.mark.parametrize("read_only", [False, True])
def test_downloads_land_in_the_volume_that_the_session_mounts(steered: Steered, read_only: bool) -> None:
    world = steered.sessions.world
    volume = world.api.post("/v1/volumes", json={"name": "kept"}).json()["data"]["id"]
    session = steered.sessions.create(browser={"volume": {"id": volume, "read_only": read_only}})
    steered.calls.goto(session["id"], url=f"{steered.site.url}/download")
    downloads = steered.calls.get_session_downloads
    until(lambda: downloads(session["id"]).data.items, lambda items: len(items) == 1, what="the download", seconds=30)
    steered.calls.delete_session(session["id"])

    def paths() -> list[str]:
        return world.api.get(f"/v1/volumes/{volume}/paths").json()["data"]["items"]

    if read_only:
        assert downloads(session["id"]).data.count == 1, "the browser has gone"
        assert paths() == []
        return
    until(paths, lambda found: found == ["downloads/", "downloads/people.csv"], what="the file in the volume")
    query = {"path": "downloads/people.csv"}
    answer = world.api.get(f"/v1/volumes/{volume}/files/download", params=query).json()["data"]
    assert httpx.get(answer["signed_url"]).content == DOWNLOAD


def test_pages_of_a_session_that_has_ended_are_gone(steered: Steered) -> None:
    steered.go()
    steered.calls.delete_session(steered.id)
    assert steered.calls.get_session_pages(steered.id).data.count == 0
    with pytest.raises(anchorbrowser.NotFoundError):
        steered.go()
