"""Deliveries to webhooks: what the receiver gets, when it is tried again, and what rules and worlds do to it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from anchorbrowser import Anchorbrowser

from poll import until
from server import DrydockServer
from webhook_receiver import Delivery, WebhookReceiver
from world import World

EVENTS = ["task.completed", "task.failed", "session.completed"]


@pytest.fixture
def receivers() -> Iterator[Callable[..., WebhookReceiver]]:
    """Starts receivers, which are closed after the test."""
    made: list[WebhookReceiver] = []

    def start(answer: Callable[[Delivery, int], int | None] = lambda *_: 200) -> WebhookReceiver:
        made.append(WebhookReceiver(answer))
        return made[-1]

    yield start
    for receiver in made:
        receiver.close()


def register(world: World, url: str) -> dict[str, Any]:
    """Registers a webhook by a plain call."""
    response = world.api.post("/v1/webhooks", json={"url": url, "subscribed_events": EVENTS})
    assert response.status_code == 201, response.text
    return response.json()


def fire(world: World, event: str = "task.completed", **data: Any) -> str:
    """Makes an event happen; returns its id."""
    answer = world.control("POST", "/webhooks/events", json={"type": event, "data": data})
    assert answer.status_code == 202, answer.text
    return answer.json()["eventId"]


def sent(world: World, count: int) -> list[dict[str, Any]]:
    """The deliveries in the journal, once there are so many."""
    found = world.demand("GET", "/requests", params={"direction": "outgoing", "wait": "20s", "count": str(count)})
    assert len(found["requests"]) == count, found
    return found["requests"]


def log(world: World, webhook: dict[str, Any], status: str) -> dict[str, Any]:
    """The newest row of the vendor's log, once it has this status."""

    def newest() -> dict[str, Any]:
        return world.api.get(f"/v1/webhooks/{webhook['id']}/events").json()["events"][0]

    return until(newest, lambda row: row["status"] == status, what=f"a delivery that is {status}")


def pending(world: World, count: int) -> list[dict[str, Any]]:
    """What waits for the clock, once it is so much."""
    return until(lambda: world.demand("GET", "/clock")["pending"], lambda found: len(found) == count)


def test_a_delivery_has_exactly_the_vendors_headers_and_is_signed(
    world: World, receivers: Callable[..., WebhookReceiver]
) -> None:
    receiver = receivers()
    webhook = register(world, receiver.url())
    event_id = fire(world, run_id="r-1")
    [delivery] = receiver.expect(1)
    assert [name for name, _ in delivery.headers] == [
        "Host",
        "Content-Type",
        "User-Agent",
        "Anchor-Event",
        "Anchor-Delivery-Id",
        "Anchor-Timestamp",
        "Anchor-Signature",
        "X-Drydock-Outgoing",
        *[name for name, _ in delivery.headers if name.lower() in ("content-length", "connection", "accept")],
    ]
    assert delivery.header("User-Agent") == "Anchor-Webhooks/1.0"
    assert delivery.event["id"] == event_id
    assert delivery.event["data"] == {"run_id": "r-1"}
    assert delivery.is_signed_with(webhook["secret"])
    assert log(world, webhook, "succeeded")["response_status"] == 200


def test_the_journal_shows_the_signature_and_hides_the_secret(
    world: World, receivers: Callable[..., WebhookReceiver]
) -> None:
    receiver = receivers()
    webhook = register(world, receiver.url("/hook?token=not-for-everyone"))
    fire(world)
    sent(world, 1)
    [delivery] = receiver.expect(1, "/hook?token=not-for-everyone")
    shown = world.control("GET", "/requests").text
    assert webhook["secret"] not in shown
    assert "not-for-everyone" not in shown
    assert delivery.header("Anchor-Signature") in shown
    archive = world.demand("GET", "/requests.har", params={"direction": "outgoing"})["log"]["entries"]
    assert [entry["_drydock"]["direction"] for entry in archive] == ["outgoing"]
    assert archive[0]["request"]["url"].startswith(receiver.url("/hook?token="))
    assert archive[0]["response"]["status"] == 200


def test_six_tries_come_with_one_move_of_the_clock(world: World, receivers: Callable[..., WebhookReceiver]) -> None:
    receiver = receivers(lambda *_: 500)
    webhook = register(world, receiver.url())
    event_id = fire(world)
    [first] = sent(world, 1)
    [wake_up] = pending(world, 1)
    assert (wake_up["operation"], wake_up["request"]) == ("anchor.deliverWebhook", None)
    world.advance("24h")
    entries = sent(world, 6)
    assert entries[0] == first
    assert [entry["at"] for entry in entries] == sorted(entry["at"] for entry in entries)
    assert len({entry["at"] for entry in entries}) == 6
    deliveries = receiver.expect(6)
    assert {delivery.event["id"] for delivery in deliveries} == {event_id}
    assert all(delivery.is_signed_with(webhook["secret"]) for delivery in deliveries)
    assert log(world, webhook, "dead")["attempt"] == 6


