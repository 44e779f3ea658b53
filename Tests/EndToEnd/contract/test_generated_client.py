"""A client that `openapi-python-client` makes of the served description, used as another project would use it."""

import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from repository import END_TO_END
from server import DrydockServer
from world import World

PACKAGE = "drydock_client"


@pytest.fixture(scope="module")
def package(drydock: DrydockServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The generated package; a warning of the generator, which leaves things out, fails."""
    directory = tmp_path_factory.mktemp("generated")
    description = directory / "openapi.yaml"
    description.write_bytes(httpx.get(f"{drydock.base_url}/_drydock/openapi.yaml").content)
    command = [Path(sys.executable).parent / "openapi-python-client", "generate", "--meta", "none", "--fail-on-warning"]
    command += ["--path", description, "--output-path", directory / PACKAGE]
    command += ["--config", END_TO_END / "clients" / "openapi-python-client.yaml"]
    made = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=300)
    assert made.returncode == 0 and "WARNING" not in made.stdout + made.stderr, made.stdout + made.stderr
    sys.path.insert(0, str(directory))
    yield PACKAGE
    sys.path.remove(str(directory))


class Generated:
    """The generated functions by their operation's name, and the models, in one world."""

    def __init__(self, package: str, base_url: str, world: str) -> None:
        self.models: ModuleType = importlib.import_module(f"{package}.models")
        self._client = importlib.import_module(f"{package}.client").Client(base_url=base_url)
        self._package = package
        self._world = world

    def __call__(self, tag: str, operation: str, **arguments: Any) -> Any:
        """Calls an operation; its answer as the model that is described for it."""
        module = importlib.import_module(f"{self._package}.api.{tag}.{operation}")
        return module.sync(client=self._client, world=self._world, **arguments)


@pytest.fixture
def client(package: str, world: World) -> Generated:
    """The generated client in this test's world."""
    return Generated(package, world.base_url, world.name)


def test_every_operation_has_a_function_with_a_typed_answer(package: str, drydock: DrydockServer) -> None:
    folder = Path(importlib.import_module(package).__file__).parent
    described = httpx.get(f"{drydock.base_url}/_drydock/openapi.yaml").text.count("operationId:")
    functions = [path for path in (folder / "api").glob("*/*.py") if path.name != "__init__.py"]
    assert len(functions) == described
    assert [path.name for path in functions if "-> Any | None:" in path.read_text()] == []


def test_clock_and_reset(client: Generated) -> None:
    start = client("world", "get_clock")
    assert (start.mode, start.pending) == ("frozen", [])
    moved = client("world", "change_clock", body=client.models.ClockChange(advance="15m"))
    assert (moved.now - start.now).total_seconds() == 900
    assert client("world", "reset_world").scenario == "default"
    assert client("world", "get_clock").now == start.now
    refused = client("world", "change_clock", body=client.models.ClockChange(advance="soon"))
    assert refused.error.reason == "body.invalid" and "advance" in refused.error.message


def test_a_rule_is_added_counted_and_removed(client: Generated, world: World) -> None:
    models = client.models
    rule = models.Rule(
        on="anchor.createSession",
        when=models.Conditions.from_dict({"header": {"user-agent": {"contains": "httpx"}}}),
        times=1,
        effect=models.Effect(problem="outOfCredits"),
    )
    added = client("rule", "add_rule", body=rule)
    assert (added.matched, added.remaining) == (0, 1)
    assert [world.api.post("/v1/sessions", json={}).status_code for _ in range(2)] == [402, 200]
    [shown] = client("rule", "list_rules").rules
    assert (shown.id, shown.matched, shown.remaining) == (added.id, 1, 0)
    assert client("rule", "remove_rules").removed == 1


def test_requests_are_found_counted_and_verified(client: Generated, world: World) -> None:
    models = client.models
    for source in ("https://one.example.com", "https://two.example.com"):
        world.application(source)
    order = {"on": "anchor.createApplication", "when": {"body": {"source": {"contains": "two"}}}}
    found = client("request", "find_requests", body=models.RequestSearch.from_dict(order))
    [entry] = found.requests
    assert (entry.number, entry.response.status, entry.reason) == (2, 201, None)
    assert entry.request.body["source"] == "https://two.example.com"
    everything = models.RequestCriteria(on="anchor.*")
    assert client("request", "count_requests", body=everything).count == 2
    passed = client("request", "verify_requests", body=models.VerificationOrder.from_dict({**order, "exactly": 1}))
    assert passed.verified is True
    failed = client("request", "verify_requests", body=models.VerificationOrder.from_dict({**order, "exactly": 2}))
    assert failed.verified is False and "two" in failed.message
    [listed, _] = client("request", "list_requests").requests
    assert listed.number == 1


def test_a_snapshot_is_compared_and_restored(client: Generated, world: World) -> None:
    taken = client("snapshot", "take_snapshot")
    application = world.application()
    difference = client("snapshot", "compare_snapshots", id=taken.id, other="now")
    [made] = difference.made["anchor.applications"]
    assert made.id == application["id"] and made.after["name"] == application["name"]
    assert difference.changed.to_dict() == difference.removed.to_dict() == {}
    assert client("snapshot", "restore_snapshot", id=taken.id).id == taken.id
    assert world.api.get("/v1/applications").json()["applications"] == []


def test_credentials_let_a_client_in(client: Generated, world: World) -> None:
    credentials = client("world", "get_credentials").anon
    pool = httpx.get(
        f"{world.base_url}/org/userPool/{credentials.user_pool_id}",
        headers={"Authorization": f"Bearer {credentials.service_sdk_client.api_key}"},
    )
    assert pool.json()["organizationId"] == str(credentials.organization_id)


def test_the_hosted_flow_ends_and_a_token_is_signed(client: Generated, world: World) -> None:
    models = client.models
    token = world.identity_token(world.application()["id"])
    done = client(
        "world", "complete_identity_token", token=token, body=models.Completion(outcome=models.FlowOutcome.SUCCESS)
    )
    assert done.callback.endswith(f"identity_id={done.identity_id}&status=success")
    signed = client("world", "sign_token", body=models.TokenOrder(subject="ada"))
    assert signed.token.count(".") == 2
    linked = client("world", "complete_link", body=models.LinkOrder(app="amazon", app_user_id="ada"))
    assert (linked.world, linked.app_user_id) == (world.name, "ada")


def test_a_scenario_is_loaded_by_name_and_read(client: Generated) -> None:
    names = [scenario.name for scenario in client("scenario", "list_scenarios").scenarios]
    assert "session-out-of-credits" in names
    loaded = client("scenario", "load_scenario", body=client.models.ScenarioOrder(name="session-out-of-credits"))
    assert loaded.scenario == "session-out-of-credits"
