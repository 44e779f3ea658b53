"""The article on webhooks: its commands, its receivers, its rules and its scenario."""

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import yaml

from documentation import article
from poll import until
from repository import ROOT
from server import EXECUTABLE, DrydockServer
from webhook_receiver import WebhookReceiver
from world import World

EXAMPLES = ROOT / "Fixtures" / "examples" / "webhooks"
PRINTED = "http://127.0.0.1:4010"


@pytest.fixture
def port() -> int:
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@contextmanager
def running(port: int, secret: str, *command: object) -> Iterator[str]:
    """A receiver of the examples, until the block ends; gives its address."""
    url = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "WEBHOOK_SECRET": secret, "PYTHONDONTWRITEBYTECODE": "1"}
    process = subprocess.Popen([str(word) for word in command], cwd=EXAMPLES, env=environment)

    def answers() -> bool:
        assert process.poll() is None, "the receiver left"
        try:
            return httpx.get(f"{url}/events").is_success
        except httpx.TransportError:
            return False

    try:
        until(answers, what="the receiver", seconds=30)
        yield url
    finally:
        process.kill()
        process.wait()


def flask(port: int) -> list[object]:
    """The command of the receiver in Python."""
    return [sys.executable, "-m", "flask", "--app", "receiver", "run", "--port", port]


def node(port: int) -> list[object]:
    """The command of the receiver in Node."""
    return ["node", "receiver.mjs", port]


@pytest.mark.parametrize("receiver", [flask, node])
def test_the_receivers_take_each_event_once_and_refuse_what_is_forged(
    launch: Callable[..., DrydockServer], receiver: Callable[[int], list[object]], port: int
) -> None:
    """With a clock that runs, as their tolerance of two minutes is of real time."""
    world = World(launch().base_url, "receivers")
    url = f"http://127.0.0.1:{port}/webhooks"
    webhook = world.api.post("/v1/webhooks", json={"url": url, "subscribed_events": ["task.completed"]}).json()
    world.add_rule("anchor.deliverWebhook", {"duplicate": 2})
    with running(port, webhook["secret"], *receiver(port)) as origin:
        event = world.demand("POST", "/webhooks/events", json={"type": "task.completed", "data": {"run_id": "r-1"}})
        sent = world.demand("GET", "/requests", params={"direction": "outgoing", "wait": "20s", "count": "2"})
        assert [entry["response"]["status"] for entry in sent["requests"]] == [204, 204]
        received = httpx.get(f"{origin}/events").json()
        assert [item["id"] for item in received] == [event["eventId"]]
        genuine = sent["requests"][0]["request"]["headers"]
        forged = httpx.post(url, headers={name: genuine[name] for name in genuine if name.startswith("Anchor")}, content="{}")
        assert forged.status_code == 401
        # Ten minutes ahead of the receiver's clock.
        world.advance("10m")
        world.demand("POST", "/webhooks/events", json={"type": "task.completed"})
        sent = world.demand("GET", "/requests", params={"direction": "outgoing", "wait": "20s", "count": "4"})
        assert [entry["response"]["status"] for entry in sent["requests"][2:]] == [401, 401]
    world.close()


def test_deliveries_carry_the_real_time_by_the_articles_scenario(
    launch: Callable[..., DrydockServer], port: int
) -> None:
    world = World(launch("--clock", "2026-01-01T00:00:00Z").base_url, "real")
    world.load(yaml.safe_load(article("Webhooks").block("yaml", having="webhookTimestamps")))
    url = f"http://127.0.0.1:{port}/webhooks"
    webhook = world.api.post("/v1/webhooks", json={"url": url, "subscribed_events": ["task.completed"]}).json()
    with running(port, webhook["secret"], *node(port)):
        world.demand("POST", "/webhooks/events", json={"type": "task.completed"})
        [entry] = world.demand("GET", "/requests", params={"direction": "outgoing", "wait": "20s"})["requests"]
        assert entry["response"]["status"] == 204
        assert entry["at"].startswith("2026-01-01T00:00:00")
    world.close()


def test_the_articles_commands_do_what_it_says(drydock: DrydockServer, world: World, tmp_path: Path) -> None:
    receiver = WebhookReceiver()
    register, advance, verify = article("Webhooks").blocks("sh")
    script = "\n".join([register, advance, verify])
    script = script.replace(PRINTED, drydock.base_url).replace("http://127.0.0.1:8080", receiver.url("").rstrip("/"))
    script = script.replace("@hooks", f"@{world.name}").replace("world=hooks", f"world={world.name}")
    ran = subprocess.run(
        ["bash", "-euc", re.sub(r"curl -s ", "curl -sf ", script)], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    [delivery] = receiver.expect(1, "/webhooks")
    assert delivery.event["data"] == {"run_id": "r-1"}
    assert '"webhooks":1' in ran.stdout
    receiver.close()


def test_the_articles_receiver_is_that_of_the_example() -> None:
    assert article("Webhooks").block("python") in (EXAMPLES / "receiver.py").read_text()


def test_the_articles_rules_and_scenario_have_no_complaints(tmp_path: Path) -> None:
    rules, scenario = tmp_path / "rules.yaml", tmp_path / "scenario.yaml"
    rules.write_text("name: rules\ntitle: t\n" + article("Webhooks").block("yaml", having="duplicate"))
    scenario.write_text(article("Webhooks").block("yaml", having="webhookTimestamps"))
    linted = subprocess.run(
        [EXECUTABLE, "lint", str(rules), str(scenario)], capture_output=True, text=True, timeout=60
    )
    assert linted.returncode == 0, linted.stdout + linted.stderr