def test_a_4xx_is_final_and_too_many_requests_is_not(world: World, receivers: Callable[..., WebhookReceiver]) -> None:
    receiver = receivers(lambda delivery, _: 410 if delivery.path == "/gone" else 429)
    gone, busy = register(world, receiver.url("/gone")), register(world, receiver.url("/busy"))
    fire(world)
    receiver.expect(1, "/gone")
    assert log(world, gone, "failed")["response_status"] == 410
    [wake_up] = pending(world, 1)
    world.demand("POST", "/clock", json={"set": wake_up["at"]})
    receiver.expect(2, "/busy")
    assert len(receiver.received("/gone")) == 1
    assert log(world, busy, "pending")["response_status"] == 429


def test_a_receiver_that_hangs_holds_up_nobody_else(world: World, receivers: Callable[..., WebhookReceiver]) -> None:
    receiver = receivers(lambda delivery, _: None if delivery.path == "/slow" else 200)
    register(world, receiver.url("/slow"))
    register(world, receiver.url("/fast"))
    for number in range(4):
        fire(world, number=number)
    fast = receiver.expect(4, "/fast")
    assert [delivery.event["data"]["number"] for delivery in fast] == [0, 1, 2, 3]
    assert len(receiver.received("/slow")) == 1


def test_an_sdk_sees_its_session_end_at_its_receiver(
    world: World, sdk: Anchorbrowser, receivers: Callable[..., WebhookReceiver]
) -> None:
    receiver = receivers()
    webhook = register(world, receiver.url())
    session = sdk.sessions.create_session().data
    sdk.sessions.delete_session(session.id)
    [delivery] = receiver.expect(1)
    assert delivery.event["type"] == "session.completed"
    assert delivery.event["data"]["session_id"] == session.id
    assert delivery.is_signed_with(webhook["secret"])
    # The receiver has it before its answer is in the journal.
    sent(world, 1)
    world.demand(
        "POST",
        "/verify",
        json={
            "inOrder": True,
            "expectations": [
                {"on": "anchor.endSession", "exactly": 1},
                {"on": "anchor.deliverWebhook", "when": {"body": {"data.session_id": session.id}}, "exactly": 1},
            ],
        },
    )


def test_rules_make_a_receiver_fail_and_deliveries_double(
    world: World, receivers: Callable[..., WebhookReceiver]
) -> None:
    receiver = receivers()
    register(world, receiver.url())
    world.add_rule("anchor.deliverWebhook", {"reply": {"status": 503}}, times=1)
    world.add_rule(
        "anchor.deliverWebhook", {"duplicate": 2}, when={"header": {"Anchor-Event": "task.failed"}}, times=1
    )
    fire(world)
    [entry] = sent(world, 1)
    assert (entry["response"]["status"], entry["reason"]["code"]) == (503, "rule.replied")
    assert receiver.received() == []
    fire(world, "task.failed")
    first, second = receiver.expect(2)
    assert first.body == second.body
    assert first.header("Anchor-Delivery-Id") == second.header("Anchor-Delivery-Id")


def test_events_of_the_journal_tell_of_deliveries(world: World, receivers: Callable[..., WebhookReceiver]) -> None:
    receiver = receivers()
    register(world, receiver.url())
    fire(world)
    sent(world, 1)
    count = world.demand("POST", "/requests/count", json={"direction": "outgoing", "status": "2xx"})
    assert count["count"] == 1
    entries = world.demand("GET", "/requests")["requests"]
    numbers = [(entry["number"], entry["direction"]) for entry in entries]
    assert numbers == [(1, "incoming"), (1, "outgoing")], "a delivery has the number of the request before it"
    assert world.demand("GET", "/requests/1")["direction"] == "incoming"
    later = world.demand("GET", "/requests", params={"since": "1"})["requests"]
    assert [entry["direction"] for entry in later] == ["outgoing"]


def test_an_unknown_event_is_refused_with_a_suggestion(world: World) -> None:
    refused = world.control("POST", "/webhooks/events", json={"type": "task.complete"})
    assert refused.status_code == 400
    assert "task.completed" in refused.json()["error"]["message"]


def test_a_restart_delivers_what_was_not_answered(
    launch: Callable[..., DrydockServer], receivers: Callable[..., WebhookReceiver], tmp_path: Path
) -> None:
    receiver = receivers(lambda _, before: None if before == 0 else 200)
    arguments = ("--data", str(tmp_path / "worlds.db"), "--clock", "frozen")
    server = launch(*arguments)
    world = World(server.base_url, "default")
    webhook = register(world, receiver.url())
    event_id = fire(world)
    receiver.expect(1)
    world.close()
    code, seconds = server.stop()
    assert code == 0
    assert seconds < 2
    again = World(launch(*arguments).base_url, "default")
    first, second = receiver.expect(2)
    assert first.event["id"] == second.event["id"] == event_id
    assert second.is_signed_with(webhook["secret"])
    assert log(again, webhook, "succeeded")["response_status"] == 200
    again.close()


