"""What canned operations take and refuse, against judges that are not ours: `jsonschema` on the same description, and `re`."""

import json
import os
import re
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import strategies
from jsonschema import Draft202012Validator, FormatChecker
from schemathesis import GenerationMode

from described_requests import DescribedOperation, DescribedRequests
from description import Description
from world import World

SEED = int(os.environ.get("DRYDOCK_SCHEMATHESIS_SEED", "1"))
EXAMPLES = int(os.environ.get("DRYDOCK_CANNED_EXAMPLES", "8"))
DESCRIPTION = Description("anchor")
REQUESTS = DescribedRequests(DESCRIPTION)
CANNED = [operation for operation in REQUESTS.operations() if operation.is_canned]
WITH_BODY = [one for one in CANNED if (body := REQUESTS.body_schema(one)) and body[0] == "application/json"]
# Of formats JSON Schema demands nothing; these are where ours is stricter than the judge.
STRICTER = re.compile(r"must be (a date and time|a URL|an e-mail address)")
LINE_ENDS = re.compile("[\n-\r\x85\u2028\u2029]")
api = schemathesis.openapi.from_dict(DESCRIPTION.document)


def generated(examples: int = EXAMPLES) -> hypothesis.settings:
    """So many examples, the same in every run."""
    return hypothesis.settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck)
    )


def judge(schema: dict[str, Any]) -> Draft202012Validator:
    """A validator for bodies of a schema of the description."""
    rooted = {**schema, "components": DESCRIPTION.document["components"]}
    return Draft202012Validator(rooted, format_checker=FormatChecker(["uuid"]))


def texts(value: Any) -> Iterator[str]:
    """All texts in a value."""
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from texts(part)


@pytest.mark.parametrize("operation", CANNED, ids=[operation.name for operation in CANNED])
def test_example_is_right_by_its_description_and_taken(world: World, operation: DescribedOperation) -> None:
    request = REQUESTS.request(operation)
    if (body := REQUESTS.body_schema(operation)) and "json" in request:
        assert not list(judge(body[1]).iter_errors(request["json"]))
    response = world.api.request(**request)
    assert response.status_code < 400, response.text
    assert response.headers["X-Drydock-Reason"] == "operation.canned"


@pytest.mark.parametrize("operation", WITH_BODY, ids=[operation.name for operation in WITH_BODY])
def test_bodies_are_refused_exactly_where_the_judge_refuses_them(world: World, operation: DescribedOperation) -> None:
    validator = judge(REQUESTS.body_schema(operation)[1])
    request = REQUESTS.request(operation)
    sent = {name: value for name, value in request.items() if name != "json"}
    sent["headers"] = {"Content-Type": "application/json"}
    strategy = api[operation.path][operation.method]
    counts = {True: 0, False: 0}

    def hold(case: schemathesis.Case) -> None:
        body = case.body
        # Bytes are no JSON. Python's `$` lets a line break follow.
        if isinstance(body, (bytes, schemathesis.core.NotSet)) or any(text.endswith("\n") for text in texts(body)):
            return
        response = world.api.request(**sent, content=json.dumps(body))
        is_right = validator.is_valid(body)
        if is_right and response.status_code == 400 and STRICTER.search(response.text):
            return
        assert (response.status_code < 400) == is_right, f"{body!r}: {response.status_code} {response.text}"
        counts[is_right] += 1

    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        made = strategy.as_strategy(generation_mode=mode)
        hypothesis.seed(SEED)(generated()(hypothesis.given(made)(hold)))()
    assert counts[True] and sum(counts.values()) > EXAMPLES // 2, counts


def patterns() -> list[str]:
    """All expressions of the vendors' descriptions."""
    found: set[str] = set()

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("pattern"), str):
                found.add(value["pattern"])
            if "patternProperties" in value:
                found.update(value["patternProperties"])
        for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
            collect(part)

    for name in ("anchor", "anon"):
        collect(Description(name).document)
    return sorted(found)


@pytest.mark.parametrize("pattern", patterns())
def test_expressions_find_what_the_judge_finds(world: World, pattern: str) -> None:
    world.add_rule(
        "anchor.createTool",
        {"reply": {"status": 200, "body": {"name": "found"}}},
        when={"body": {"description": {"matches": pattern}}},
    )
    expression = re.compile(pattern, re.ASCII)
    kinds = strategies.from_regex(expression), strategies.text(), strategies.from_regex(expression).map(lambda t: t[1:])

    def hold(text: str) -> None:
        # What ends a line is more here than in Python, as in Unicode.
        hypothesis.assume(not LINE_ENDS.search(text))
        answer = world.api.post("/v1/tools", json={"name": "tool", "description": text})
        assert (answer.json()["name"] == "found") == bool(expression.search(text)), repr(text)

    hypothesis.seed(SEED)(generated(4 * EXAMPLES)(hypothesis.given(strategies.one_of(kinds))(hold)))()


def test_key_that_an_agent_is_given_leads_to_its_world(world: World) -> None:
    application = world.application()["id"]
    headers = {"X-Drydock-World": world.name, "anchor-api-key": ""}
    given = world.api.post("/v1/agent-access", json={"token": "t", "answer": "2"}, headers=headers)
    assert given.status_code == 200, given.text
    listed = world.api.get("/v1/applications", headers={"anchor-api-key": given.json()["api_key"]})
    assert [item["id"] for item in listed.json()["applications"]] == [application]


def test_rule_counts_and_replaces_a_canned_answer_like_any_other(world: World) -> None:
    recording = {"session_id": "s", "status": "recording"}
    world.add_rule("anchor.getDemonstration", {"reply": {"status": 200, "body": recording}}, times=2)
    states = [world.api.get("/v1/demonstrations/s").json()["status"] for _ in range(3)]
    assert states == ["recording", "recording", "completed"]
    world.add_rule("anchor.createProject", {"problem": "badRequest"})
    refused = world.api.post("/v1/projects", json={"name": "Ours"})
    assert (refused.status_code, refused.json()) == (400, {"error": "Bad request"})
