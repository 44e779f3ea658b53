"""Worlds side by side on one server: nothing leaks, and whatever a world issues leads back to it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
from playwright.sync_api import BrowserContext

from browser import HostedPage
from callback_receiver import CallbackReceiver
from sdk import strict_sdk
from world import World


def test_parallel_worlds_do_not_see_each_other(worlds: Callable[..., World]) -> None:
    made = [worlds() for _ in range(16)]

    def live(world: World) -> list[str]:
        """Fills a world through the SDK and returns the ids in it."""
        with strict_sdk(world) as sdk:
            for number in range(5):
                sdk.applications.create_application(source=f"https://site-{number}.example.com")
            sdk.sessions.create_session()
            assert sdk.sessions.list_sessions().data.total == 1
            return [str(item.id) for item in sdk.applications.list_applications().applications]

    with ThreadPoolExecutor(max_workers=8) as pool:
        ids = list(pool.map(live, made))
    assert [len(own) for own in ids] == [5] * 16
    assert len({identifier for own in ids for identifier in own}) == 80, "worlds issue different ids"
    first, second = made[:2]
    stranger = first.api.get(f"/v1/applications/{ids[1][0]}", headers={"X-Drydock-World": first.name})
    assert stranger.status_code == 404, "an id of another world is unknown where the header names the world"
    first.reset()
    assert first.api.get("/v1/applications").json()["applications"] == []
    assert len(second.api.get("/v1/applications").json()["applications"]) == 5


def test_clock_of_a_world_is_its_own(worlds: Callable[..., World]) -> None:
    one, other = worlds(), worlds()
    before = other.demand("GET", "/clock")["now"]
    one.advance("1h")
    assert other.demand("GET", "/clock")["now"] == before
    assert one.demand("GET", "/clock")["now"] > before


def test_rule_acts_in_its_world_only(worlds: Callable[..., World]) -> None:
    one, other = worlds(), worlds()
    one.add_rule("anchor.listApplications", {"reply": {"status": 503, "body": "away"}})
    assert other.api.get("/v1/applications").status_code == 200
    assert one.api.get("/v1/applications").status_code == 503


def test_identity_token_leads_a_browser_back_to_its_world(
    worlds: Callable[..., World], context: BrowserContext, receiver: CallbackReceiver
) -> None:
    mine, other = worlds(), worlds()
    for world in (mine, other):
        world.application(name=f"Shop of {world.name}")
    [application] = mine.api.get("/v1/applications").json()["applications"]
    page = HostedPage(context.new_page(), mine.base_url)
    page.open(mine.identity_token(application["id"], receiver.url()))
    page.start()
    page.sign_in("user_good")
    page.expect_success()
    page.leave()
    [identity] = receiver.expect_one().query["identity_id"]
    assert mine.api.get(f"/v1/identities/{identity}").status_code == 200
    [untouched] = other.api.get("/v1/applications").json()["applications"]
    assert untouched["identity_count"] == 0


def test_live_view_url_leads_to_a_page_with_the_sessions_state(world: World) -> None:
    session = world.session()
    page = httpx.get(session["live_view_url"])
    assert page.status_code == 200 and page.headers["Content-Type"].startswith("text/html")
    assert session["id"] in page.text and "running" in page.text and "Drydock" in page.text
    world.api.delete(f"/v1/sessions/{session['id']}")
    assert "completed" in httpx.get(session["live_view_url"]).text
    operations = [entry["operation"] for entry in world.journal(path="/")]
    assert operations == ["anchor.openLiveView"] * 2, "both views are in this world's journal"


def test_cdp_url_leads_to_this_server_and_this_world(world: World) -> None:
    session = world.session()
    address = httpx.URL(session["cdp_url"])
    assert (address.scheme, address.host, address.port) == ("ws", "127.0.0.1", httpx.URL(world.base_url).port)
    assert address.params["sessionId"] == session["id"]
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    answer = httpx.get(address.copy_with(scheme="http"), headers=upgrade)
    assert answer.status_code == 501, "no browser runs behind this server's sessions, and the answer says so"
    assert answer.headers["X-Drydock-Reason"] == "browser.notConfigured"
    assert "`--browser auto`" in answer.text


def test_hundred_parallel_completions_of_one_token_make_one_identity(world: World) -> None:
    application = world.application()["id"]
    token = world.identity_token(application)
    with ThreadPoolExecutor(max_workers=20) as pool:
        statuses = sorted(pool.map(lambda _: world.complete(token).status_code, range(100)))
    assert statuses == [200] + [409] * 99
    assert len(world.api.get(f"/v1/applications/{application}/identities").json()["identities"]) == 1


def test_rule_for_one_time_acts_once_under_parallel_requests(world: World) -> None:
    world.add_rule("anchor.listProfiles", {"reply": {"status": 503, "body": "away"}}, times=1)
    with ThreadPoolExecutor(max_workers=20) as pool:
        statuses = list(pool.map(lambda _: world.api.get("/v1/profiles").status_code, range(100)))
    assert statuses.count(503) == 1 and statuses.count(200) == 99


def test_control_plane_refuses_a_page_of_another_origin(world: World) -> None:
    for headers in ({"Origin": "https://evil.example.com"}, {"Host": "evil.example.com"}):
        assert world.control("POST", "/reset", headers=headers).status_code == 403
    assert world.control("POST", "/reset").is_success
