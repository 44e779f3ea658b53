"""Rules as a test's author meets them: what they match, what they do, in which order, and what a mistake in one is told."""

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import anchorbrowser
import httpx
import pytest
import requests
import yaml
from anchorbrowser import Anchorbrowser

from documentation import article
from poll import until
from repository import ROOT
from server import DrydockServer
from world import World

APPLICATIONS = "/v1/applications"
SOURCE = {"source": "https://shop.example.com"}


def pending(world: World) -> list[Any]:
    """Who waits for the world's clock."""
    return world.demand("GET", "/clock")["pending"]


def count(world: World) -> int:
    """How many applications there are, by a call that no rule of these tests acts on."""
    return len(world.api.get(APPLICATIONS).json()["applications"])


@pytest.fixture
def background() -> ThreadPoolExecutor:
    """Calls that wait for something the test does."""
    with ThreadPoolExecutor(8) as executor:
        yield executor


@pytest.mark.parametrize(
    ("when", "fits"),
    [
        ({"method": "GET"}, True),
        ({"method": {"matches": "^P"}}, False),
        ({"urlPath": {"matches": "^/v1/app[a-z]+$"}}, True),
        ({"urlPath": "/v1/applications/"}, False),
        ({"query": {"search": {"contains": "é"}}}, True),
        ({"query": {"search": {"absent": True}}}, False),
        ({"header": {"X-Test": 1}}, True),
        ({"header": {"x-test": {"matches": "^[2-9]"}}}, False),
        ({"method": "GET", "header": {"x-test": {"present": True}}, "query": {"other": {"absent": True}}}, True),
        ({"method": "GET", "header": {"x-other": {"present": True}}}, False),
    ],
)
def test_conditions_decide_by_any_part_of_a_request(world: World, when: dict[str, Any], fits: bool) -> None:
    world.add_rule("anchor.listApplications", {"reply": {"status": 418}}, when=when)
    answer = world.api.get(APPLICATIONS, params={"search": "café"}, headers={"X-Test": "1"})
    assert answer.status_code == (418 if fits else 200)
    assert world.demand("GET", "/rules")["rules"][0]["matched"] == int(fits)


def test_body_conditions_reach_into_json_and_leave_other_bodies_alone(world: World) -> None:
    world.add_rule("anchor.createApplication", {"reply": {"status": 409}}, when={"body": {"tags.1.name": "b"}})
    body = {**SOURCE, "tags": [{"name": "a"}, {"name": "b"}]}
    assert world.api.post(APPLICATIONS, json=body).status_code == 409
    assert world.api.post(APPLICATIONS, json={**SOURCE, "tags": [{"name": "b"}]}).status_code != 409
    assert world.api.post(APPLICATIONS, content=b"tags.1.name=b").status_code == 400


def test_path_parameters_are_conditions(world: World) -> None:
    first, second = world.application()["id"], world.application("https://other.example.com")["id"]
    world.add_rule("anchor.getApplication", {"problem": "notFound"}, when={"path": {"applicationId": first}})
    answers = {id: world.api.get(f"{APPLICATIONS}/{id}").status_code for id in (first, second)}
    assert answers == {first: 404, second: 200}, world.demand("GET", "/rules")


def test_sequence_is_scripted_with_a_state_machine(drydock: DrydockServer) -> None:
    # Not of the fixture `worlds`, which holds answers against the description: that has no outages.
    world = World(drydock.base_url, "scripted-outage")
    world.load("outage")
    statuses = [
        requests.post(f"{world.base_url}/v1/sessions", headers={"anchor-api-key": world.api_key}, json={}).status_code
        for _ in range(5)
    ]
    assert statuses == [500, 503, 429, 200, 200]
    assert [rule["matched"] for rule in world.demand("GET", "/rules")["rules"]] == [1, 1, 1]
    world.reset()
    assert world.api.post("/v1/sessions", json={}).status_code == 500, "a reset world begins again"
    world.close()


def test_one_call_switches_what_another_answers(world: World) -> None:
    world.add_rule("anchor.createApplication", {"delay": "0s"}, state={"becomes": "made"})
    world.demand(
        "POST",
        "/rules",
        json={
            "on": "anchor.listApplications",
            "state": {"is": "made"},
            "effect": {"reply": {"status": 200, "body": "made"}},
        },
    )
    assert world.api.get(APPLICATIONS).json() == {"applications": []}
    world.application()
    assert world.api.get(APPLICATIONS).text == "made"


