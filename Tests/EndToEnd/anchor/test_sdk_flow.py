"""The vendor's newest SDK, with strict response validation, through the whole connect flow."""

import json
import uuid

import httpx
import pytest
from anchorbrowser import Anchorbrowser

from world import World

CALLBACK = "https://app.example.com/identity-callback"


def connected_identity(sdk: Anchorbrowser, world: World, application: str) -> str:
    """Goes from an application's token to the identity, without a browser."""
    token = sdk.applications.create_identity_token(application, callback_url=CALLBACK)
    completion = world.complete(token.token)
    assert completion.status_code == 200, completion.text
    callback = httpx.URL(completion.json()["callback"])
    assert str(callback).startswith(CALLBACK + "?identity_id=")
    assert callback.params["status"] == "success"
    return callback.params["identity_id"]


def test_whole_connect_flow_from_application_to_session(sdk: Anchorbrowser, world: World) -> None:
    application = sdk.applications.create_application(
        source="https://shop.example.com", name="Shop", description="Where Ada shops"
    )
    assert application.id and application.name == "Shop" and application.created_at

    identity_id = connected_identity(sdk, world, str(application.id))
    identity = sdk.identities.get_identity(identity_id)
    assert (identity.status, identity.metadata) == ("validated", {})
    assert httpx.URL(identity.source).host == "shop.example.com"

    updated = sdk.identities.update_identity(identity_id, metadata={"userId": "u-1"}, name="Ada")
    assert updated.metadata == {"userId": "u-1"} and updated.name == "Ada"
    assert sdk.identities.get_identity(identity_id).metadata == {"userId": "u-1"}

    session = sdk.sessions.create_session(identities=[{"id": identity_id}]).data
    assert uuid.UUID(session.id) and session.cdp_url.startswith("ws://") and session.live_view_url.startswith("http://")
    details = sdk.sessions.get_session(session.id).data
    assert (details.session_id, details.status) == (session.id, "running")
    rows = sdk.sessions.list_sessions().data
    assert [row.id for row in rows.sessions] == [session.id] and rows.total == 1

    assert sdk.sessions.delete_session(session.id).data.status
    assert sdk.sessions.get_session(session.id).data.status == "completed"


def test_identity_token_has_the_flat_and_the_nested_form(sdk: Anchorbrowser, world: World) -> None:
    application = world.application()
    token = sdk.applications.create_identity_token(application["id"], callback_url=CALLBACK)
    raw = world.api.post(f"/v1/applications/{application['id']}/tokens", json={"callbackUrl": CALLBACK}).json()
    assert raw["token"] != token.token
    assert raw["data"] == {
        "token": raw["token"],
        "expires_at": raw["expiresAt"],
        "token_hash": raw["tokenHash"],
    }
    now = world.demand("GET", "/clock")["now"]
    life = token.expires_at - type(token.expires_at).fromisoformat(now.replace("Z", "+00:00"))
    assert life.total_seconds() == 15 * 60


def test_applications_are_listed_searched_and_deleted(sdk: Anchorbrowser, world: World) -> None:
    shop = sdk.applications.create_application(source="https://shop.example.com", name="Shop")
    bank = sdk.applications.create_application(source="https://bank.example.org", name="Bank")
    assert [item.id for item in sdk.applications.list_applications().applications] == [shop.id, bank.id]
    assert [item.name for item in sdk.applications.list_applications(search="bank").applications] == ["Bank"]

    identity_id = connected_identity(sdk, world, str(shop.id))
    found = sdk.applications.get_application(str(shop.id))
    assert (found.identity_count, found.name) == (1, "Shop") and found.updated_at

    assert sdk.applications.delete_application(str(shop.id)).success is True
    assert [item.id for item in sdk.applications.list_applications().applications] == [bank.id]
    assert world.api.get(f"/v1/identities/{identity_id}").status_code == 404, "identities go with their application"


