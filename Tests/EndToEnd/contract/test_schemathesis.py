"""Schemathesis makes up requests from the repository's OpenAPI descriptions; no answer may fall outside of them."""

import os
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import hypothesis
import pytest
import schemathesis
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from anon import LINKEDIN, Anon
from repository import DESCRIPTIONS, read_yaml
from server import DrydockServer
from world import World

SEED = int(os.environ.get("DRYDOCK_SCHEMATHESIS_SEED", "1"))
EXAMPLES = int(os.environ.get("DRYDOCK_SCHEMATHESIS_EXAMPLES", "20"))
CHECKS = [not_a_server_error, response_schema_conformance, status_code_conformance, content_type_conformance]
WORLD_NAME = "schemathesis"
# Anon relays upstream trouble as a server error: a key set that cannot be had, a body that names another organisation
# than the bearer's, a user whose look-up crashes by its name. These are described; every other 5xx is a bug.
RELAYED = re.compile(r"jwks\.\w+|key\.otherOrganization|user\.lookupCrashed|browser\.notConfigured")


def description(name: str) -> dict[str, Any]:
    """A description with the answers that any operation may give written to each of them."""
    document = read_yaml(DESCRIPTIONS / f"{name}.yaml")
    everywhere = document.get("x-drydock-global-responses", {})
    for item in document["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict) and "responses" in operation:
                operation["responses"] = {**everywhere, **operation["responses"]}
    return document


def no_server_error_of_its_own(
    context: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case
) -> bool | None:
    """The server may relay the trouble of others and have none itself."""
    [reason] = response.headers.get("x-drydock-reason", [""])
    return None if RELAYED.fullmatch(reason) else not_a_server_error(context, response, case)


VENDOR_CHECKS = [no_server_error_of_its_own, *(check for check in CHECKS if check is not not_a_server_error)]
anon_api = schemathesis.openapi.from_dict(description("anon"))
vendor_api = schemathesis.openapi.from_dict(description("anchor"))
# The two that serve the descriptions answer YAML, which schemathesis takes for an object instead of a text; the answer of
# the stream of events has no end.
control_plane = schemathesis.openapi.from_dict(description("control")).exclude(
    path_regex=r"^/_drydock/(openapi|events$)"
)


def generated(examples: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """At most so many examples for each operation, from the seed."""
    settings = hypothesis.settings(
        max_examples=examples, deadline=None, database=None, suppress_health_check=list(hypothesis.HealthCheck)
    )
    return lambda test: hypothesis.seed(SEED)(settings(test))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DrydockServer]:
    """A server of this module's own: made-up control calls reach all of its worlds."""
    server = DrydockServer(tmp_path_factory.mktemp("schemathesis"), "--clock", "frozen", "--log-level", "warning")
    yield server
    code, _ = server.stop()
    assert code == 0, server.output()


@pytest.fixture(scope="module")
def known(server: DrydockServer) -> dict[str, Any]:
    """A world with one object of each kind; the values of the parameters that name them."""
    world = World(server.base_url, WORLD_NAME)
    # What waits for the clock waits as well for the deliveries that are due before it, each of which looks for a made-up host.
    world.add_rule("anchor.deliverWebhook", {"reply": {"status": 200}})
    application = world.application()["id"]
    flow = {"name": "Login", "methods": ["username_password"]}
    # The clock is moved while requests are made.
    session = world.session(session={"timeout": {"max_duration": -1, "idle_timeout": -1}})["id"]
    assert world.api.post("/v1/profiles", json={"name": "ada"}).status_code == 200
    values = {
        "applicationId": application,
        "authFlowId": world.api.post(f"/v1/applications/{application}/auth-flows", json=flow).json()["id"],
        "identityId": world.identity()["id"],
        "session_id": session,
        "sessionId": session,
        "recording_id": "primary",
        "name": "ada",
        **task_values(world),
        "token": world.identity_token(application),
    }
    world.close()
    return values


def task_values(world: World) -> dict[str, Any]:
    """What names a task, a version and a run."""
    body = {"name": "known", "language": "typescript", "code": "YQ=="}
    task = world.api.post("/v1/task", json=body).json()["data"]["id"]
    run = world.api.post("/v1/task/run", json={"taskId": task}).json()["data"]["executionResultId"]
    return {"taskId": task, "taskName": "known", "taskVersion": "1", "executionId": run, "runId": run}


def use_known_ids(case: schemathesis.Case, known: dict[str, Any]) -> None:
    """Puts an existing object's id in place of about half of the made-up ones."""
    for parameters in (case.path_parameters, case.query):
        for name, value in list((parameters or {}).items()):
            if name in known and len(str(value)) % 2 == 0:
                parameters[name] = known[name]


@pytest.fixture(scope="module")
def known_to_anon(server: DrydockServer) -> dict[str, Any]:
    """The same for Anon: what fields and parameters are to name, with a user who has linked."""
    world = World(server.base_url, f"{WORLD_NAME}-anon")
    anon = Anon(world)
    ready = anon.credentials
    linked = [anon.link(ready["appUserId"], app)["sessionId"] for app in (LINKEDIN, "instagram", "github")]
    browser = anon.cdp_url(ready["appUserId"]).json()["liveStreamingUrl"].rpartition("/")[2]
    values = {
        "organizationId": ready["organizationId"],
        "memberId": ready["member"]["id"],
        "userPoolId": ready["userPoolId"],
        "sdkClientId": ready["serviceSdkClient"]["id"],
        "X-Anon-Sdk-Client-Id": ready["webappSdkClient"]["id"],
        "clientId": ready["webappSdkClient"]["id"],
        "appUserIdToken": ready["appUserIdToken"],
        "sessionId": linked[-1],
        "browserId": browser,
        "jwksUri": ready["jwksUri"],
        "email": ready["member"]["email"],
        "password": ready["member"]["password"],
        "app": LINKEDIN,
        "domain": LINKEDIN,
        "platform": "instagram",
        **dict.fromkeys(("appUserId", "ownerId", "externalUserId", "userId"), ready["appUserId"]),
    }
    anon.close()
    world.close()
    return values


def use_known_values(value: Any, known: dict[str, Any]) -> Any:
    """A made-up value with what exists in place of about half of its members that name something."""
    if isinstance(value, list):
        return [use_known_values(element, known) for element in value]
    if not isinstance(value, dict):
        return value
    return {
        name: known[name] if name in known and len(str(member)) % 2 == 0 else use_known_values(member, known)
        for name, member in value.items()
    }


@anon_api.parametrize()
@generated(EXAMPLES)
def test_no_answer_of_anon_is_outside_its_description(
    case: schemathesis.Case, server: DrydockServer, known_to_anon: dict[str, Any]
) -> None:
    case.path_parameters = use_known_values(case.path_parameters, known_to_anon)
    case.query = use_known_values(case.query, known_to_anon)
    case.body = use_known_values(case.body, known_to_anon)
    world = f"{WORLD_NAME}-anon"
    bearers = [f"anon_test@{world}", known_to_anon["appUserIdToken"]]
    headers = {
        "Authorization": f"Bearer {bearers[len(str(case.query)) % 2 if for_app_users(case) else 0]}",
        "X-Drydock-World": world,
    }
    case.call_and_validate(base_url=server.base_url, headers=headers, checks=VENDOR_CHECKS, allow_redirects=False)
    if case.method == "DELETE":
        # The linked user's session shall be there for the others.
        link = {"appUserId": known_to_anon["appUserId"], "app": LINKEDIN}
        httpx.post(f"{server.base_url}/_drydock/link/complete", params={"world": world}, json=link).raise_for_status()


def for_app_users(case: schemathesis.Case) -> bool:
    """Whether an end user's token is one of the bearers that the operation is described with."""
    return any("appUserIdToken" in alternative for alternative in case.operation.definition.raw.get("security", []))


@vendor_api.parametrize()
@generated(EXAMPLES)
def test_no_answer_of_the_vendors_api_is_outside_its_description(
    case: schemathesis.Case, server: DrydockServer, known: dict[str, Any]
) -> None:
    use_known_ids(case, known)
    headers = {
        "anchor-api-key": f"sk-test@{WORLD_NAME}",
        "X-Drydock-World": WORLD_NAME,
        "Cookie": f"wos-session=session@{WORLD_NAME}",
    }
    with moving_clock(server):
        case.call_and_validate(
            base_url=server.base_url, headers=headers, checks=VENDOR_CHECKS, allow_redirects=False, timeout=30
        )


@contextmanager
def moving_clock(server: DrydockServer) -> Iterator[None]:
    """Moves the world's clock on to whatever the request waits for, unless it is answered at once."""
    answered = threading.Event()

    def move() -> None:
        while not answered.wait(0.2):
            query = {"world": WORLD_NAME}
            clock = httpx.get(f"{server.base_url}/_drydock/clock", params=query).json()
            # Timers of sessions may be due before it by the hundred: they are passed in one step.
            for waited in [pending for pending in clock["pending"] if pending.get("request")][-1:]:
                httpx.post(f"{server.base_url}/_drydock/clock", params=query, json={"set": waited["at"]})

    mover = threading.Thread(target=move)
    mover.start()
    try:
        yield
    finally:
        answered.set()
        mover.join()


@control_plane.parametrize()
@generated(EXAMPLES)
def test_no_answer_of_the_control_plane_is_outside_its_description(
    case: schemathesis.Case, server: DrydockServer
) -> None:
    if re.fullmatch(r"[1-9]\w*", str((case.query or {}).get("wait", ""))):
        # A minute of waiting that is described is no news.
        case.query["wait"] = "1ms"
    case.call_and_validate(base_url=server.base_url, checks=CHECKS, allow_redirects=False)
