"""Page tools with the vendor's newest SDK, where no browser runs: what is scripted, on the world's clock."""

import threading
from collections.abc import Callable

import anchorbrowser
import httpx
import pytest
from anchorbrowser import Anchorbrowser

from picture import read_png
from poll import until
from world import World

SHOP = "https://shop.example.com"
SCENARIO = {
    "name": "pages",
    "extends": ["default"],
    "clock": {"start": "2026-01-01T00:00:00Z", "mode": "frozen"},
    "anchor": {
        "pages": [
            {"url": f"{SHOP}/", "body": "<h1>Shop</h1><p>Open <b>until</b> six."},
            {"url": {"matches": "/orders/\\d+$"}, "body": "<h1>Order</h1>" * 10, "delay": "25s"},
            {"url": f"{SHOP}/bill.pdf", "base64": "JVBERi0xLjQK", "contentType": "application/pdf"},
            {"url": f"{SHOP}/members", "status": 403, "body": "robot?"},
            {"url": f"{SHOP}/slow", "delay": "3m", "body": "0123456789"},
        ]
    },
}


@pytest.fixture
def scripted(world: World) -> World:
    """A world with pages, whose clock stands."""
    world.load(SCENARIO)
    return world


def later(world: World, call: Callable[[], httpx.Response], span: str) -> httpx.Response:
    """The answer to a call that waits until the world's clock has gone on."""
    answers: list[httpx.Response] = []
    caller = threading.Thread(target=lambda: answers.append(call()))
    caller.start()
    until(lambda: world.demand("GET", "/clock")["pending"], what="the waiting call")
    assert not answers
    world.advance(span)
    caller.join(20)
    return answers[0]


def test_sdk_reads_pictures_and_prints_what_is_scripted(scripted: World, sdk: Anchorbrowser) -> None:
    assert sdk.tools.fetch_webpage(url=f"{SHOP}/") == "<h1>Shop</h1><p>Open <b>until</b> six."
    picture = read_png(sdk.tools.screenshot_webpage(url=f"{SHOP}/", width=400, height=300).read())
    assert (picture.width, picture.height) == (400, 300)
    content = sdk.tools.create_page_pdf(url=f"{SHOP}/", landscape=True, scale=1.5, page_ranges="1-2, 5").read()
    assert content.startswith(b"%PDF-1.4") and b"/MediaBox [0 0 792 612]" in content
    assert b"(Open **until** six.) Tj" in content


def test_sdk_tools_go_where_a_session_is(scripted: World, sdk: Anchorbrowser) -> None:
    session = sdk.sessions.create_session().data.id
    sdk.tools.screenshot_webpage(url=f"{SHOP}/", session_id=session)
    [page] = sdk.sessions.get_session_pages(session).data.items
    assert page.url == f"{SHOP}/"
    read = scripted.api.post("/v1/tools/fetch-webpage", params={"sessionId": session}, json={"format": "markdown"})
    assert read.text == "# Shop\n\nOpen **until** six.\n"
    result = sdk.tools.execute_code(code="return await page.title()", session_id=session)
    assert (result.success, result.output) == (True, "null") and result.message
    sdk.sessions.delete_session(session)
    with pytest.raises(anchorbrowser.BadRequestError, match="Session not found"):
        sdk.tools.execute_code(code="return 1", session_id=session)
    with pytest.raises(anchorbrowser.NotFoundError, match="Session not found"):
        sdk.tools.create_page_pdf(url=f"{SHOP}/", session_id=session)


def test_sdk_errors_of_the_web_unlocker(scripted: World, sdk: Anchorbrowser) -> None:
    for url, words in ((f"{SHOP}/members", "The target answered 403"), ("https://no.invalid/", "Could not resolve host")):
        with pytest.raises(anchorbrowser.UnprocessableEntityError, match=words):
            sdk.tools.fetch_webpage(url=url)
    with pytest.raises(anchorbrowser.BadRequestError, match="url must be an http or https URL"):
        sdk.tools.fetch_webpage(url="shop")
    scripted.add_rule("anchor.unlockWebpage", {"problem": "serviceUnavailable"}, times=1)
    assert scripted.api.post("/v1/tools/fetch/webpage", json={"url": SHOP}).json() == {"error": "Service unavailable"}


def test_web_unlocker_passes_files_on(scripted: World) -> None:
    answer = scripted.api.post("/v1/tools/fetch/webpage", json={"url": f"{SHOP}/bill.pdf"})
    assert answer.content == b"%PDF-1.4\n" and answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''bill.pdf"


def test_tools_wait_on_the_worlds_clock(scripted: World) -> None:
    def call(path: str, url: str, **more: object) -> Callable[[], httpx.Response]:
        return lambda: scripted.api.post(f"/v1/tools/{path}", json={"url": f"{SHOP}{url}", **more})

    whole = later(scripted, call("fetch/webpage", "/orders/7"), "25s")
    assert whole.text == "<h1>Order</h1>" * 10
    late = later(scripted, call("fetch-webpage", "/orders/7"), "20s")
    assert late.status_code == 500 and late.json()["error"]["message"] == "The page did not load in time"
    partial = later(scripted, call("fetch-webpage", "/orders/7", return_partial_on_timeout=True), "20s")
    assert partial.text == "<h1>Order</h1>" * 5
    assert later(scripted, call("fetch/webpage", "/slow"), "2m").text == "01234"
    options = {"return_partial_on_timeout": False}
    assert later(scripted, call("fetch/webpage", "/slow", options=options), "2m").status_code == 504


def test_a_reset_ends_the_waiting(scripted: World) -> None:
    answers: list[int] = []
    caller = threading.Thread(
        target=lambda: answers.append(
            scripted.api.post("/v1/tools/fetch/webpage", json={"url": f"{SHOP}/slow"}).status_code
        )
    )
    caller.start()
    until(lambda: scripted.demand("GET", "/clock")["pending"], what="the waiting call")
    scripted.reset()
    caller.join(20)
    assert answers == [503]


def test_parameters_of_a_tool_are_those_that_are_scripted_for_its_description(scripted: World) -> None:
    parameter = {"name": "ANCHOR_MONTH", "type": "string", "required": False}
    script = {
        "on": "anchor.extractToolParameters",
        "prompt": {"contains": "bill"},
        "times": 1,
        "result": {"name": "Newest bill", "inputParams": [parameter]},
    }
    scripted.demand("POST", "/task-results", json=script)
    body = {"description": "Read the newest bill", "applicationUrl": ""}
    found = scripted.api.post("/v1/tools/extract-params", json=body).json()
    rest = {"description": "Read the newest bill", "outputParams": []}
    assert found == {"name": "Newest bill", "inputParams": [parameter], **rest}
    canned = scripted.api.post("/v1/tools/extract-params", json=body)
    assert canned.json() == {"name": "Drydock reads no text", "inputParams": [], **rest}
    tool = {key: canned.json()[key] for key in ("name", "description")}
    assert scripted.api.post("/v1/tools", json=tool).status_code == 200
