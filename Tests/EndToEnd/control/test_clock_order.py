"""Delayed answers under one clock: who waits, and in which order one move of the clock lets them act."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import httpx
import pytest

from poll import until
from world import World

COUNT = 100


def wait_for_sleepers(world: World, count: int) -> dict:
    """The clock as soon as so many wait for it."""
    return until(
        lambda: world.demand("GET", "/clock"),
        lambda clock: len(clock["pending"]) >= count,
        what=f"{count} who wait",
        seconds=60,
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_hundred_delayed_requests_act_in_the_order_of_their_deadlines(world: World, seed: int) -> None:
    delays = [random.Random(seed).randrange(1, 60) for _ in range(COUNT)]
    random.Random(seed + 1).shuffle(delays)
    for number, delay in enumerate(delays):
        when = {"body": {"source": f"https://site-{number}.example.com"}}
        world.add_rule("anchor.createApplication", {"delay": f"{delay}s"}, when=when)

    def create(number: int) -> dict:
        with httpx.Client(base_url=world.base_url, headers={"anchor-api-key": world.api_key}, timeout=120) as client:
            response = client.post("/v1/applications", json={"source": f"https://site-{number}.example.com"})
        assert response.status_code == 201, response.text
        return response.json()

    with ThreadPoolExecutor(max_workers=COUNT) as pool:
        answers = pool.map(create, range(COUNT))
        clock = wait_for_sleepers(world, COUNT)
        begin = datetime.fromisoformat(clock["now"])
        waits = [(datetime.fromisoformat(wait["at"]) - begin, wait["request"]) for wait in clock["pending"]]
        assert waits == sorted(waits) and [span for span, _ in waits] == sorted(timedelta(seconds=d) for d in delays)
        assert {wait["operation"] for wait in clock["pending"]} == {"anchor.createApplication"}
        assert world.api.get("/v1/applications").json()["applications"] == [], "nobody has acted yet"
        world.advance("30s")
        left = wait_for_sleepers(world, 0)["pending"]
        assert len(left) == sum(delay > 30 for delay in delays)
        world.advance("30s")
        made = {application["id"]: number for number, application in enumerate(answers)}
    order = [made[item["id"]] for item in world.api.get("/v1/applications").json()["applications"]]
    assert [delays[number] for number in order] == sorted(delays), "they acted in the order of their deadlines"
    expected = [request for _, request in waits]
    journal = [entry["number"] for entry in world.journal(operation="anchor.createApplication")]
    assert sorted(journal) == sorted(expected)
    assert world.demand("GET", "/clock")["pending"] == []


def test_delayed_requests_are_issued_the_same_ids_however_they_race(world: World) -> None:
    def run() -> list[str]:
        for number in range(20):
            when = {"body": {"source": f"https://site-{number}.example.com"}}
            world.add_rule("anchor.createApplication", {"delay": f"{20 - number}s"}, when=when)
        with ThreadPoolExecutor(max_workers=20) as pool:
            sent = [
                pool.submit(world.api.post, "/v1/applications", json={"source": f"https://site-{number}.example.com"})
                for number in range(20)
            ]
            wait_for_sleepers(world, 20)
            world.advance("1m")
            return [answer.result().json()["id"] for answer in sent]

    first = run()
    world.reset()
    assert run() == first
