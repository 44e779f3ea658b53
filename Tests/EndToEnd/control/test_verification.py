"""Asking a running server what came: find, count, wait, near misses, verify, export."""

import base64
import json
import re
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
import requests
from anchorbrowser import Anchorbrowser
from jsonschema import Draft7Validator

from documentation import article
from repository import ROOT
from server import DrydockServer
from world import World

CREATE = {"on": "anchor.createSession"}


def session_body(identity: str) -> dict[str, Any]:
    return {"identities": [{"id": identity}]}


def test_the_sdks_request_is_found_by_what_is_in_its_body(world: World, sdk: Anchorbrowser) -> None:
    identity = world.identity()["id"]
    sdk.sessions.create_session(identities=[{"id": identity}])
    wanted = {
        **CREATE,
        "when": {"body": {"identities.0.id": identity}, "header": {"user-agent": {"contains": "Anchor"}}},
    }
    [found] = world.demand("POST", "/requests/find", json=wanted)["requests"]
    assert (found["request"]["body"], found["response"]["status"]) == (session_body(identity), 200)
    assert world.demand("POST", "/requests/count", json={**wanted, "status": "2xx"})["count"] == 1
    assert world.demand("POST", "/requests/count", json={**CREATE, "status": 402})["count"] == 0
    path = {"on": "anchor.getIdentity", "when": {"path": {"identityId": identity}}}
    assert world.demand("POST", "/requests/count", json=path)["count"] == 0
    sdk.identities.get_identity(identity)
    assert world.demand("POST", "/requests/count", json=path)["count"] == 1, "a path's parameters are matched too"


def test_criteria_may_be_yaml(world: World) -> None:
    world.session()
    answer = world.control("POST", "/requests/count", content="on: anchor.*\nwhen: {method: POST}\n")
    assert answer.json()["count"] == 1


def test_a_wait_ends_with_the_request_of_another_thread(world: World) -> None:
    """The wait begins first; whatever the order, it must end long before its limit."""
    query = {"world": world.name, "wait": "30s", "count": "2"}
    address = f"{world.base_url}/_drydock/requests/find"
    with ThreadPoolExecutor() as pool:
        began = time.monotonic()
        waiting = pool.submit(requests.post, address, params=query, json=CREATE, timeout=60)
        for _ in range(3):
            assert requests.post(
                f"{world.base_url}/v1/sessions", json={}, headers={"anchor-api-key": world.api_key}, timeout=20
            ).ok
        answer = waiting.result().json()
    assert time.monotonic() - began < 20
    assert answer["timedOut"] is False
    assert answer["total"] in (2, 3), "it answers as soon as two are there"


def test_a_hundred_waits_at_once(world: World) -> None:
    # The requests come only when all waits have been sent: the barrier is passed by the last of them.
    barrier = threading.Barrier(101)

    def wait(number: int) -> dict[str, Any]:
        with httpx.Client(base_url=world.base_url, timeout=60) as client:
            barrier.wait(timeout=30)
            body = {"when": {"query": {"n": str(number)}}}
            query = {"world": world.name, "wait": "30s"}
            return client.post("/_drydock/requests/count", params=query, json=body).json()

    with ThreadPoolExecutor(max_workers=100) as pool:
        waits = [pool.submit(wait, number) for number in range(100)]
        barrier.wait(timeout=30)
        for number in range(100):
            world.api.get("/v1/sessions", params={"n": str(number)})
        answers = [waiting.result() for waiting in waits]
    assert answers == [{"count": 1, "dropped": 0, "timedOut": False}] * 100


def test_a_wait_that_is_not_fulfilled_answers_what_there_is(world: World) -> None:
    world.session()
    answer = world.demand(
        "GET", "/requests", params={"operation": "anchor.createSession", "wait": "50ms", "count": "2"}
    )
    assert (answer["timedOut"], answer["total"]) == (True, 1)


def test_a_wait_ends_when_its_world_is_reset(world: World) -> None:
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(world.control, "GET", "/requests", params={"wait": "30s"})
        while not waiting.done():
            world.reset()
        refusal = waiting.result()
    assert refusal.status_code == 409
    assert refusal.json()["error"]["reason"] == "wait.worldReplaced"


def test_a_request_that_hit_nothing_is_told_what_was_meant(world: World) -> None:
    for method, path in (("GET", "/v1/application"), ("PATCH", "/v1/applications"), ("GET", "/favicon.ico")):
        world.api.request(method, path)
    application, method, icon = world.demand("GET", "/requests/unmatched")["requests"]
    assert application["nearest"]["message"] == (
        "GET /v1/application is closest to anchor.listApplications, GET /v1/applications: "
        "segment 2 differs (wanted applications, got application)"
    )
    assert method["nearest"]["operation"]["differences"][0].startswith("the method differs (wanted ")
    assert "nearest" not in icon


