"""The choices where the vendor is silent: each value of each policy, seen by a client."""

from typing import Any

import httpx
import pytest
from playwright.sync_api import expect

from browser import HostedPage
from callback_receiver import CallbackReceiver
from world import World

UNKNOWN = "11111111-2222-4333-8444-555555555555"
CALLBACK = "https://app.example.com/callback"


def choose(world: World, **policies: Any) -> None:
    """Gives the world these policies."""
    world.load({"name": "policies-under-test", "extends": ["default"], "anchor": {"policies": policies}})


def completed(world: World, callback: str = CALLBACK, outcome: str = "success") -> str:
    """Where a browser would be sent at the end of the hosted flow."""
    token = world.identity_token(world.application()["id"], callback)
    answer = world.complete(token, outcome)
    assert answer.status_code == 200, answer.text
    return answer.json()["callback"]


@pytest.mark.parametrize(
    ("policy", "expected"),
    [({}, {"b": 2}), ({"identityMetadata": "replace"}, {"b": 2}), ({"identityMetadata": "merge"}, {"a": 1, "b": 2})],
)
def test_metadata_is_replaced_or_merged(world: World, policy: dict[str, str], expected: dict[str, int]) -> None:
    choose(world, **policy)
    identity = world.identity(metadata={"a": 1})["id"]
    assert world.api.put(f"/v1/identities/{identity}", json={"metadata": {"b": 2}}).json()["metadata"] == expected
    world.api.put(f"/v1/identities/{identity}", json={"name": "Ada"})
    assert world.api.get(f"/v1/identities/{identity}").json()["metadata"] == expected, "an absent field stays"


@pytest.mark.parametrize(
    ("policy", "members"),
    [
        ("both", {"token", "expiresAt", "tokenHash", "data"}),
        ("flat", {"token", "expiresAt", "tokenHash"}),
        ("data", {"data"}),
    ],
)
def test_token_answer_has_the_chosen_envelope(world: World, policy: str, members: set[str]) -> None:
    choose(world, tokenEnvelope=policy)
    path = f"/v1/applications/{world.application()['id']}/tokens"
    answer = world.api.post(path, json={"callbackUrl": CALLBACK})
    assert answer.status_code == 201 and set(answer.json()) == members


@pytest.mark.parametrize(
    ("policy", "names"),
    [("identity_id", ["identity_id"]), ("identityId", ["identityId"]), ("both", ["identity_id", "identityId"])],
)
def test_callback_parameter_has_the_chosen_name(world: World, policy: str, names: list[str]) -> None:
    choose(world, callbackParameter=policy)
    query = httpx.URL(completed(world)).params
    assert [name for name in query if name != "status"] == names
    assert len({query[name] for name in names}) == 1


def test_callback_with_a_query_is_appended_to_literally_so_that_the_bug_shows(world: World) -> None:
    callback = completed(world, CALLBACK + "?conversation=1")
    assert callback.startswith(CALLBACK + "?conversation=1?identity_id=")
    choose(world, callbackAppend="merge")
    merged = httpx.URL(completed(world, CALLBACK + "?conversation=1"))
    assert (merged.params["conversation"], merged.params["status"]) == ("1", "success")
    assert merged.params["identity_id"]


@pytest.mark.parametrize(
    ("policy", "callback", "status"),
    [
        ("https", "http://127.0.0.1:3000/callback", 400),
        ("httpsOrLoopback", "http://127.0.0.1:3000/callback", 201),
        ("httpsOrLoopback", "http://localhost:3000/callback", 201),
        ("httpsOrLoopback", "http://app.example.com/callback", 400),
        ("httpsOrLoopback", CALLBACK, 201),
    ],
)
def test_callback_scheme_is_checked(world: World, policy: str, callback: str, status: int) -> None:
    choose(world, callbackScheme=policy)
    path = f"/v1/applications/{world.application()['id']}/tokens"
    assert world.api.post(path, json={"callbackUrl": callback}).status_code == status


def test_listed_keys_are_accepted_and_others_refused(world: World) -> None:
    choose(world, apiKeys=["sk-right"])
    assert world.api.get("/v1/applications").status_code == 401
    right = {"anchor-api-key": world.key("sk-right")}
    assert world.api.get("/v1/applications", headers=right).status_code == 200


def test_session_quota_is_a_rate_limit_that_the_clock_lifts(world: World) -> None:
    choose(world, sessionRateLimit={"sessions": 2, "per": "1m"})
    assert [world.api.post("/v1/sessions").status_code for _ in range(3)] == [200, 200, 429]
    refused = world.api.post("/v1/sessions")
    assert refused.headers["RateLimit"].startswith('"2-in-1min"; r=0; t=')
    world.advance(f"{refused.headers['Retry-After']}s")
    assert world.api.post("/v1/sessions").status_code == 200


def test_token_spent_on_opening_shows_the_page_once(world: World, hosted_page: HostedPage) -> None:
    choose(world, tokenSpentOn="opening")
    token = world.identity_token(world.application()["id"], CALLBACK)
    assert hosted_page.open(token).status == 200
    assert hosted_page.open(token).status == 409


@pytest.mark.parametrize("user_name", ["user_cancel", "user_locked"])
def test_cancelling_and_failing_can_stay_on_the_page(
    world: World, hosted_page: HostedPage, receiver: CallbackReceiver, user_name: str
) -> None:
    choose(world, onCancel="stay")
    hosted_page.open(world.identity_token(world.application()["id"], receiver.url()))
    hosted_page.start()
    hosted_page.sign_in(user_name)
    expect(hosted_page.page.get_by_role("alert")).to_be_visible()
    expect(hosted_page.page.get_by_role("link")).to_have_count(0)
    hosted_page.page.get_by_role("button", name="Start again").click()
    hosted_page.start()
    hosted_page.sign_in("user_good")
    hosted_page.expect_success()
    assert receiver.received() == [], "nothing was sent while the user stayed"
    hosted_page.leave()
    assert receiver.expect_one().query["status"] == ["success"]


def test_unknown_ids_are_refused_or_adopted(world: World) -> None:
    assert world.api.get(f"/v1/identities/{UNKNOWN}").status_code == 404
    choose(world, unknownIds="adopt")
    adopted = world.api.get(f"/v1/identities/{UNKNOWN}")
    assert (adopted.status_code, adopted.json()["id"]) == (200, UNKNOWN)
    assert world.api.post("/v1/identities", json={"credentials": [{}], "source": "shop"}).status_code == 201


def test_credentials_can_be_hidden_as_in_the_newest_api(world: World) -> None:
    path = f"/v1/identities/{world.identity()['id']}/credentials"
    assert world.api.get(path).status_code == 200
    choose(world, identityCredentials="hidden")
    assert world.api.get(f"/v1/identities/{world.identity()['id']}/credentials").status_code == 404
