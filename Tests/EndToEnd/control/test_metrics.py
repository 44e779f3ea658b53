"""The process in numbers, as Prometheus reads them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from prometheus import Prometheus, check_metrics
from server import DrydockServer


@pytest.fixture
def server(launch: Callable[..., DrydockServer]) -> DrydockServer:
    """A server whose numbers nobody else changes."""
    return launch("--scenario", "session-out-of-credits")


@pytest.fixture
def prometheus(tmp_path: Path, server: DrydockServer) -> Iterator[Prometheus]:
    """A Prometheus that scrapes the server."""
    prometheus = Prometheus(tmp_path, f"127.0.0.1:{server.port}")
    yield prometheus
    prometheus.close()


def some_requests(server: DrydockServer) -> None:
    """Three that work, one that a rule refuses, one that leads nowhere."""
    with httpx.Client(base_url=server.base_url, headers={"anchor-api-key": "sk-test@one"}) as client:
        for _ in range(3):
            assert client.get("/v1/applications").status_code == 200
        assert client.post("/v1/sessions", json={}).status_code == 402
        assert client.get("/nowhere").status_code == 404


def test_promtool_has_no_complaint(server: DrydockServer) -> None:
    some_requests(server)
    metrics = httpx.get(f"{server.base_url}/_drydock/metrics")
    assert metrics.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    checked = check_metrics(metrics.text)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
    # The linter does complain about what is wrong.
    assert check_metrics(metrics.text.replace("# TYPE drydock_worlds gauge", "# TYPE drydock_worlds counter")).stderr


def a_delivery(server: DrydockServer) -> None:
    """One try that a rule has a receiver refuse, in a world of its own."""
    with httpx.Client(base_url=server.base_url, headers={"anchor-api-key": "sk-test@two"}) as client:
        rule = {"on": "anchor.deliverWebhook", "effect": {"reply": {"status": 400}}}
        assert client.post("/_drydock/rules", params={"world": "two"}, json=rule).is_success
        body = {"url": "http://127.0.0.1:9/hook", "subscribed_events": ["batch.failed"]}
        webhook = client.post("/v1/webhooks", json=body).json()["id"]
        told = client.post(f"/v1/webhooks/{webhook}/test", json={"event_type": "batch.failed"})
        assert told.status_code == 202


def test_prometheus_scrapes_every_number(server: DrydockServer, prometheus: Prometheus) -> None:
    some_requests(server)
    a_delivery(server)
    prometheus.wait_for('up{job="drydock"}', "1")
    prometheus.wait_for('drydock_requests_total{operation="anchor.listApplications",status="200"}', "3")
    prometheus.wait_for('drydock_requests_total{operation="anchor.createSession",status="402"}', "1")
    prometheus.wait_for('drydock_requests_total{operation="none",status="404"}', "1")
    prometheus.wait_for("drydock_rule_matches_total", "1")
    prometheus.wait_for('drydock_request_duration_seconds_count{vendor="anchor"}', "6")
    prometheus.wait_for('drydock_request_duration_seconds_bucket{vendor="anchor",le="+Inf"}', "6")
    prometheus.wait_for('drydock_webhook_attempts_total{outcome="rejected"}', "1")
    prometheus.wait_for('drydock_webhook_attempts_total{outcome="succeeded"}', "0")
    prometheus.wait_for("drydock_worlds", "3")
    prometheus.wait_for("drydock_connections_open > bool 0", "1")
    prometheus.wait_for("drydock_journal_bytes > bool 1000", "1")
    prometheus.wait_for("drydock_journal_entries_dropped_total", "0")
    prometheus.wait_for("abs(time() - process_start_time_seconds) < bool 60", "1")
    assert prometheus.wait_for("drydock_build_info", "1")["version"]


def test_no_sample_tells_of_a_world(server: DrydockServer) -> None:
    some_requests(server)
    text = httpx.get(f"{server.base_url}/_drydock/metrics").text
    assert "one" not in text.replace("none", "")