def test_a_rule_that_did_not_act_tells_the_one_field(world: World) -> None:
    world.add_rule(
        "anchor.createSession", {"problem": "outOfCredits"}, id="broke", when={"body": {"identities.0.id": "x"}}
    )
    identity = world.identity()["id"]
    world.session(**session_body(identity))
    number = world.journal()[-1]["number"]
    nearest = world.demand("GET", f"/requests/{number}")["nearest"]
    assert nearest["message"] == f'rule broke did not act: body.identities.0.id: wanted "x", got "{identity}"'
    [miss] = world.demand("POST", "/requests/near-misses", json={"rule": "broke"})["nearMisses"][:1]
    assert miss["differences"] == [{"field": "body.identities.0.id", "wanted": '"x"', "got": f'"{identity}"'}]


def test_verify_says_yes_or_explains_itself(world: World, sdk: Anchorbrowser) -> None:
    identity = world.identity()["id"]
    created = sdk.sessions.create_session(identities=[{"id": identity}])
    sdk.sessions.delete_session(created.data.id)
    in_order = {"inOrder": True, "expectations": [{**CREATE, "exactly": 1}, {"on": "anchor.endSession"}]}
    assert world.demand("POST", "/verify", json=in_order)["message"] == "All 2 expectations are met."

    wrong = {**CREATE, "when": {"body": {"identities.0.id": "1c2d"}}, "exactly": 1}
    answer = world.control("POST", "/verify", json=wrong)
    assert answer.status_code == 409
    explanation = answer.json()
    create = world.journal(operation="anchor.createSession")[0]["number"]
    assert explanation["message"].split("\n") == [
        "The expectation is not met.",
        'Wanted exactly 1 × anchor.createSession where body.identities.0.id is "1c2d"',
        "   Found none among 3 requests.",
        (
            f"   Closest: request {create}, POST /v1/sessions (anchor.createSession, 200): "
            f'body.identities.0.id: wanted "1c2d", got "{identity}"'
        ),
    ]
    assert explanation["expectations"][0]["nearest"]["request"] == create

    backwards = {"inOrder": True, "expectations": in_order["expectations"][::-1]}
    assert "which met expectation 1" in world.control("POST", "/verify", json=backwards).json()["message"]


def test_the_archive_is_a_har_of_version_1_2(world: World) -> None:
    world.session(
        session={"proxy": {"type": "custom", "active": True, "server": "p:1", "username": "u", "password": "p"}}
    )
    token = world.identity_token(world.application()["id"])
    world.api.get("/identity/create", params={"token": token})
    world.api.post("/identity/create", data={"token": token, "userName": "user_good", "password": "open-sesame"})
    world.api.post("/v1/sessions", content=b"\xff\xfe", headers={"Content-Type": "application/octet-stream"})
    answer = world.control("GET", "/requests.har")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="drydock-{world.name}.har"'
    archive = answer.json()
    schema = json.loads((ROOT / "Tests/EndToEnd/support/har-1.2.schema.json").read_text())
    Draft7Validator.check_schema(schema)
    complaints = [f"{list(error.path)}: {error.message}" for error in Draft7Validator(schema).iter_errors(archive)]
    assert complaints == []
    entries = archive["log"]["entries"]
    assert [entry["_drydock"]["number"] for entry in entries] == [entry["number"] for entry in world.journal()]
    assert all(
        "password" not in pair["name"] or pair["value"] == "***"
        for pair in entries[-2]["request"]["postData"]["params"]
    )
    binary = entries[-1]["request"]["postData"]
    assert base64.b64decode(binary["text"]) == b"\xff\xfe"
    assert entries[0]["startedDateTime"] == world.demand("GET", "/clock")["now"]


@pytest.mark.parametrize("order", [{"onn": "anchor.*"}, {"exactly": 1, "atMost": 2}, {"on": "anchor.createSesion"}, []])
def test_verify_refuses_what_it_does_not_understand(world: World, order: Any) -> None:
    answer = world.control("POST", "/verify", json=order)
    assert answer.status_code == 422
    assert answer.json()["error"]["reason"] == "body.invalid"


def test_the_documentation_asks_what_came_as_printed(drydock: DrydockServer) -> None:
    verification = article("Verification")
    commands = verification.block("sh").replace("http://127.0.0.1:4010", drydock.base_url)
    message = verification.block("").removesuffix("\n")
    assert message.startswith("The expectation")
    (count,) = re.findall(r"# (\{.*\})\n", commands)
    run = subprocess.run(["bash", "-euc", commands], capture_output=True, text=True, timeout=60, check=True)
    assert run.stdout.startswith(count)
    assert json.loads(run.stdout.removeprefix(count))["message"] == message
