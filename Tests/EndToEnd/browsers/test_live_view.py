"""The live view: what the session's browser shows, in a customer's frame, and only as long as somebody looks."""

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from axe import expect_no_violation
from browser_sessions import BrowserSessions
from poll import until
from shop import Shop


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


@pytest.fixture
def customer(context: BrowserContext) -> Iterator[Callable[[str], Page]]:
    """Opens the customer's page, which has a live view in a frame as the vendor's documents recommend."""
    served: dict[str, str] = {}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """The one page."""
            body = served["page"].encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def open_page(address: str) -> Page:
        served["page"] = (
            '<!doctype html><body style="margin:0"><iframe style="border:0;width:1200px;height:850px" '
            f'sandbox="allow-same-origin allow-scripts" src="{address}"></iframe>'
        )
        page = context.new_page()
        page.set_viewport_size({"width": 1240, "height": 880})
        page.goto(f"http://127.0.0.1:{server.server_address[1]}/")
        return page

    yield open_page
    server.shutdown()
    server.server_close()


PIXELS = """image => {
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth; canvas.height = image.naturalHeight;
  const pen = canvas.getContext('2d');
  pen.drawImage(image, 0, 0);
  return [...pen.getImageData(canvas.width - 20, canvas.height - 20, 1, 1).data.slice(0, 3)];
}"""


def colour(page: Page) -> str:
    """The colour of the picture's lower right corner, in a word."""
    red, green, blue = page.frames[1].locator("#screen").evaluate(PIXELS)
    return "green" if green > red + 60 and green > blue + 60 else "white" if min(red, green, blue) > 200 else "other"


def shown(sessions: BrowserSessions, shop: Shop, **body: Any) -> tuple[dict[str, Any], Page]:
    """A session whose browser shows a page that changes ten times a second, and that page."""
    session = sessions.create(**body)
    page = sessions.attach(session).contexts[0].pages[0]
    page.goto(f"http://127.0.0.1:{shop.port}/clock")
    return session, page


def test_picture_changes_in_a_customers_frame_and_can_be_used(
    sessions: BrowserSessions, shop: Shop, customer: Callable[[str], Page]
) -> None:
    session, page = shown(sessions, shop)
    view = customer(session["live_view_url"])
    for wanted in ("green", "white", "green"):
        until(lambda: colour(view), lambda seen: seen == wanted, what=wanted, seconds=30)
    frame = view.frames[1]
    expect(frame.locator("#address")).to_have_text(f"http://127.0.0.1:{shop.port}/clock", timeout=5000)
    screen = frame.locator("#screen")
    box = screen.bounding_box()
    assert box is not None
    # The button is in the middle of the page, below and right of it.
    view.mouse.click(box["x"] + box["width"] * 0.5 + 40, box["y"] + box["height"] * 0.5 + 30)
    until(page.title, lambda title: title == "pressed", what="the button")
    view.mouse.wheel(0, 300)
    until(page.title, lambda title: title == "turned 1", what="the wheel")
    view.mouse.click(box["x"] + box["width"] * 60 / 1440, box["y"] + box["height"] * 320 / 900)
    view.keyboard.type("Ada!")
    until(lambda: page.input_value("#t"), lambda text: text == "Ada!", what="what was typed")
    assert frame.evaluate("location.protocol") == "http:"
    # The stream ends with the session, and the page says so.
    sessions.end(session)
    expect(frame.locator("#note")).to_be_visible(timeout=5000)


def test_view_leads_to_what_the_agent_asks(sessions: BrowserSessions, context: BrowserContext) -> None:
    world, session = sessions.world, sessions.create()
    view = context.new_page()
    view.goto(session["live_view_url"])
    expect(view.locator("#asked")).to_be_hidden()
    for question in ("<b>Buy</b> it?", "Which code?"):
        world.demand("POST", "/task-results", json={"question": {"message": question}, "result": "done", "times": 1})
        body = {"prompt": "Buy it", "human_intervention": True, "async": True}
        assert world.api.post("/v1/tools/perform-web-task", params={"sessionId": session["id"]}, json=body).is_success
        link = view.get_by_role("link", name=question)
        expect(link).to_be_visible(timeout=10000)
    expect(view.locator("#asked a")).to_have_count(2)
    with closing(context.new_page()) as whole:
        whole.goto(session["live_view_url"])
        expect(whole.locator("#asked a")).to_have_count(2)
        expect_no_violation(whole, "live view with questions")
    # Whoever opens the view now need not have JavaScript.
    assert "&lt;b&gt;Buy&lt;/b&gt; it?</a>" in httpx.get(session["live_view_url"]).text
    with context.expect_page() as opened:
        link.click()
    answer = opened.value
    expect(answer.get_by_text("Which code?")).to_be_visible()
    answer.get_by_label("Your answer").fill("123456")
    answer.get_by_role("button", name="Answer").click()
    answer.wait_for_url("**step=answered")
    expect(view.locator("#asked a")).to_have_count(1, timeout=10000)
    expect(view.get_by_role("link", name="<b>Buy</b> it?")).to_be_visible()