def test_a_rule_without_effect_lets_the_request_go_on(world: World) -> None:
    world.demand("POST", "/rules", json={"state": {"is": "started", "becomes": "seen"}})
    assert world.api.get(APPLICATIONS).status_code == 200
    assert world.api.get(APPLICATIONS).status_code == 200
    assert world.demand("GET", "/rules")["rules"][0]["matched"] == 1


def test_vendors_sdk_retries_over_two_failures(world: World) -> None:
    world.add_rule("anchor.createSession", {"reply": {"status": 503}}, id="busy", times=2)
    with Anchorbrowser(api_key=world.api_key, base_url=world.base_url, max_retries=2) as sdk:
        assert sdk.sessions.create_session().data.id
    assert [entry["response"]["status"] for entry in world.journal(operation="anchor.createSession")] == [503, 503, 200]
    assert world.demand("GET", "/rules/busy")["remaining"] == 0


def test_vendors_sdk_gives_up_where_its_retries_end(world: World) -> None:
    world.add_rule("anchor.createSession", {"reply": {"status": 503}})
    with (
        Anchorbrowser(api_key=world.api_key, base_url=world.base_url, max_retries=1) as sdk,
        pytest.raises(anchorbrowser.InternalServerError),
    ):
        sdk.sessions.create_session()
    assert len(world.journal(operation="anchor.createSession")) == 2


def test_answer_is_replaced_after_the_operation_has_run(world: World) -> None:
    effect = {
        "afterHandling": {
            "reply": {"status": 504, "reason": "Too Late", "headers": {"Retry-After": "1"}, "body": "late"}
        }
    }
    world.add_rule("anchor.createApplication", effect, id="late")
    answer = requests.post(
        f"{world.base_url}{APPLICATIONS}", headers={"anchor-api-key": world.api_key}, json=SOURCE, timeout=10
    )
    assert (answer.status_code, answer.reason, answer.text) == (504, "Too Late", "late")
    assert answer.headers["Retry-After"] == "1" and answer.headers["X-Drydock-Reason"] == "rule.answerReplaced"
    assert count(world) == 1, "what the operation did stays"
    entry = world.journal()[0]
    assert entry["rule"] == "late" and "answered 201" in entry["reason"]["detail"]


def test_lost_answer_makes_a_retrying_client_do_it_twice(world: World) -> None:
    world.load("token-answer-lost")
    application = world.application()["id"]
    with Anchorbrowser(api_key=world.api_key, base_url=world.base_url, max_retries=1) as sdk:
        assert sdk.applications.create_identity_token(application, callback_url="https://app.example.com/cb").token
    first, second = world.journal(operation="anchor.createIdentityToken")
    assert (first["response"]["status"], first["connection"]) == (201, "close")
    assert first["reason"]["code"] == "rule.answerLost"
    assert "connection" not in second and second["rule"] is None


def test_operation_does_not_run_where_the_connection_is_taken_first(world: World) -> None:
    world.load("session-connection-reset")
    with pytest.raises(httpx.TransportError):
        world.api.post("/v1/sessions", json={})
    assert world.api.get("/v1/sessions").json()["data"]["total"] == 0
    entry = world.journal(operation="anchor.createSession")[0]
    assert (entry["reason"]["code"], entry["connection"], entry["response"]["status"]) == (
        "rule.connection",
        "reset",
        444,
    )


@pytest.mark.parametrize("scenario", ["session-answer-garbled", "session-answer-truncated"])
def test_spoiled_answer_is_of_a_session_that_was_made(world: World, scenario: str) -> None:
    world.load(scenario)
    with pytest.raises(httpx.TransportError):
        world.api.post("/v1/sessions", json={})
    assert world.api.get("/v1/sessions").json()["data"]["total"] == 1
    assert world.session()["id"], "the second one works"


def test_slow_body_is_whole_once_the_clock_has_moved_on(world: World, background: ThreadPoolExecutor) -> None:
    world.load("session-slow-body")
    world.demand("POST", "/clock", json={"freeze": True})
    answer: Future[httpx.Response] = background.submit(world.api.post, "/v1/sessions", json={})
    while not answer.done():
        if pending(world):
            world.advance("1s")
    assert answer.result().json()["data"]["id"]


def test_delay_waits_for_the_worlds_clock_and_shows_in_it(world: World, background: ThreadPoolExecutor) -> None:
    world.demand("POST", "/clock", json={"freeze": True})
    world.add_rule("anchor.listApplications", {"delay": "1h"}, id="slow")
    answer = background.submit(world.api.get, APPLICATIONS)
    assert len(until(lambda: pending(world), what="a delay")) == 1
    world.advance("59m59s")
    assert not answer.done() and len(pending(world)) == 1
    world.advance("1s")
    assert answer.result(timeout=10).status_code == 200
    assert pending(world) == []