def test_creating_an_application_for_a_known_site_gives_the_existing_one(sdk: Anchorbrowser) -> None:
    first = sdk.applications.create_application(source="https://shop.example.com", name="Shop")
    again = sdk.applications.create_application(source="https://shop.example.com", name="Other")
    assert (again.id, again.name) == (first.id, "Shop")


def test_identities_are_found_by_metadata_and_by_name(sdk: Anchorbrowser, world: World) -> None:
    application = str(sdk.applications.create_application(source="https://shop.example.com").id)
    names = {"u-1": "Ada Lovelace", "u-2": "Grace Hopper"}
    ids = {user: connected_identity(sdk, world, application) for user in names}
    for user, identity_id in ids.items():
        sdk.identities.update_identity(identity_id, name=names[user], metadata={"userId": user, "team": "a"})

    def found(**query: str) -> list[str]:
        return [str(item.id) for item in sdk.applications.list_application_identities(application, **query).identities]

    assert found() == [ids["u-1"], ids["u-2"]]
    assert found(metadata=json.dumps({"userId": "u-2"})) == [ids["u-2"]]
    assert found(metadata=json.dumps({"userId": "u-2", "team": "b"})) == []
    assert found(metadata=json.dumps({"team": "a"})) == [ids["u-1"], ids["u-2"]]
    assert found(search="lovelace") == [ids["u-1"]]
    assert found(search="nobody") == []
    literal = world.api.get(f"/v1/applications/{application}/identities", params={"metadata[userId]": "u-1"})
    assert [item["id"] for item in literal.json()["identities"]] == [ids["u-1"]]


def test_auth_flows_are_created_changed_and_deleted(sdk: Anchorbrowser) -> None:
    application = str(sdk.applications.create_application(source="https://shop.example.com").id)
    [standard] = sdk.applications.list_auth_flows(application).auth_flows
    assert standard.name == "Standard authentication"

    created = sdk.applications.create_auth_flow(
        application,
        name="Company login",
        methods=["username_password", "custom"],
        custom_fields=[{"name": "Branch"}],
        is_recommended=True,
    )
    assert (created.name, created.methods) == ("Company login", ["username_password", "custom"])
    assert [field.name for field in created.custom_fields] == ["Branch"] and created.is_recommended is True

    changed = sdk.applications.update_auth_flow(application, str(created.id), description="By branch")
    assert (changed.description, changed.name) == ("By branch", "Company login")
    assert sdk.applications.delete_auth_flow(application, str(created.id)).success is True
    assert [flow.id for flow in sdk.applications.list_auth_flows(application).auth_flows] == [standard.id]


