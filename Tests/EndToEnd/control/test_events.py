"""What happens in a world, told as it happens: to plain clients, to curl, to a browser."""

import json
import re
import subprocess
from collections.abc import Callable
from contextlib import ExitStack, closing

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext

from browser import new_context
from documentation import article
from event_stream import listen
from poll import until
from server import DrydockServer
from world import World


def test_each_exchange_is_told_as_the_journal_has_it(world: World) -> None:
    with listen(world.base_url, world.name) as events:
        for number in range(1, 4):
            assert world.api.get("/v1/applications").status_code == 200
            event = events.next()
            assert (event.name, event.id) == ("request", str(number))
            assert event.data["operation"] == "anchor.listApplications"
            (kept,) = world.demand("GET", "/requests", params={"since": number - 1})["requests"]
            assert event.data == kept


def test_only_the_worlds_own_exchanges_are_told(worlds: Callable[[], World]) -> None:
    mine, other = worlds(), worlds()
    with listen(mine.base_url, mine.name) as events:
        other.api.get("/v1/applications")
        mine.api.get("/v1/profiles")
        assert events.next().data["operation"] == "anchor.listProfiles"


def test_a_listener_stays_with_the_name_of_its_world_through_every_swap(world: World) -> None:
    with listen(world.base_url, world.name) as events:
        world.api.get("/v1/applications")
        world.reset()
        world.api.get("/v1/applications")
        world.load("demo")
        world.demand("DELETE", f"/worlds/{world.name}")
        world.api.get("/v1/applications")
        told = [(event.name, event.id, event.data.get("change")) for event in events.take(6)]
    assert told == [
        ("request", "1", None),
        ("world", "0", "reset"),
        ("request", "1", None),
        ("world", "0", "loaded"),
        ("world", "0", "dropped"),
        ("request", "1", None),
    ]


def test_a_restored_world_goes_on_from_its_number(world: World) -> None:
    world.api.get("/v1/applications")
    snapshot = world.demand("POST", "/snapshots")["id"]
    world.api.get("/v1/applications")
    with listen(world.base_url, world.name) as events:
        world.demand("POST", f"/snapshots/{snapshot}/restore")
        world.api.get("/v1/applications")
        restored, request = events.take(2)
    assert (restored.name, restored.id, restored.data["change"]) == ("world", "1", "restored")
    assert (request.name, request.id) == ("request", "2")


def test_who_connects_again_misses_nothing(world: World) -> None:
    for _ in range(5):
        world.api.get("/v1/applications")
    with listen(world.base_url, world.name, last_id="2") as events:
        assert [event.id for event in events.take(3)] == ["3", "4", "5"]
    with listen(world.base_url, world.name, since=0) as events:
        assert [event.id for event in events.take(5)] == ["1", "2", "3", "4", "5"]
        world.api.get("/v1/applications")
        assert events.next().id == "6"


def test_a_slow_listener_is_told_what_it_missed(launch: Callable[..., DrydockServer]) -> None:
    server = launch("--journal-bytes", "64KiB")
    with httpx.Client(base_url=server.base_url, headers={"anchor-api-key": "k"}) as client:
        for _ in range(200):
            client.get("/v1/applications")
    journal = httpx.get(f"{server.base_url}/_drydock/requests").json()
    with listen(server.base_url, "default", since=0) as events:
        dropped, first = events.take(2)
    assert (dropped.name, dropped.id, dropped.data) == ("dropped", None, {"count": journal["dropped"]})
    assert first.data == journal["requests"][0]


def test_secrets_are_masked_unless_asked_for(world: World) -> None:
    world.api.get("/v1/applications")
    for secrets, shown in (("masked", False), ("shown", True)):
        with listen(world.base_url, world.name, since=0, secrets=secrets) as events:
            assert (world.api_key in json.dumps(events.next().data)) is shown


def test_sixty_four_may_listen(launch: Callable[..., DrydockServer]) -> None:
    server = launch()
    with ExitStack() as stack:
        for _ in range(64):
            stack.enter_context(listen(server.base_url, "default"))
        refused = httpx.get(f"{server.base_url}/_drydock/events")
        assert refused.status_code == 503
        assert refused.headers["x-drydock-reason"] == "events.tooMany"
        assert httpx.get(f"{server.base_url}/_drydock/health").status_code == 200


def test_a_listener_that_hangs_up_makes_room(launch: Callable[..., DrydockServer]) -> None:
    server = launch()

    def listeners() -> str:
        lines = httpx.get(f"{server.base_url}/_drydock/metrics").text.splitlines()
        return next(line for line in lines if line.startswith("drydock_event_listeners"))

    with listen(server.base_url, "default"):
        assert listeners() == "drydock_event_listeners 1"
    until(listeners, lambda line: line == "drydock_event_listeners 0", what="that nobody listens")


@pytest.mark.serial
def test_an_open_stream_does_not_hold_up_the_end(launch: Callable[..., DrydockServer]) -> None:
    server = launch()
    with listen(server.base_url, "default") as events:
        httpx.get(f"{server.base_url}/v1/applications")
        events.next()
        code, seconds = server.stop()
    assert code == 0
    assert seconds < 0.5, f"SIGTERM took {seconds:.3f} s"


def test_curl_as_the_documentation_has_it_shows_events_as_they_come(world: World) -> None:
    (url,) = re.findall(r"^curl -N '(\S+)'", article("Events").block("sh"), re.MULTILINE)
    url = url.replace("http://127.0.0.1:4010", world.base_url).replace("checkout-7", world.name)
    with subprocess.Popen(["curl", "-sN", url], stdout=subprocess.PIPE, text=True) as curl:
        assert curl.stdout
        assert curl.stdout.readline() == "retry: 1000\n"
        world.api.get("/v1/applications")
        lines = [curl.stdout.readline() for _ in range(4)]
        curl.terminate()
    assert lines[:3] == ["\n", "event: request\n", "id: 1\n"]
    assert lines[3].startswith('data: {"number":1,')


def test_a_browser_listens_with_event_source(world: World, context: BrowserContext) -> None:
    page = context.new_page()
    # What is no page has no policy that keeps it from listening.
    page.goto(f"{world.base_url}/_drydock/health")
    page.evaluate(
        """(world) => new Promise((resolve, reject) => {
            window.told = [];
            const source = new EventSource(`/_drydock/events?world=${world}`);
            for (const name of ["request", "world"]) {
                source.addEventListener(name, (event) => window.told.push([name, event.lastEventId]));
            }
            source.onopen = resolve;
            source.onerror = reject;
        })""",
        world.name,
    )
    world.api.get("/v1/applications")
    world.reset()
    page.wait_for_function("window.told.length === 2")
    assert page.evaluate("window.told") == [["request", "1"], ["world", "0"]]


def test_the_dashboard_follows_what_happens(world: World, context: BrowserContext) -> None:
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{world.base_url}/_drydock/?world={world.name}")
    page.get_by_text("Nothing has come yet").wait_for()
    world.api.get("/v1/profiles")
    page.get_by_text("anchor.listProfiles").wait_for()
    world.reset()
    page.get_by_text("Nothing has come yet").wait_for()
    assert complaints == []


def test_the_dashboard_needs_no_script(world: World, browser: Browser) -> None:
    world.api.get("/v1/profiles")
    with closing(new_context(browser, java_script_enabled=False)) as context:
        page = context.new_page()
        page.goto(f"{world.base_url}/_drydock/?world={world.name}")
        assert page.get_by_text("anchor.listProfiles").count() == 1
