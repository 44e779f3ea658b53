"""Schemathesis makes up requests from the repository's OpenAPI descriptions; no answer may fall outside of them."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
import yaml
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from repository import DESCRIPTIONS
from server import DrydockServer
from world import World

SEED = int(os.environ.get("DRYDOCK_SCHEMATHESIS_SEED", "1"))
EXAMPLES = int(os.environ.get("DRYDOCK_SCHEMATHESIS_EXAMPLES", "50"))
CHECKS = [not_a_server_error, response_schema_conformance, status_code_conformance, content_type_conformance]
WORLD_NAME = "schemathesis"


def description(name: str) -> dict[str, Any]:
    """A description with the answers that any operation may give written to each of them."""
    document = yaml.safe_load((DESCRIPTIONS / f"{name}.yaml").read_text())
    everywhere = document.get("x-drydock-global-responses", {})
    for item in document["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict) and "responses" in operation:
                operation["responses"] = {**everywhere, **operation["responses"]}
    return document


vendor_api = schemathesis.openapi.from_dict(description("anchor"))
# The two that serve the descriptions answer YAML, which schemathesis takes for an object instead of a text.
control_plane = schemathesis.openapi.from_dict(description("control")).exclude(path_regex=r"^/_drydock/openapi")


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
    application = world.application()["id"]
    flow = {"name": "Login", "methods": ["username_password"]}
    session = world.session()["id"]
    assert world.api.post("/v1/profiles", json={"name": "ada"}).status_code == 200
    values = {
        "applicationId": application,
        "authFlowId": world.api.post(f"/v1/applications/{application}/auth-flows", json=flow).json()["id"],
        "identityId": world.identity()["id"],
        "session_id": session,
        "sessionId": session,
        "recording_id": "primary",
        "name": "ada",
        "token": world.identity_token(application),
    }
    world.close()
    return values


def use_known_ids(case: schemathesis.Case, known: dict[str, Any]) -> None:
    """Puts an existing object's id in place of about half of the made-up ones."""
    for parameters in (case.path_parameters, case.query):
        for name, value in list((parameters or {}).items()):
            if name in known and len(str(value)) % 2 == 0:
                parameters[name] = known[name]


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
    case.call_and_validate(base_url=server.base_url, headers=headers, checks=CHECKS, allow_redirects=False)


@control_plane.parametrize()
@generated(EXAMPLES // 2)
def test_no_answer_of_the_control_plane_is_outside_its_description(
    case: schemathesis.Case, server: DrydockServer
) -> None:
    case.call_and_validate(base_url=server.base_url, checks=CHECKS, allow_redirects=False)