def test_identity_is_pending_at_first_when_validation_is_asynchronous(sdk: Anchorbrowser, world: World) -> None:
    credentials = [{"type": "username_password", "username": "user_good", "password": "secret"}]
    source = "https://shop.example.com/login"
    waiting = sdk.identities.create_identity(source=source, credentials=credentials)
    assert waiting.status == "pending" and waiting.name == "Unnamed Identity"
    ready = sdk.identities.create_identity(source=source, name="Ada", credentials=credentials, validate_async=False)
    assert (ready.status, ready.name) == ("validated", "Ada")
    world.advance("1m")
    assert sdk.identities.get_identity(str(waiting.id)).status == "validated"
    assert sdk.identities.delete_identity(str(waiting.id)).message
    assert world.api.get(f"/v1/identities/{waiting.id}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_all_sessions_have_a_status_and_end_together(sdk: Anchorbrowser, world: World, count: int) -> None:
    ids = [sdk.sessions.create_session(session={"tags": [f"tag-{number}"]}).data.id for number in range(count)]
    status = sdk.sessions.get_all_sessions_status().data
    assert status.count == count and {item.session_id for item in status.items} == set(ids)
    [tagged] = sdk.sessions.get_all_sessions_status(tags="tag-0").data.items
    assert tagged.session_id == ids[0]
    assert sdk.sessions.delete_all_sessions().data.status
    assert {sdk.sessions.get_session(session_id).data.status for session_id in ids} == {"completed"}


def test_sessions_are_paged_and_sorted(sdk: Anchorbrowser, world: World) -> None:
    ids = []
    for _ in range(12):
        ids.append(sdk.sessions.create_session().data.id)
        world.advance("1s")
    first = sdk.sessions.list_sessions(limit=10).data
    assert ([row.id for row in first.sessions], first.total, first.page, first.total_pages) == (ids[:10], 12, 1, 2)
    second = sdk.sessions.list_sessions(limit=10, page=2).data
    assert ([row.id for row in second.sessions], second.page) == (ids[10:], 2)
    newest = sdk.sessions.list_sessions(limit=20, sort_order="desc").data
    assert [row.id for row in newest.sessions] == ids[::-1]


def test_pages_downloads_recordings_and_history_of_a_session(sdk: Anchorbrowser, world: World) -> None:
    session = sdk.sessions.create_session(session={"initial_url": "https://shop.example.com"}).data.id
    pages = sdk.sessions.get_session_pages(session).data
    assert pages.count == len(pages.items) == 1 and pages.items[0].url.startswith("https://shop.example.com")
    assert sdk.sessions.get_session_downloads(session).data.count == 0
    assert sdk.recordings.pause_recording(session).data.data.status
    assert sdk.recordings.resume_recording(session).data.data.status
    sdk.sessions.delete_session(session)
    recordings = sdk.recordings.list_recordings(session).data
    assert recordings.count == 1 and recordings.items[0].is_primary is True
    assert sdk.recordings.fetch_primary_recording(session).read()
    assert sdk.recordings.delete_recording(session, "primary").data.status
    assert sdk.recordings.list_recordings(session).data.count == 0
    history = sdk.sessions.get_sessions_history(granularity="day")
    assert history.summary.total_sessions == 1 and history.pagination.current_page == 1


def test_tags_of_a_session_are_replaced_and_removed(world: World) -> None:
    path = f"/v1/sessions/{world.session(session={'tags': ['one']})['id']}/tags"
    assert world.api.get(path).json() == {"tags": ["one"]}
    assert world.api.put(path, json={"tags": ["two", "three"]}).json()["success"] is True
    assert world.api.get(path).json() == {"tags": ["two", "three"]}
    assert world.api.delete(path).json()["success"] is True
    assert world.api.get(path).json()["tags"] in (None, [])


def test_profiles_are_created_listed_and_deleted(sdk: Anchorbrowser) -> None:
    session = sdk.sessions.create_session().data.id
    created = sdk.profiles.create_profile(name="ada", description="Ada's", source="session", session_id=session)
    assert created.data.status
    profile = sdk.profiles.get_profile("ada").data
    assert (profile.name, profile.description, profile.source) == ("ada", "Ada's", "session")
    assert [item.name for item in sdk.profiles.list_profiles().data.items] == ["ada"]
    assert sdk.profiles.delete_profile("ada").data.status
    assert sdk.profiles.list_profiles().data.count == 0


def test_session_ends_by_its_timeouts_on_the_worlds_clock(sdk: Anchorbrowser, world: World) -> None:
    for timeout in (
        {"max_duration": 1, "idle_timeout": -1},
        {"max_duration": -1, "idle_timeout": 3},
        {"max_duration": -1, "idle_timeout": -1},
    ):
        sdk.sessions.create_session(session={"timeout": timeout})

    def states() -> list[str]:
        return [row.status for row in sdk.sessions.list_sessions(limit=10).data.sessions]

    assert states() == ["running", "running", "running"]
    world.advance("1m")
    assert states() == ["completed", "running", "running"]
    world.advance("2m")
    assert states() == ["completed", "completed", "running"]
