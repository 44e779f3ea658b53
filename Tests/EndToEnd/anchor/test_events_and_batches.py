"""Events, sessions that are asked for without waiting, and batches, through the vendor's newest SDK and its older one's wire."""

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import anchorbrowser
import httpx
import pytest
from anchorbrowser import Anchorbrowser

from poll import until
from world import World


def waiting(world: World) -> int:
    """How many requests wait for the world's clock."""
    return len(world.demand("GET", "/clock")["pending"])


def freeze(world: World) -> None:
    """Has time pass only when the test says so."""
    world.demand("POST", "/clock", json={"freeze": True})


# Events


def test_a_signal_reaches_whoever_waits_and_is_kept_for_whoever_comes(sdk: Anchorbrowser, world: World) -> None:
    freeze(world)
    with ThreadPoolExecutor() as pool:
        waiter = pool.submit(sdk.events.wait_for_event, "mfa")
        until(lambda: waiting(world), what="somebody who waits")
        assert sdk.events.signal_event("mfa", data={"code": "123456"}).data.status == "success"
        assert waiter.result(10).data == {"code": "123456"}
    sdk.events.signal_event("mfa", data={"code": "1"})
    assert sdk.events.wait_for_event("mfa", timeout_ms=0).data == {"code": "1"}


def test_a_wait_that_is_over_on_the_worlds_clock_answers_408(sdk: Anchorbrowser, world: World) -> None:
    freeze(world)
    with ThreadPoolExecutor() as pool:
        waiter = pool.submit(sdk.events.wait_for_event, "mfa", timeout_ms=90_000)
        until(lambda: waiting(world), what="somebody who waits")
        world.advance("89s")
        assert not waiter.done()
        world.advance("1s")
        with pytest.raises(anchorbrowser.APIStatusError) as refused:
            waiter.result(10)
    assert refused.value.status_code == 408
    assert refused.value.body == {"error": {"code": 408, "message": "Request Timeout"}}


def test_whoever_hangs_up_takes_nothing(world: World) -> None:
    freeze(world)
    address = urlsplit(world.base_url)
    for number in range(10):
        gone = socket.create_connection((address.hostname, address.port))
        gone.sendall(
            f"POST /v1/events/e{number}/wait HTTP/1.1\r\nHost: {address.netloc}\r\nanchor-api-key: {world.api_key}\r\n\r\n".encode()
        )
        until(lambda: waiting(world), what="somebody who waits")
        gone.close()
        until(lambda: waiting(world) == 0, what="nobody who waits")
        world.api.post(f"/v1/events/e{number}", json={"data": {"n": number}})
    for number in range(10):
        kept = world.api.post(f"/v1/events/e{number}/wait", json={"timeoutMs": 0})
        assert kept.json() == {"data": {"n": number}}


def test_a_thousand_signals_and_waits_lose_nothing_and_get_nothing_twice(world: World) -> None:
    freeze(world)
    limits = httpx.Limits(max_connections=None)
    with ThreadPoolExecutor(100) as pool, httpx.Client(base_url=world.base_url, timeout=60, limits=limits) as client:
        headers = {"anchor-api-key": world.api_key}

        def signal(number: int) -> None:
            client.post(f"/v1/events/e{number % 5}", json={"data": {"n": number}}, headers=headers).raise_for_status()

        def wait(number: int) -> int:
            answer = client.post(f"/v1/events/e{number % 5}/wait", headers=headers)
            return answer.raise_for_status().json()["data"]["n"]

        # In rounds, as no more than a hundred of one name are kept.
        for first in range(0, 1000, 50):
            numbers = range(first, first + 50)
            calls = [pool.submit(call, number) for number in numbers for call in (wait, signal)]
            results = [call.result(60) for call in calls]
            assert sorted(result for result in results if result is not None) == list(numbers)
    assert waiting(world) == 0


def test_a_world_that_is_reset_lets_go_of_whoever_waits(world: World) -> None:
    freeze(world)
    with ThreadPoolExecutor() as pool:
        waiter = pool.submit(world.api.post, "/v1/events/e/wait")
        until(lambda: waiting(world), what="somebody who waits")
        world.reset()
        assert waiter.result(10).status_code == 408


# Sessions without waiting


def test_a_session_that_is_asked_for_comes_to_be_on_the_worlds_clock(sdk: Anchorbrowser, world: World) -> None:
    freeze(world)
    asked = sdk.sessions.create_session_async().data
    assert asked.status == "pending" and asked.session_id is None
    phases = []
    for _ in range(5):
        answer = sdk.sessions.get_async_session_status(str(asked.request_id)).data
        phases.append((answer.status, answer.progress.current_phase, answer.session is not None))
        world.advance("500ms")
    assert phases == [
        ("pending", "queued", False),
        ("processing", "provisioning", False),
        ("processing", "provisioning", False),
        ("processing", "configuring", True),
        ("ready", "ready", True),
    ]
    answer = sdk.sessions.get_async_session_status(str(asked.request_id)).data
    assert sdk.sessions.get_session(str(answer.session.session_id)).data.status == "running"


