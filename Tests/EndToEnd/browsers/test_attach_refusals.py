"""Who may not attach to a session, what DevTools clients show then, and how long a session lives that somebody is attached to."""

import time
from collections.abc import Callable
from threading import Thread
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Error

from browser_sessions import BrowserSessions
from poll import until
from server import DrydockServer
from shop import Shop
from web_socket import DevTools, Refused
from world import World


@pytest.fixture
def sessions(browser_sessions: Callable[..., BrowserSessions]) -> BrowserSessions:
    """Sessions in a world of the test's own."""
    return browser_sessions()


def status(world: World, session: dict) -> str:
    """What the API says of a session."""
    return world.api.get(f"/v1/sessions/{session['id']}").json()["data"]["status"]


def test_playwright_shows_why_it_may_not_attach(sessions: BrowserSessions) -> None:
    world, session = sessions.world, sessions.create()
    address, key = session["cdp_url"], quote(world.api_key)
    ended = sessions.create()
    sessions.end(ended)
    other = World(world.base_url, f"{world.name}-other")
    world.add_rule("anchor.attachSession", {"problem": "outOfCredits"}, times=1)
    for url, words in (
        (address, "402 Payment Required\nNo credits left. A rule of the scenario ordered this answer."),
        (address.replace(key, "sk-invalid-1"), "401 Unauthorized\nInvalid API Key. Keys that start with sk-invalid are"),
        (address.replace(key, quote(other.api_key)), f"404 Not Found\nSession not found. No session has {session['id']}."),
        (address.replace(session["id"], "unknown"), "404 Not Found\nSession not found. No session has unknown."),
        (ended["cdp_url"], f"410 Gone\nSession has ended. Session {ended['id']} is no longer running."),
    ):
        with pytest.raises(Error) as refusal:
            sessions.attach({"cdp_url": url})
        assert words in str(refusal.value)
    other.close()


def test_without_a_browser_playwright_shows_the_flag(world: World, browser: Browser) -> None:
    with pytest.raises(Error, match="501 Not Implemented\nNot implemented. No browser runs .*`--browser auto`"):
        browser.browser_type.connect_over_cdp(world.session()["cdp_url"])


def test_rules_act_on_the_attachment(browser_world: World) -> None:
    world = browser_world
    session = world.session()
    world.add_rule("anchor.attachSession", {"connection": "reset"}, times=1)
    with pytest.raises((ConnectionError, Refused)):
        DevTools(session["cdp_url"])
    world.add_rule("anchor.attachSession", {"reply": {"status": 418, "body": "tea"}}, times=1)
    with pytest.raises(Refused, match="418.*tea"):
        DevTools(session["cdp_url"])
    world.add_rule("anchor.attachSession", {"afterHandling": {"problem": "serviceUnavailable"}}, times=1)
    with pytest.raises(Refused, match="503.*Service unavailable"):
        DevTools(session["cdp_url"])

    world.add_rule("anchor.attachSession", {"delay": "30s"}, times=1)
    attached: list[DevTools] = []
    client = Thread(target=lambda: attached.append(DevTools(session["cdp_url"])))
    client.start()
    until(lambda: world.demand("GET", "/clock")["pending"], what="the client that waits for the clock")
    assert not attached
    world.advance("30s")
    client.join(20)
    with attached[0] as tools:
        assert tools.call("Target.getTargets")["targetInfos"]


def test_attached_client_keeps_the_session_from_being_idle(browser_world: World) -> None:
    world = browser_world
    session = world.session(session={"timeout": {"max_duration": 60, "idle_timeout": 5}})
    with DevTools(session["cdp_url"]) as client:
        world.advance("20m")
        assert status(world, session) == "running"
        assert client.call("Browser.getVersion")
        snapshot = world.demand("POST", "/snapshots", json={})["id"]
    until(
        lambda: world.journal(operation="drydock.endAttachment"), lambda entries: len(entries) == 1, what="the client's end"
    )
    world.advance("4m")
    with DevTools(session["cdp_url"]) as client:
        world.advance("4m")
        assert status(world, session) == "running"
        world.advance("40m")
        assert client.has_ended(), "its longest duration is over, whoever is attached"
    assert status(world, session) == "completed"
    with pytest.raises(Refused, match="410"):
        DevTools(session["cdp_url"])
    # In the snapshot a client was attached, and none is any more.
    world.demand("POST", f"/snapshots/{snapshot}/restore")
    assert status(world, session) == "running"
    world.advance("5m")
    assert status(world, session) == "completed"