def test_view_that_is_read_only_is_not_led_to_answers(sessions: BrowserSessions) -> None:
    world, session = sessions.world, sessions.create(session={"live_view": {"read_only": True}})
    world.demand("POST", "/task-results", json={"question": {"message": "Buy it?"}})
    body = {"prompt": "Buy it", "human_intervention": True, "async": True}
    assert world.api.post("/v1/tools/perform-web-task", params={"sessionId": session["id"]}, json=body).is_success
    assert "/interventions/" not in httpx.get(session["live_view_url"]).text
    origin = session["live_view_url"].partition("?")[0].rstrip("/")
    page = httpx.get(f"{origin}/live-view/page", params={"sessionId": session["id"]}, timeout=30).json()
    assert page["questions"] == []


def test_view_that_is_read_only_takes_nothing(sessions: BrowserSessions, shop: Shop) -> None:
    session, page = shown(sessions, shop, session={"live_view": {"read_only": True}}, browser={"headless": {"active": True}})
    view = httpx.get(session["live_view_url"])
    assert "data-input" not in view.text and 'id="address"' not in view.text
    assert "x-frame-options" not in view.headers and "frame-ancestors" not in view.headers["content-security-policy"]
    origin = session["live_view_url"].partition("?")[0].rstrip("/")
    query = {"sessionId": session["id"]}
    press = {"events": [{"type": "mousePressed", "x": 0.5, "y": 0.5, "button": "left", "clicks": 1}]}
    refused = httpx.post(f"{origin}/live-view/input", params=query, json=press)
    assert refused.status_code == 403 and refused.headers["x-drydock-reason"] == "liveView.readOnly"
    assert page.title() == "Clock"


def test_a_foreign_page_can_do_nothing_to_a_view(sessions: BrowserSessions, shop: Shop) -> None:
    session, _ = shown(sessions, shop)
    origin = session["live_view_url"].partition("?")[0].rstrip("/")
    address = f"{origin}/live-view/input"
    query = {"sessionId": session["id"]}
    for page in ("http://evil.example", "null"):
        refused = httpx.post(address, params=query, json={"events": []}, headers={"Origin": page})
        assert refused.status_code == 403 and refused.headers["x-drydock-reason"] == "liveView.foreign"
    assert httpx.post(address, params=query, json={"events": []}, headers={"Origin": origin}).status_code == 200


def frames(response: httpx.Response) -> Iterator[bytes]:
    """The pictures of a stream."""
    head = b"--frame\r\nContent-Type: image/jpeg\r\n\r\n"
    buffer = b""
    for piece in response.iter_raw():
        buffer += piece
        while buffer.count(head) > 1:
            before, _, buffer = buffer.partition(head)
            picture, _, _ = buffer.partition(b"\r\n" + head)
            assert before in (b"", b"\r\n") or before.endswith(b"\r\n")
            assert picture.startswith(b"\xff\xd8") and picture.endswith(b"\xff\xd9")
            yield picture


def test_viewers_share_one_cast_and_none_is_made_for_nobody(sessions: BrowserSessions, shop: Shop) -> None:
    session, page = shown(sessions, shop, session={"recording": {"active": False}, "timeout": {"idle_timeout": 1}})
    # A page knows when it is cast: its own animation frames come only as often as something draws them.
    origin = session["live_view_url"].partition("?")[0].rstrip("/")
    address, query = f"{origin}/live-view/frames", {"sessionId": session["id"]}
    with httpx.Client(timeout=10) as client:
        with client.stream("GET", address, params=query) as one, client.stream("GET", address, params=query) as other:
            assert one.headers["content-type"] == "multipart/x-mixed-replace; boundary=frame"
            first, second = frames(one), frames(other)
            assert [next(first) for _ in range(5)] and [next(second) for _ in range(5)]
            with client.stream("GET", address, params=query), client.stream("GET", address, params=query):
                refused = client.get(address, params=query)
                assert refused.status_code >= 400, "a fifth"
            # Whoever watches is there: the session is not idle.
            sessions.world.advance("5m")
            assert next(first)
            running = sessions.world.api.get(f"/v1/sessions/{session['id']}").json()["data"]["status"]
            assert running == "running"
        # Room again, once those have left.
        until(lambda: _first(client, address, query), what="a picture")
        assert client.get(address, params={"sessionId": session["id"], "pageId": "none"}).content.count(b"JPEG") == 0
    page.context.browser.close()
    sessions.world.advance("2m")
    ended = sessions.world.api.get(f"/v1/sessions/{session['id']}").json()["data"]["status"]
    assert ended == "completed", "when nobody is there, idle time goes by"
    assert httpx.get(address, params=query).status_code == 404


def _first(client: httpx.Client, address: str, query: dict[str, str]) -> bytes | None:
    with client.stream("GET", address, params=query) as response:
        return next(frames(response), None) if response.status_code == 200 else None


def test_view_of_one_page_shows_that_page(sessions: BrowserSessions, shop: Shop, browser: Browser) -> None:
    session, page = shown(sessions, shop)
    green = page.context.new_page()
    green.goto("data:text/html,<title>Green</title><body style='background:%230a0'>")
    listed = sessions.world.api.get(f"/v1/sessions/{session['id']}/pages").json()["data"]["items"]
    address = next(item["frontend_url"] for item in listed if item["title"] == "Green")
    context = browser.new_context()
    view = context.new_page()
    view.goto(address)
    until(
        lambda: view.locator("#screen").evaluate(PIXELS) if view.locator("#screen").evaluate("i => i.naturalWidth") else None,
        lambda seen: seen and seen[1] > 140 and seen[0] < 60,
        what="the green page",
    )
    context.close()