@pytest.mark.serial
def test_delay_in_real_time_does_not_care_for_the_worlds_clock(world: World) -> None:
    world.demand("POST", "/clock", json={"freeze": True})
    world.add_rule("anchor.listApplications", {"delay": {"fixed": "150ms", "realTime": True}})
    began = time.monotonic()
    assert world.api.get(APPLICATIONS).status_code == 200
    assert 0.15 <= time.monotonic() - began < 5
    assert pending(world) == []


def test_drawn_delays_are_the_same_with_the_same_seed(
    worlds: Callable[..., World], background: ThreadPoolExecutor
) -> None:
    def delays() -> list[str]:
        world = worlds()
        world.load({"seed": 4, "clock": {"start": "2026-01-01T00:00:00Z", "mode": "frozen"}})
        world.add_rule("anchor.listApplications", {"delay": {"uniform": {"from": "1s", "to": "9h"}}}, id="slow")
        answers = []
        for number in range(1, 4):
            answers.append(background.submit(world.api.get, APPLICATIONS))
            until(lambda number=number: len(pending(world)) == number, what="the next delay")
        instants = [str(instant) for instant in pending(world)]
        world.advance("9h")
        assert [answer.result(timeout=10).status_code for answer in answers] == [200, 200, 200]
        return instants

    first = delays()
    assert first == delays() and len(set(first)) == 3


def test_client_that_hangs_up_ends_its_delay(world: World) -> None:
    world.demand("POST", "/clock", json={"freeze": True})
    world.add_rule("anchor.createApplication", {"delay": "1h"}, id="slow")
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(
            f"{world.base_url}{APPLICATIONS}", headers={"anchor-api-key": world.api_key}, json=SOURCE, timeout=0.3
        )
    until(lambda: pending(world) == [], what="the end of the delay")
    assert count(world) == 0
    entry = until(lambda: world.journal(operation="anchor.createApplication"), what="the entry")[0]
    assert (entry["response"]["status"], entry["reason"]["code"]) == (499, "rule.delayEnded")


@pytest.mark.serial
def test_server_stops_in_time_with_delays_that_nobody_ends(
    launch: Callable[..., DrydockServer], background: ThreadPoolExecutor
) -> None:
    server = launch("--clock", "frozen")
    world = World(server.base_url, "w")
    world.add_rule("anchor.*", {"delay": "1h"}, id="slow")
    answer = background.submit(world.api.get, APPLICATIONS)
    until(lambda: pending(world), what="a delay")
    world.close()
    began = time.monotonic()
    server.stop()
    assert time.monotonic() - began < 3
    assert answer.exception(timeout=10) is not None


def test_paths_that_drydock_does_not_have_are_answered_by_rules(world: World) -> None:
    assert world.api.get("/v9/things").status_code == 404
    world.demand(
        "POST",
        "/rules",
        json={"when": {"urlPath": "/v9/things"}, "effect": {"reply": {"status": 200, "body": {"n": 1}}}},
    )
    world.demand(
        "POST",
        "/rules",
        json={"when": {"urlPath": {"matches": "^/v9/"}, "method": "PUT"}, "effect": {"problem": "serviceUnavailable"}},
    )
    assert world.api.get("/v9/things").json() == {"n": 1}
    refused = world.api.put("/v9/things")
    assert refused.status_code == 503 and refused.json()["error"]["code"] == 503
    assert world.api.get("/v9/other").status_code == 404
    assert world.control("GET", "/v9/things").status_code == 404, "the control plane has no rules"


def test_rules_of_one_world_leave_others_alone(worlds: Callable[..., World]) -> None:
    one, other = worlds(), worlds()
    one.add_rule("anchor.*", {"problem": "internalError"})
    assert one.api.get(APPLICATIONS).status_code == 500
    assert other.api.get(APPLICATIONS).status_code == 200


def test_priority_then_run_time_then_the_files_order_decide(world: World) -> None:
    def rule(status: int, **more: Any) -> dict[str, Any]:
        return {"id": str(status), "on": "anchor.listApplications", "effect": {"reply": {"status": status}}, **more}

    world.load({"rules": [rule(410), rule(411), rule(412, priority=-1), rule(413, priority=7)]})
    for added in (rule(420), rule(421), rule(422, priority=7)):
        world.demand("POST", "/rules", json=added)
    seen = []
    for _ in range(7):
        seen.append(world.api.get(APPLICATIONS).status_code)
        world.demand("DELETE", f"/rules/{seen[-1]}")
    assert seen == [422, 413, 421, 420, 410, 411, 412]
    assert world.api.get(APPLICATIONS).status_code == 200


