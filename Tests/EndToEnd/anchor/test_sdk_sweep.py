"""Every method of the vendor's newest SDK, called once with arguments made from its signature; each answer has the SDK's types."""

import collections.abc
import inspect
import io
import typing
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from anchorbrowser import Anchorbrowser
from anchorbrowser._resource import SyncAPIResource
from anchorbrowser._types import NotGiven
from anchorbrowser.resources._mixins import SyncResourcesMixin

from certificates import TemporaryAuthority
from world import World

RESOURCES = sorted(name for name in vars(SyncResourcesMixin) if not name.startswith("_"))
# What every method takes.
OPTIONS = {"self", "extra_headers", "extra_query", "extra_body", "timeout"}
# These want a recording, which is there once the session has ended.
OF_RECORDINGS = {"delete_recording", "fetch_primary_recording", "list_recordings"}
# What is made first, so that the methods have something to read or delete.
MADE_FIRST = {
    "get_extension": ("extensions", "upload_extension"),
    "delete_extension": ("extensions", "upload_extension"),
    "delete_certificate": ("certificates", "create_certificate"),
    "delete_integration": ("integrations", "create_integration"),
    "get_profile": ("profiles", "create_profile"),
    "delete_profile": ("profiles", "create_profile"),
}

# What need not be there by the signature, and without which the call means nothing.
OPTIONAL = {"mouse_click": {"x": 1, "y": 2}, "screenshot_webpage": {"url": "https://app.example.com/"}}


def methods() -> list[tuple[str, str]]:
    """All methods by resource and name."""
    client = Anchorbrowser(api_key="sk-test", base_url="http://canned.invalid")
    found = []
    for resource in RESOURCES:
        kind = type(getattr(SyncResourcesMixin, resource).func(client))
        assert issubclass(kind, SyncAPIResource)
        found += [(resource, name) for name, value in vars(kind).items() if inspect.isfunction(value) and name[0] != "_"]
    return found


METHODS = methods()


def function(sdk: Anchorbrowser, resource: str, method: str) -> Callable[..., Any]:
    """A method, ready to be called. `agent` of a client is a helper that hides the resource of this name."""
    return getattr(getattr(SyncResourcesMixin, resource).func(sdk), method)


