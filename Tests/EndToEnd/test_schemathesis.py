"""Schemathesis makes up requests from the repository's OpenAPI description; no answer may fall outside of it."""

import os
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


def description() -> dict[str, Any]:
    """The description with the answers that any operation may give written to each of them."""
    document = yaml.safe_load((DESCRIPTIONS / "anchor.yaml").read_text())
    everywhere = document.get("x-drydock-global-responses", {})
    for item in document["paths"].values():
        for operation in item.values():
            if isinstance(operation, dict) and "responses" in operation:
                operation["responses"] = {**everywhere, **operation["responses"]}
    return document


schema = schemathesis.openapi.from_dict(description())


@pytest.fixture(scope="module")
def populated(drydock: DrydockServer) -> dict[str, Any]:
    """A world with one object of each kind; the values of the parameters that name them."""
    world = World(drydock.base_url, WORLD_NAME)
    world.reset()
    application = world.application()["id"]
    flow = {"name": "Login", "methods": ["username_password"]}
    session = world.session()["id"]
    known = {
        "base_url": drydock.base_url,
        "api_key": world.api_key,
        "applicationId": application,
        "authFlowId": world.api.post(f"/v1/applications/{application}/auth-flows", json=flow).json()["id"],
        "identityId": world.identity()["id"],
        "session_id": session,
        "sessionId": session,
        "recording_id": "primary",
        "name": "ada",
        "token": world.identity_token(application),
    }
    world.api.post("/v1/profiles", json={"name": "ada"})
    world.close()
    return known


def use_known_ids(case: schemathesis.Case, known: dict[str, Any]) -> None:
    """Puts an existing object's id in place of about half of the made-up ones."""
    for parameters in (case.path_parameters, case.query):
        for name, value in list((parameters or {}).items()):
            if name in known and len(str(value)) % 2 == 0:
                parameters[name] = known[name]


@schema.parametrize()
@hypothesis.seed(SEED)
@hypothesis.settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)
def test_no_answer_is_outside_the_description(case: schemathesis.Case, populated: dict[str, Any]) -> None:
    use_known_ids(case, populated)
    headers = {"anchor-api-key": populated["api_key"], "X-Drydock-World": WORLD_NAME, "Cookie": "wos-session=a"}
    hypothesis.note(f"seed {SEED} (DRYDOCK_SCHEMATHESIS_SEED)")
    case.call_and_validate(base_url=populated["base_url"], headers=headers, checks=CHECKS, allow_redirects=False)