# Batches


def test_a_batch_from_beginning_to_end(sdk: Anchorbrowser, world: World) -> None:
    freeze(world)
    made = sdk.batch_sessions.create_batch_session(count=4, metadata={"run": "1"}).data
    batch = str(made.batch_id)
    assert (made.status, made.total_requests) == ("pending", 4)
    world.advance("1s")
    halfway = sdk.batch_sessions.get_batch_session(batch).data
    assert halfway.status == "processing" and 0 < halfway.completed_requests < 4
    world.advance("1s")
    whole = sdk.batch_sessions.get_batch_session(batch).data
    assert whole.status == "completed" and whole.progress.percentage == 100
    listed = sdk.sessions.list_sessions(batch_id=batch).data
    assert {row.id for row in listed.sessions} == {str(item.session_id) for item in whole.sessions}
    with pytest.raises(anchorbrowser.ConflictError):
        sdk.batch_sessions.update_batch_session(batch, status="cancelled")
    with pytest.raises(anchorbrowser.BadRequestError):
        sdk.batch_sessions.retry_batch_session(batch)
    assert [str(each.batch_id) for each in sdk.batch_sessions.list_batch_sessions().data.batches] == [batch]
    assert sdk.batch_sessions.delete_batch_session(batch).data.deleted_sessions == 4
    with pytest.raises(anchorbrowser.NotFoundError):
        sdk.batch_sessions.get_batch_session(batch)
    assert all(row.status == "completed" for row in sdk.sessions.list_sessions().data.sessions)


def test_what_fails_is_retried(sdk: Anchorbrowser, world: World) -> None:
    policies = {"batchSessions": {"failing": 2}}
    world.load({"name": "batch", "extends": ["default"], "clock": {"mode": "frozen"}, "anchor": {"policies": policies}})
    batch = str(sdk.batch_sessions.create_batch_session(count=3).data.batch_id)
    world.advance("2s")
    assert sdk.batch_sessions.get_batch_session(batch).data.failed_requests == 2
    again = sdk.batch_sessions.retry_batch_session(batch, max_retries=2).data
    assert (again.status, again.retried_sessions) == ("processing", 2)
    world.advance("2s")
    whole = sdk.batch_sessions.get_batch_session(batch).data
    assert (whole.status, whole.completed_requests) == ("completed", 3)
    assert [item.retry_count for item in whole.sessions] == [1, 1, 0]


def test_cancelled_or_completed_but_never_both(world: World) -> None:
    world.load({"name": "batch", "extends": ["default"], "anchor": {"policies": {"batchSessions": {"after": "20ms"}}}})
    made = [world.api.post("/v1/batch-sessions", json={"count": 2}).json()["data"]["batch_id"] for _ in range(20)]

    def cancel(batch: str) -> None:
        answer = world.api.patch(f"/v1/batch-sessions/{batch}", json={"status": "cancelled"})
        seen = world.api.get(f"/v1/batch-sessions/{batch}").json()["data"]["status"]
        assert (answer.status_code, seen) in ((200, "cancelled"), (409, "completed"), (409, "cancelled"))

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(cancel, made * 10))


def test_a_thousand_sessions_are_made_without_holding_others_up(world: World) -> None:
    made = world.api.post("/v1/batch-sessions", json={"count": 1000})
    assert made.status_code == 200 and made.elapsed.total_seconds() < 5
    refused = world.api.post("/v1/batch-sessions", json={"count": 1001})
    assert refused.status_code == 400
    assert json.loads(refused.text)["error"]["message"] == "Session count must be between 1 and 1000"


# Tokens


def test_tokens_lead_to_their_world_and_are_masked_in_the_journal(world: World) -> None:
    session = world.session()["id"]
    minted = world.api.post(f"/v1/sessions/{session}/tokens").json()
    view = httpx.get(minted["live_view_url"])
    assert view.status_code == 200 and session in view.text
    refused = httpx.get(f"{world.base_url}/", params={"sessionId": session})
    assert refused.status_code == 403 and refused.headers["X-Drydock-Reason"] == "sessionToken.required"
    token = minted["live_view_url"].partition("token=")[2]
    assert world.api.delete(f"/v1/sessions/{session}/tokens/{token}").status_code == 200
    assert httpx.get(minted["live_view_url"]).headers["X-Drydock-Reason"] == "sessionToken.revoked"
    shown = json.dumps(world.demand("GET", "/requests"))
    for secret in minted["data"].values():
        assert secret.partition("token=")[2] not in shown
    assert len([entry for entry in world.journal() if entry["operation"] == "anchor.openLiveView"]) >= 2
