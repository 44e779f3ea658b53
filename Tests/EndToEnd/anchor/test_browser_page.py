"""A real Chromium goes through the hosted page as a person would; the integrator's HTTPS server sees the callback."""

import pytest
from playwright.sync_api import expect

from browser import HostedPage
from callback_receiver import CallbackReceiver
from world import World


def identities(world: World) -> list[dict]:
    """The identities of the world's only application."""
    [application] = world.api.get("/v1/applications").json()["applications"]
    return world.api.get(f"/v1/applications/{application['id']}/identities").json()["identities"]


def test_signing_in_leads_through_the_success_step_to_the_callback(
    world: World, token: str, hosted_page: HostedPage, receiver: CallbackReceiver
) -> None:
    assert hosted_page.open(token).status == 200
    expect(hosted_page.page.get_by_text("Ada's Shop").first).to_be_visible()
    hosted_page.start()
    hosted_page.sign_in("user_good")
    hosted_page.expect_success()
    assert receiver.received() == [], "the callback comes after the success step"
    hosted_page.leave()
    hosted_page.page.wait_for_url(receiver.url() + "?**")

    callback = receiver.expect_one()
    [identity] = identities(world)
    assert callback.raw_query == f"identity_id={identity['id']}&status=success"
    assert world.api.get(f"/v1/identities/{identity['id']}").json()["status"] == "validated"


def test_page_says_that_it_is_drydock_and_lists_the_magic_user_names(token: str, hosted_page: HostedPage) -> None:
    hosted_page.open(token)
    banner = hosted_page.page.get_by_role("banner")
    expect(banner).to_contain_text("Drydock")
    hosted_page.start()
    for name in ("user_good", "user_pending", "user_bad_password", "user_mfa", "user_locked", "user_cancel"):
        expect(hosted_page.page.get_by_text(name, exact=True)).to_have_count(1)


def test_opening_and_reloading_the_page_spends_nothing(
    world: World, token: str, hosted_page: HostedPage, receiver: CallbackReceiver
) -> None:
    hosted_page.open(token)
    hosted_page.page.reload()
    hosted_page.start()
    hosted_page.expect_step("Sign in")
    hosted_page.page.reload()
    assert identities(world) == []
    hosted_page.open(token)
    hosted_page.start()
    hosted_page.sign_in("user_good")
    hosted_page.expect_success()
    hosted_page.leave()
    assert receiver.expect_one().query["status"] == ["success"]


def test_user_name_in_the_link_is_prefilled_and_names_the_identity(
    world: World, token: str, hosted_page: HostedPage, receiver: CallbackReceiver
) -> None:
    hosted_page.open(token, userName="Ada Löwe & Co")
    hosted_page.start()
    expect(hosted_page.page.get_by_label("User name")).to_have_value("Ada Löwe & Co")
    hosted_page.sign_in("user_good")
    hosted_page.expect_success()
    [identity] = identities(world)
    assert "Ada Löwe & Co" in identity["name"]


def test_user_who_closes_the_tab_at_the_success_step_leaves_an_identity_and_no_callback(
    world: World, token: str, hosted_page: HostedPage, receiver: CallbackReceiver
) -> None:
    hosted_page.open(token)
    hosted_page.start()
    hosted_page.sign_in("user_good")
    hosted_page.expect_success()
    hosted_page.page.close()
    assert len(identities(world)) == 1
    assert receiver.received() == []


def test_cancelling_returns_to_the_callback_without_an_identity(
    world: World, token: str, hosted_page: HostedPage, receiver: CallbackReceiver
) -> None:
    hosted_page.open(token)
    hosted_page.start()
    hosted_page.cancel()
    assert receiver.expect_one().raw_query == "status=cancelled"
    assert identities(world) == []


def test_second_factor_is_asked_for_and_checked(
    world: World, token: str, hosted_page: HostedPage, receiver: CallbackReceiver
) -> None:
    hosted_page.open(token)
    hosted_page.start()
    hosted_page.sign_in("user_mfa")
    hosted_page.enter_code("000000")
    expect(hosted_page.page.get_by_role("alert")).to_be_visible()
    assert identities(world) == []
    hosted_page.enter_code("123456")
    hosted_page.expect_success()
    hosted_page.leave()
    assert receiver.expect_one().query["status"] == ["success"]


