"""Webhooks by the vendor's SDK: registered, changed, rotated, tested, listed, deleted; and each documented error."""

from collections.abc import Callable
from typing import Any

import anchorbrowser
import pytest
from anchorbrowser import Anchorbrowser

from poll import until
from world import World

# Nobody listens there.
URL = "http://127.0.0.1:9/hook"
EVENTS = ["task.completed", "session.completed"]


def refused(status: int, call: Callable[..., Any], *arguments: Any, **options: Any) -> str:
    """Makes a call that must be refused with the vendor's flat body; returns the reason."""
    with pytest.raises(anchorbrowser.APIStatusError) as caught:
        call(*arguments, **options)
    assert caught.value.status_code == status, caught.value
    assert set(caught.value.body) == {"error"} and isinstance(caught.value.body["error"], str)
    return caught.value.response.headers["X-Drydock-Reason"]


def test_webhook_lives_as_the_sdk_knows_it(sdk: Anchorbrowser) -> None:
    webhooks = sdk.webhooks
    made = webhooks.create_webhook(url=URL, subscribed_events=[*EVENTS, "task.completed"])
    assert made.id.startswith("wh_") and len(made.id) == 29 and len(made.secret) == 64
    assert [event.root for event in made.subscribed_events] == EVENTS and made.enabled
    assert [row.id for row in webhooks.list_webhooks().webhooks] == [made.id]
    changed = webhooks.update_webhook(made.id, description="Ours", enabled=False)
    assert (changed.description, changed.enabled, str(changed.url)) == ("Ours", False, URL)
    assert webhooks.get_webhook(made.id) == changed
    assert webhooks.rotate_webhook_secret(made.id).secret != made.secret
    sent = webhooks.send_webhook_test_event(made.id, event_type="batch.failed")
    rows = webhooks.list_webhook_events(made.id).events
    assert [(row.external_event_id, row.event_type.root) for row in rows] == [(sent.external_event_id, "batch.failed")]
    assert webhooks.delete_webhook(made.id).ok
    assert refused(404, webhooks.get_webhook, made.id) == "webhook.unknown"
    assert webhooks.list_webhook_events(made.id).pagination.total == 1, "listed for seven days"


def test_documented_errors_are_flat(sdk: Anchorbrowser) -> None:
    create, unknown = sdk.webhooks.create_webhook, "wh_unknown"
    for url, reason in [
        ("https://169.254.169.254/latest", "webhook.addressRefused"),
        ("https://metadata.google.internal/", "webhook.addressRefused"),
        ("https://sts.amazonaws.com/", "webhook.addressRefused"),
        ("https://ada:secret@example.com/", "webhook.addressInvalid"),
        ("https://example.com/" + "a" * 2048, "webhook.addressInvalid"),
    ]:
        assert refused(400, create, url=url, subscribed_events=EVENTS) == reason
    assert refused(400, create, url=URL, subscribed_events=[]) == "body.invalid"
    assert refused(400, create, url=URL, subscribed_events=["task.gone"]) == "webhook.eventUnknown"
    made = [create(url=URL, subscribed_events=EVENTS).id for _ in range(5)]
    assert refused(409, create, url=URL, subscribed_events=EVENTS) == "webhook.tooMany"
    assert refused(400, sdk.webhooks.send_webhook_test_event, made[0], event_type="task.gone") == "webhook.eventUnknown"
    for call in (sdk.webhooks.delete_webhook, sdk.webhooks.rotate_webhook_secret, sdk.webhooks.list_webhook_events):
        assert refused(404, call, unknown) == "webhook.unknown"


def test_session_that_runs_out_is_told_and_its_delivery_dies_by_the_clock(sdk: Anchorbrowser, world: World) -> None:
    webhook = sdk.webhooks.create_webhook(url=URL, subscribed_events=["session.completed"]).id
    session = sdk.sessions.create_session(session={"timeout": {"max_duration": 1, "idle_timeout": -1}}).data.id
    world.advance("1m")
    world.advance("24h")

    def row() -> dict[str, Any]:
        answer = world.api.get(f"/v1/webhooks/{webhook}/events", params={"include_payload": "true"})
        return answer.json()["events"][0]

    dead = until(row, lambda row: row["status"] == "dead", what="a delivery that is dead")
    assert dead["attempt"] == 6 and dead["payload"]["session_id"] == session and dead["error_message"]


def test_vendors_rules_for_addresses_are_one_policy_away(sdk: Anchorbrowser, world: World) -> None:
    world.load({"name": "strict", "extends": ["default"], "anchor": {"policies": {"webhookTargets": "vendor"}}})
    assert refused(400, sdk.webhooks.create_webhook, url=URL, subscribed_events=EVENTS) == "webhook.addressRefused"
    plain = "http://hooks.example.com/"
    assert refused(400, sdk.webhooks.create_webhook, url=plain, subscribed_events=EVENTS) == "webhook.notHTTPS"
    assert sdk.webhooks.create_webhook(url="https://hooks.example.com/", subscribed_events=EVENTS).id