def test_chance_follows_from_the_seed(worlds: Callable[..., World]) -> None:
    def statuses(seed: int) -> list[int]:
        world = worlds()
        scenario = (ROOT / "Fixtures" / "scenarios" / "flaky.yaml").read_text().replace("seed: 1", f"seed: {seed}")
        world.demand("PUT", "/scenario", content=scenario, headers={"Content-Type": "application/yaml"})
        return [world.api.get(APPLICATIONS).status_code for _ in range(60)]

    first = statuses(1)
    assert first == statuses(1) and first != statuses(2)
    assert 3 <= first.count(500) <= 25 and set(first) == {200, 500}


@pytest.mark.serial
def test_slow_expressions_hold_up_nobody(world: World) -> None:
    world.add_rule(
        "anchor.createApplication", {"reply": {"status": 409}}, when={"body": {"name": {"matches": "^(a+)+$"}}}
    )
    began = time.monotonic()
    answer = world.api.post(APPLICATIONS, json={**SOURCE, "name": "a" * 100_000 + "!"})
    assert answer.status_code != 409 and time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        ("", "rule:1:1: a rule needs one of effect, state"),
        (
            '{"on": "anchor.*", "tiems": 1,\n "effect": {"delay": "1s"}}',
            "rule:1:20: unknown key `tiems`; did you mean `times`?",
        ),
        ("effect: { problem: internalEror }", "did you mean `internalError`?"),
        ("on: anchor.createSesion\neffect: { delay: 1s }", "did you mean `anchor.createSession`?"),
        ("effect:\n  delay: soon", "rule:2:10: `effect.delay` must be a duration"),
        ("effect:\n  connection: rest", "did you mean `reset`?"),
        ("when: { header: { a: { matches: '(a)\\1' } } }\neffect: { delay: 1s }", "uses references to groups"),
        ("probability: 2\neffect: { delay: 1s }", "rule:1:14: `probability` must be from 0 to 1, not 2"),
        ("state: { is: here }", "without `effect` the rule needs `state.becomes`"),
        ("a: b: c", "not YAML"),
        (
            "on: anchor.getApplication\nwhen: { path: { aplicationId: x } }\neffect: { delay: 1s }",
            "rule:2:31: no path of the operation has a parameter `aplicationId`; did you mean `applicationId`?",
        ),
    ],
)
def test_mistakes_are_told_with_their_place_and_change_nothing(world: World, rule: str, complaint: str) -> None:
    refused = world.control("POST", "/rules", content=rule)
    assert refused.status_code == 422 and refused.json()["error"]["reason"] == "rule.invalid"
    assert any(complaint in line for line in refused.json()["error"]["complaints"]), refused.text
    assert world.demand("GET", "/rules") == {"rules": []}


def test_what_is_shown_can_be_sent_again(world: World) -> None:
    rule = {
        "id": "all",
        "on": "anchor.*",
        "times": 3,
        "probability": 0.5,
        "priority": -1,
        "when": {
            "method": "GET",
            "urlPath": {"contains": "/"},
            "header": {"a": {"absent": True}},
            "body": {"x.0": None},
        },
        "state": {"is": "started", "becomes": "b", "of": "m"},
        "effect": {
            "delay": {"lognormal": {"median": "1s", "sigma": 0.5}, "atMost": "2s", "realTime": True},
            "afterHandling": {
                "reply": {"status": 200, "reason": "Fine 😀", "headers": {"A": "b"}, "body": {"😀": [1, None]}},
                "connection": {"dribble": {"bytes": 1, "every": "1ms"}},
            },
        },
    }
    rule["effect"]["afterHandling"]["reply"]["reason"] = "Fine"
    shown = world.demand("POST", "/rules", json=rule)
    assert shown == {**rule, "matched": 0, "remaining": 3}
    assert world.demand("POST", "/rules", json=rule) == shown
    assert world.demand("GET", "/rules") == {"rules": [shown]}


def test_rules_of_the_documentation_are_read_as_they_stand(world: World) -> None:
    scenario = article("Rules").block("yaml")
    answer = world.control("PUT", "/scenario", content=scenario, headers={"Content-Type": "application/yaml"})
    assert answer.status_code == 200, answer.text
    assert len(world.demand("GET", "/rules")["rules"]) == len(yaml.safe_load(scenario)["rules"])
    assert world.api.get("/v2/x").json() == {"new": True}