def test_pending_user_has_an_identity_that_is_validated_later(
    world: World, token: str, hosted_page: HostedPage, receiver: CallbackReceiver
) -> None:
    hosted_page.open(token)
    hosted_page.start()
    hosted_page.sign_in("user_pending")
    hosted_page.expect_success()
    hosted_page.leave()
    [identity_id] = receiver.expect_one().query["identity_id"]
    assert world.api.get(f"/v1/identities/{identity_id}").json()["status"] == "pending"
    world.advance("1h")
    assert world.api.get(f"/v1/identities/{identity_id}").json()["status"] == "validated"


@pytest.mark.parametrize(("user_name", "tries"), [("user_bad_password", 3), ("user_locked", 1)])
def test_failed_sign_in_makes_no_identity_and_reports_failure(
    world: World, token: str, hosted_page: HostedPage, receiver: CallbackReceiver, user_name: str, tries: int
) -> None:
    hosted_page.open(token)
    hosted_page.start()
    hosted_page.enter_user_name(user_name)
    for _ in range(tries):
        hosted_page.enter_password()
        expect(hosted_page.page.get_by_role("alert")).to_be_visible()
    hosted_page.expect_step("Sign-in failed")
    hosted_page.leave()
    assert receiver.expect_one().raw_query == "status=failed"
    assert identities(world) == []


def test_wrong_password_can_be_put_right_by_another_name(
    world: World, token: str, hosted_page: HostedPage, receiver: CallbackReceiver
) -> None:
    hosted_page.open(token)
    hosted_page.start()
    hosted_page.sign_in("user_bad_password")
    expect(hosted_page.page.get_by_label("Password")).to_have_attribute("aria-invalid", "true")
    hosted_page.change_user_name()
    hosted_page.sign_in("user_good")
    hosted_page.expect_success()
    hosted_page.leave("Close")
    assert receiver.expect_one().query["status"] == ["success"]


def test_magic_user_who_cancels_returns_with_that_status(
    token: str, hosted_page: HostedPage, receiver: CallbackReceiver
) -> None:
    hosted_page.open(token)
    hosted_page.start()
    hosted_page.sign_in("user_cancel")
    assert receiver.expect_one().raw_query == "status=cancelled"


FLOWS = {
    "user name and password": (
        {"methods": ["username_password"]},
        {"User name": "user_good", "Password": "secret"},
        [{"type": "username_password", "username": "user_good", "password": "secret"}],
    ),
    "authenticator": (
        {"methods": ["username_password", "authenticator"]},
        {"User name": "user_good", "Password": "secret", "Authenticator secret": "JBSWY3DPEHPK3PXP"},
        [
            {"type": "username_password", "username": "user_good", "password": "secret"},
            {"type": "authenticator", "secret": "JBSWY3DPEHPK3PXP"},
        ],
    ),
    "custom fields": (
        {"methods": ["custom"], "custom_fields": [{"name": "Branch number"}, {"name": "Clerk"}]},
        {"Branch number": "12", "Clerk": "Ada"},
        [
            {
                "type": "custom",
                "fields": [{"name": "Branch number", "value": "12"}, {"name": "Clerk", "value": "Ada"}],
            }
        ],
    ),
}


@pytest.mark.parametrize(("flow", "typed", "credentials"), FLOWS.values(), ids=FLOWS.keys())
def test_auth_flow_decides_what_the_form_asks_and_the_identity_keeps(
    world: World, hosted_page: HostedPage, receiver: CallbackReceiver, flow: dict, typed: dict, credentials: list
) -> None:
    application = world.application()["id"]
    path = f"/v1/applications/{application}/auth-flows"
    assert world.api.post(path, json={"name": "Company login", **flow}).status_code == 201
    hosted_page.open(world.identity_token(application, receiver.url()))
    hosted_page.page.get_by_label("Company login").check()
    hosted_page.start()
    for label, text in typed.items():
        hosted_page.page.get_by_label(label).fill(text)
    hosted_page.page.get_by_role("button", name="Sign in").click()
    hosted_page.expect_success()
    hosted_page.leave()
    [identity_id] = receiver.expect_one().query["identity_id"]
    assert world.api.get(f"/v1/identities/{identity_id}/credentials").json()["credentials"] == credentials
    assert [identity["auth_flow"] for identity in identities(world)] == ["Company login"]