def test_client_stays_attached_while_its_world_goes_back(browser_world: World) -> None:
    world = browser_world
    session = world.session(session={"timeout": {"max_duration": 60, "idle_timeout": 5}})
    snapshot = world.demand("POST", "/snapshots", json={})["id"]
    with DevTools(session["cdp_url"]) as client:
        world.demand("POST", f"/snapshots/{snapshot}/restore")
        world.advance("20m")
        assert status(world, session) == "running", "it counts in the world that is there now"
        assert client.call("Browser.getVersion")
        world.reset()
        assert client.has_ended(), "a world that begins anew has no sessions"
    assert world.journal(operation="drydock.endAttachment") == []


def test_eight_clients_and_no_more(browser_world: World) -> None:
    session = browser_world.session()
    clients = [DevTools(session["cdp_url"]) for _ in range(8)]
    with pytest.raises(Refused, match="429.*8 clients are attached already"):
        DevTools(session["cdp_url"])
    clients.pop().socket.close()

    def attach() -> DevTools | None:
        try:
            return DevTools(session["cdp_url"])
        except Refused:
            return None

    clients.append(until(attach, what="a place for the next one"))
    for client in clients:
        assert client.call("Browser.getVersion")
        client.socket.close()


def test_pages_may_not_attach(browser_world: World, context: BrowserContext) -> None:
    """Neither by the socket nor by what is asked for over HTTP, whatever name the server is called by."""
    session = browser_world.session()
    opened = """address => new Promise(resolve => {
        const socket = new WebSocket(address);
        socket.onopen = () => resolve('opened');
        socket.onerror = () => resolve('refused');
    })"""
    evil = Shop()
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{evil.port}/")
    assert page.evaluate(opened, session["cdp_url"]) == "refused"
    evil.close()
    [entry] = browser_world.journal(operation="anchor.attachSession")
    assert (entry["response"]["status"], entry["reason"]["code"]) == (403, "browser.foreignOrigin")
    rebound = {"Host": "evil.example.com", "Origin": "http://evil.example.com"}
    with pytest.raises(Refused, match="403.*Pages may not open DevTools connections"):
        DevTools(session["cdp_url"], fields=rebound)
    query = {"sessionId": session["id"]}
    assert browser_world.api.get("/json/list", params=query, headers=rebound).status_code == 403


def test_client_that_never_reads_costs_little_and_ends_with_its_session(
    browser_server: DrydockServer, browser_world: World
) -> None:
    def resident() -> int:
        with open(f"/proc/{browser_server.process.pid}/statm") as file:
            return int(file.read().split()[1]) * 4096

    session = browser_world.session()
    with DevTools(session["cdp_url"]) as client:
        client.call("Target.setDiscoverTargets", discover=True)
        [page] = [one for one in client.call("Target.getTargets")["targetInfos"] if one["type"] == "page"]
        flat = client.call("Target.attachToTarget", targetId=page["targetId"], flatten=True)["sessionId"]
        before = resident()
        for number in range(4):
            client.socket.send(
                '{"id":%d,"sessionId":"%s","method":"Runtime.evaluate","params":'
                '{"expression":"\'x\'.repeat(20000000)","returnByValue":true}}' % (1000 + number, flat)
            )
        time.sleep(1)
        assert resident() - before < 40 << 20
        browser_world.api.delete(f"/v1/sessions/{session['id']}")
        [entry] = until(
            lambda: browser_world.journal(operation="drydock.endAttachment"),
            lambda entries: len(entries) == 1,
            what="the end of the connection",
        )
        assert entry["response"]["body"]["endedBy"] == "browser"
