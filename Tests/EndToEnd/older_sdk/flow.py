"""The connect flow with anchorbrowser 0.11.3. Runs in that SDK's environment; `test_older_sdk_flow.py` starts it."""

import json
import os
import urllib.request
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import anchorbrowser
import pytest
from anchorbrowser import Anchorbrowser

BASE_URL = os.environ["DRYDOCK_URL"]
WORLD = os.environ["DRYDOCK_WORLD"]


@pytest.fixture
def sdk() -> Iterator[Anchorbrowser]:
    """The older SDK, strict."""
    key = f"sk-test@{WORLD}"
    with Anchorbrowser(base_url=BASE_URL, api_key=key, timeout=20, _strict_response_validation=True) as client:
        yield client


def complete(token: str) -> dict[str, list[str]]:
    """Finishes the hosted flow over the control plane; returns the query of the callback."""
    request = urllib.request.Request(
        f"{BASE_URL}/_drydock/identity-tokens/{token}/complete?world={WORLD}",
        data=json.dumps({"outcome": "success"}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=20) as response:
        return parse_qs(urlsplit(json.load(response)["callback"]).query)


def test_this_is_the_older_sdk() -> None:
    assert anchorbrowser.__version__ == "0.11.3"


def test_whole_connect_flow_with_the_token_inside_data(sdk: Anchorbrowser) -> None:
    application = sdk.applications.create(source="https://older.example.com", name="Older")
    assert application.id and application.name == "Older"
    token = sdk.applications.create_identity_token(
        application.id, callback_url="https://app.example.com/identity-callback"
    )
    assert token.data is not None and token.data.token and token.data.token_hash
    assert token.data.expires_at is not None and token.data.expires_at.tzinfo is not None

    callback = complete(token.data.token)
    assert callback["status"] == ["success"]
    [identity_id] = callback["identity_id"]
    assert sdk.identities.retrieve(identity_id).status == "validated"
    assert sdk.identities.update(identity_id, metadata={"userId": "u-1"}).metadata == {"userId": "u-1"}
    found = sdk.applications.list_identities(application.id, metadata=json.dumps({"userId": "u-1"})).identities
    assert found is not None and [identity.id for identity in found] == [identity_id]

    session = sdk.sessions.create(identities=[{"id": identity_id}]).data
    assert session is not None and session.id and session.cdp_url and session.live_view_url
    details = sdk.sessions.retrieve(session.id)
    assert (details.session_id, details.status) == (session.id, "running")
    everything = sdk.sessions.all.status().data
    assert everything is not None and everything.count == 1
    assert sdk.sessions.recordings.list(session.id).data is not None
    assert sdk.sessions.retrieve_downloads(session.id).data is not None
    assert sdk.sessions.delete(session.id).data is not None
    assert sdk.sessions.retrieve(session.id).status == "completed"


def test_the_page_of_a_session_is_steered(sdk: Anchorbrowser) -> None:
    created = sdk.sessions.create().data
    assert created is not None and created.id
    session = created.id
    assert sdk.sessions.goto(session, url="https://older.example.com/").status
    assert sdk.sessions.mouse.click(session, x=1, y=2).status
    assert sdk.sessions.mouse.click(session, selector="#name", selector_timeout_ms=100).status
    assert sdk.sessions.mouse.double_click(session, x=1, y=2).status
    assert sdk.sessions.mouse.move(session, x=1, y=2).status
    assert sdk.sessions.scroll(session, x=1, y=2, delta_y=3).status
    assert sdk.sessions.drag_and_drop(session, start_x=1, start_y=2, end_x=3, end_y=4).status
    assert sdk.sessions.keyboard.type(session, text="Ada").status
    assert sdk.sessions.keyboard.shortcut(session, keys=["Ctrl", "a"]).status
    assert sdk.sessions.keyboard.shortcut(session, keys=["Ctrl", "c"]).status
    clipboard = sdk.sessions.clipboard.get(session).data
    assert clipboard is not None and clipboard.text == "Ada"
    assert sdk.sessions.clipboard.set(session, text="Ben").status
    assert sdk.sessions.retrieve_screenshot(session).read()[1:4] == b"PNG"


def test_credentials_of_an_identity_can_be_read(sdk: Anchorbrowser) -> None:
    identity = sdk.identities.create(
        source="https://older.example.com/login",
        credentials=[{"type": "username_password", "username": "user_good", "password": "secret"}],
    )
    assert identity.id
    [credential] = sdk.identities.retrieve_credentials(identity.id).credentials or []
    assert (credential.type, credential.username, credential.password) == ("username_password", "user_good", "secret")


def test_auth_flows_and_profiles(sdk: Anchorbrowser) -> None:
    application = sdk.applications.create(source="https://flows.example.com")
    assert application.id
    flow = sdk.applications.auth_flows.create(application.id, name="Login", methods=["username_password"])
    assert flow.id
    listed = sdk.applications.auth_flows.list(application.id).auth_flows or []
    assert flow.id in [item.id for item in listed]
    assert sdk.applications.auth_flows.delete(flow.id, application_id=application.id).success is True
    sdk.profiles.create(name="older")
    assert sdk.profiles.retrieve("older").data is not None
    assert sdk.profiles.delete("older").data is not None


def test_a_task_is_stored_run_and_looked_up(sdk: Anchorbrowser) -> None:
    task = sdk.task.create(name="older", language="typescript", code="YQ==").data
    assert task is not None and task.latest_version == "1"
    listed = sdk.task.list(page="1", limit="10").data
    assert listed is not None and [row.name for row in listed.tasks] == ["older"]
    run = sdk.task.run(task_id=task.id, version="latest", inputs={"ANCHOR_USER": "ada"}).data
    assert run is not None and run.success and run.output
    # This generation's type lacks the field, which its own guide reads.
    execution = sdk.task.retrieve_execution_result(run.executionResultId, task_id=task.id).data  # type: ignore[attr-defined]
    assert execution is not None and (execution.status, execution.output) == ("success", run.output)
    started = sdk.task.run(task_id=task.id, async_=True).data
    assert started is not None and started.message == "Task execution started"


def test_an_unknown_application_is_the_sdks_not_found_error(sdk: Anchorbrowser) -> None:
    with pytest.raises(anchorbrowser.NotFoundError):
        sdk.applications.retrieve("182bd5e5-6e1a-4fe4-a799-aa6d9a6ab26e")
