"""REST calls on a session's page where no browser runs behind sessions: with the newest SDK; the older one's are in
`older_sdk/flow.py`."""

import anchorbrowser
import pytest
from anchorbrowser import Anchorbrowser

from picture import read_png
from world import World

BLUE = (37, 99, 235)


@pytest.fixture
def session(sdk: Anchorbrowser) -> str:
    """A session with a viewport of its own."""
    return sdk.sessions.create_session(browser={"viewport": {"width": 800, "height": 600}}).data.id


def test_every_call_is_answered_and_has_its_effect(sdk: Anchorbrowser, session: str) -> None:
    sessions = sdk.sessions
    assert sessions.goto(session, url="https://shop.example.com/cart").status == "success"
    [page] = sessions.get_session_pages(session).data.items
    assert (page.url, page.title) == ("https://shop.example.com/cart", "No browser runs behind this session")
    for answer in (
        sessions.mouse_move(session, x=1, y=2),
        sessions.mouse_click(session, x=400, y=300),
        sessions.mouse_click(session, selector="#name", timeout_=100, index=2),
        sessions.mouse_double_click(session, x=1, y=2),
        sessions.drag_and_drop(session, start_x=1, start_y=2, end_x=30, end_y=40, button="left"),
        sessions.scroll(session, x=10, y=20, delta_y=100, steps=3),
        sessions.mouse_down(session, x=700, y=500, button="left"),
        sessions.keyboard_type(session, text="Ada Lövelace", delay=10),
        sessions.keyboard_shortcut(session, keys=["Ctrl", "a"], hold_time=10),
        sessions.keyboard_shortcut(session, keys=["Ctrl", "c"]),
    ):
        assert answer.status == "success"
    assert sessions.get_clipboard(session).data.text == "Ada Lövelace"
    assert sessions.set_clipboard(session, text=" & Ben").status == "success"
    assert sessions.keyboard_shortcut(session, keys=["End"]).status == "success"
    assert sessions.paste(session, text="Ben").status == "success"
    assert sessions.copy(session).text == "Ben", "all was selected, so the pasted text took its place"
    assert sessions.upload_file(session, file=("a b.txt", b"bytes")).data.message.startswith("a b.txt")
    picture = read_png(sessions.get_session_screenshot(session).read())
    assert (picture.width, picture.height) == (800, 600)
    assert picture.colour(700, 500) == BLUE, "the mouse"
    assert picture.colour(790, 590) == (255, 255, 255)
    assert sessions.mouse_up(session, x=700, y=500).status == "success"


def test_the_same_actions_make_the_same_picture(sdk: Anchorbrowser, world: World) -> None:
    def picture() -> tuple[str, bytes]:
        world.reset()
        session = sdk.sessions.create_session().data.id
        sdk.sessions.keyboard_type(session, text="Ada")
        return session, sdk.sessions.get_session_screenshot(session).read()

    assert picture() == picture()


def test_a_snapshot_has_the_page_and_tells_what_changed(sdk: Anchorbrowser, session: str, world: World) -> None:
    sdk.sessions.goto(session, url="https://shop.example.com/one")
    snapshot = world.demand("POST", "/snapshots", json={})["id"]
    sdk.sessions.goto(session, url="https://shop.example.com/two")
    sdk.sessions.keyboard_type(session, text="typed")
    difference = str(world.demand("GET", f"/snapshots/{snapshot}/diff/now"))
    assert "shop.example.com/two" in difference and "typed" in difference
    world.demand("POST", f"/snapshots/{snapshot}/restore")
    assert sdk.sessions.get_session_pages(session).data.items[0].url == "https://shop.example.com/one"
    assert sdk.sessions.copy(session).text == ""


def test_refusals_have_the_published_bodies(sdk: Anchorbrowser, session: str, world: World) -> None:
    with pytest.raises(anchorbrowser.BadRequestError, match="selector must not come together"):
        sdk.sessions.mouse_click(session, x=1, y=1, selector="a")
    with pytest.raises(anchorbrowser.BadRequestError) as refused:
        sdk.sessions.goto(session, url="file:///etc/hostname")
    assert refused.value.response.headers["X-Drydock-Reason"] == "page.addressRefused"
    sdk.sessions.delete_session(session)
    for path, body in (
        ("screenshot", {"error": "Session not found"}),
        ("clipboard", {"error": {"code": 404, "message": "Session not found"}}),
    ):
        answer = world.api.get(f"/v1/sessions/{session}/{path}")
        assert (answer.status_code, answer.json()) == (404, body)
    answer = world.api.post(f"/v1/sessions/{session}/goto", json={"url": "about:blank"})
    assert (answer.status_code, answer.json()) == (404, {"error": {"error": {"code": 404, "message": "Session not found"}}})


def test_a_rules_problem_comes_in_the_operations_own_body(session: str, world: World) -> None:
    world.add_rule("anchor.takeSessionScreenshot", {"problem": "internalError"})
    world.add_rule("anchor.goToURL", {"problem": "internalError"})
    answer = world.api.get(f"/v1/sessions/{session}/screenshot")
    assert (answer.status_code, answer.json()) == (500, {"error": "Internal server error"})
    answer = world.api.post(f"/v1/sessions/{session}/goto", json={"url": "about:blank"})
    assert answer.json() == {"error": {"error": {"code": 500, "message": "Internal server error"}}}