def archive() -> bytes:
    """A browser extension."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as files:
        files.writestr("manifest.json", '{"name": "Sweep", "version": "1.0", "manifest_version": 3}')
    return content.getvalue()


class Arguments:
    """Makes arguments from annotations: ids of what the world has where names match, the plainest values elsewhere."""

    def __init__(self, world: World, resource: str, method: str, certificate: bytes) -> None:
        application = world.application()["id"]
        flow = {"name": "Login", "methods": ["username_password"]}
        session = world.session()["id"]
        self.known: dict[str, Any] = {
            "application_id": application,
            "auth_flow_id": world.api.post(f"/v1/applications/{application}/auth-flows", json=flow).json()["id"],
            "identity_id": world.identity()["id"],
            "session_id": session,
            "callback_url": "https://app.example.com/callback",
            "source": "https://shop.example.com",
            "url": "https://app.example.com/",
            "code": "Y2FubmVk",
            "file": ("ca.pem", certificate) if "certificate" in method else ("sweep.zip", archive()),
            "serviceAccount": "ops_eyJzd2VlcCI6ICJ0b2tlbiJ9",
            "keys": ["Ctrl", "a"],
            "task_version": "1",
        }
        if "task" in resource:
            self._make_task(world)
        if resource == "agent" or "web_task_status" in method:
            self._make_agent(world, session)
        if method == "resume_agent":
            assert world.api.post(f"/v1/sessions/{session}/agent/pause").status_code == 200
        if method == "wait_for_event":
            world.api.post("/v1/events/sweep", json={"data": {}})
        if method == "get_async_session_status":
            self.known["request_id"] = world.api.post("/v1/sessions/async").json()["data"]["request_id"]
        if method.endswith("_batch_session"):
            self.known["batch_id"] = world.api.post("/v1/batch-sessions", json={"count": 1}).json()["data"]["batch_id"]
        if method in OF_RECORDINGS:
            world.advance("1m")
            assert world.api.delete(f"/v1/sessions/{session}").status_code == 200
            recordings = world.api.get(f"/v1/sessions/{session}/recordings").json()["data"]["items"]
            self.known["recording_id"] = recordings[0]["id"]
        if "webhook" in method:
            hook = {"url": "http://127.0.0.1:9/hook", "subscribed_events": ["batch.failed"]}
            webhook = world.api.post("/v1/webhooks", json=hook).json()["id"]
            self.known |= {"id": webhook, "webhook_id": webhook}

    def _make_task(self, world: World) -> None:
        """A task with a version and a draft, and its runs."""
        body = {"name": "sweep", "language": "typescript", "code": "Y2FubmVk"}
        task = world.api.post("/v1/task", json=body).json()["data"]["id"]
        assert world.api.post(f"/v1/task/{task}/draft", json={"code": "Y2FubmVk"}).status_code == 200
        run = world.api.post(f"/v2/tasks/{task}/run", json={"input_params": {}}).json()["run_id"]
        execution = world.api.post("/v1/task/run", json={"taskId": task}).json()["data"]["executionResultId"]
        self.known |= {"task_id": task, "taskId": task, "run_id": run, "execution_id": execution, "task_name": "sweep"}

    def _make_agent(self, world: World, session: str) -> None:
        """An agent at work, which asks something."""
        world.demand("POST", "/task-results", json={"question": {"message": "Go on?"}, "duration": "1m"})
        body = {"prompt": "sweep", "async": True, "human_intervention": True}
        started = world.api.post("/v1/tools/perform-web-task", params={"sessionId": session}, json=body).json()
        self.known |= {"workflow_id": started["data"]["workflow_id"], "response": "yes"}

    def of(self, function: Callable[..., Any]) -> dict[str, Any]:
        """One argument for each parameter that must be there."""
        hints = typing.get_type_hints(function)
        return {
            name: self.value(name, hints[name])
            for name, parameter in inspect.signature(function).parameters.items()
            if name not in OPTIONS and not isinstance(parameter.default, NotGiven)
        }

    def value(self, name: str, hint: Any) -> Any:
        """A value of this type for a parameter or a member of this name."""
        if name in self.known:
            return self.known[name]
        origin, parts = typing.get_origin(hint), typing.get_args(hint)
        if origin in (typing.Required, typing.Annotated):
            return self.value(name, parts[0])
        if origin is typing.Literal:
            return parts[0]
        if typing.is_typeddict(hint):
            hints = typing.get_type_hints(hint)
            return {member: self.value(member, hints[member]) for member in hint.__required_keys__}
        if origin in (dict, collections.abc.Mapping) or hint in (object, dict):
            return {}
        if origin in (list, collections.abc.Iterable, collections.abc.Sequence):
            return [self.value("", parts[0])]
        if parts:
            return self.value(name, parts[0])
        return {int: 1, float: 1.0, bool: True}.get(hint, "sweep")


def test_the_sdk_has_the_methods_that_its_release_notes_count() -> None:
    assert len(METHODS) == 111


@pytest.mark.parametrize(("resource", "method"), METHODS, ids=[".".join(pair) for pair in METHODS])
def test_method_gets_an_answer_of_its_types(
    sdk: Anchorbrowser, world: World, authority: TemporaryAuthority, resource: str, method: str
) -> None:
    if method == "retry_batch_session":
        policies = {"batchSessions": {"after": "0s", "failing": 1}}
        world.load({"name": "sweep", "extends": ["default"], "anchor": {"policies": policies}})
    arguments = Arguments(world, resource, method, authority.authority_file.read_bytes())
    if method in MADE_FIRST:
        make = function(sdk, *MADE_FIRST[method])
        made = make(**arguments.of(make)).data
        made = getattr(made, "integration", made)
        arguments.known |= {name: str(made.id) for name in ("id", "integration_id") if hasattr(made, "id")}
    called = function(sdk, resource, method)
    given = arguments.of(called) | OPTIONAL.get(method, {})
    called(**given)
    [last] = world.journal()[-1:]
    assert last["response"]["status"] < 400, last
