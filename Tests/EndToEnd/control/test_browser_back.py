"""Going back from the customer's page, and reloading: every step of a hosted page can be asked for again."""

import re

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from anon import Anon
from browser import HostedPage
from callback_receiver import CallbackReceiver
from link_page import LinkAddresses, LinkPage
from world import World


def identities(world: World) -> list[dict]:
    """The identities of the world's only application."""
    [application] = world.api.get("/v1/applications").json()["applications"]
    return world.api.get(f"/v1/applications/{application['id']}/identities").json()["identities"]


def back(page: Page) -> int:
    """Goes back in the history; returns the status of the page that is shown then."""
    answer = page.go_back()
    assert answer is not None, f"{page.url} cannot be shown again"
    return answer.status


def test_back_from_the_callback_shows_the_success_step_and_spends_nothing(
    world: World, token: str, hosted_page: HostedPage, receiver: CallbackReceiver
) -> None:
    hosted_page.open(token, userName="Ada")
    hosted_page.start()
    hosted_page.enter_user_name("user_bad_password")
    hosted_page.enter_password()
    expect(hosted_page.page.get_by_role("alert")).to_contain_text("The password is wrong. 2 tries are left.")
    hosted_page.page.reload()
    expect(hosted_page.page.get_by_role("alert")).to_contain_text("The password is wrong. 2 tries are left.")
    hosted_page.change_user_name()
    hosted_page.sign_in("user_mfa")
    hosted_page.enter_code("123456")
    hosted_page.expect_success()
    for _ in range(2):
        hosted_page.leave()
        hosted_page.page.wait_for_url(receiver.url() + "?**")
        assert back(hosted_page.page) == 200
        hosted_page.expect_success()
    hosted_page.page.reload()
    hosted_page.expect_success()
    # Every step before is one that says what became of the link, up to the first.
    for _ in range(7):
        assert back(hosted_page.page) == 409
        hosted_page.expect_step("This link was already used")
    assert "step=" not in hosted_page.page.url
    assert [identity["name"] for identity in identities(world)] == ["Ada"]


@pytest.mark.parametrize("policy", ["redirect", "stay"])
def test_back_and_reload_after_a_sign_in_that_failed(
    world: World, token: str, hosted_page: HostedPage, receiver: CallbackReceiver, policy: str
) -> None:
    world.load({"name": "failing", "anchor": {"policies": {"onCancel": policy}}})
    token = world.identity_token(world.application()["id"], receiver.url())
    hosted_page.open(token)
    hosted_page.start()
    hosted_page.sign_in("user_locked")
    for _ in range(2):
        hosted_page.expect_step("Sign-in failed")
        expect(hosted_page.page.get_by_role("alert")).to_contain_text("The account is locked.")
        hosted_page.page.reload()
    if policy == "redirect":
        hosted_page.leave()
        hosted_page.page.wait_for_url(receiver.url() + "?**")
        assert back(hosted_page.page) == 200
        hosted_page.expect_step("Sign-in failed")
    else:
        hosted_page.page.get_by_role("button", name="Start again").click()
        hosted_page.expect_step("Connect")
        assert back(hosted_page.page) == 200
        hosted_page.expect_step("Sign-in failed")
    assert identities(world) == []


def test_back_from_the_customer_shows_the_green_check(
    anon: Anon, addresses: LinkAddresses, context: BrowserContext, receiver: CallbackReceiver
) -> None:
    page = context.new_page()
    page.goto(addresses.made(redirectUrl=receiver.url()))
    link = LinkPage(page)
    link.start()
    link.enter("user_bad_password")
    expect(page.get_by_role("alert")).to_contain_text("2 tries are left.")
    page.reload()
    expect(page.get_by_label("User name")).to_have_value("user_bad_password")
    link.enter("user_mfa")
    link.enter_code("123456")
    link.expect_green_check()
    link.leave()
    page.wait_for_url(receiver.url() + "?**")
    assert back(page) == 200
    link.expect_green_check()
    page.reload()
    link.expect_green_check()
    for heading in ("Confirm that it is you", "Sign in to LinkedIn", "Sign in to LinkedIn", "Confirm", "Connect"):
        assert back(page) in (200, 422)
        link.expect_step(heading)
    assert anon.app_user("ada").status_code == 200
    assert receiver.expect_one()


def test_a_program_without_a_browser_follows_the_forms(world: World) -> None:
    address = f"/identity/create?token={world.identity_token(world.application()['id'])}"
    page = world.api.get(address)
    for typed in ({}, {"userName": "ada"}, {"password": "secret"}):
        hidden = dict(re.findall(r'<input type="hidden" name="(.*?)" value="(.*?)">', page.text.rpartition("<form")[2]))
        led = world.api.post(address, data={**hidden, **typed}, follow_redirects=False)
        assert led.status_code == 303 and led.headers["Cache-Control"] == "no-store" and led.content == b""
        assert "secret" not in led.headers["Location"]
        page = world.api.get(led.headers["Location"])
        assert page.status_code == 200
    assert "Success" in page.text and len(identities(world)) == 1
    # What was typed can be longer than an address may be.
    address = f"/identity/create?token={world.identity_token(world.application()['id'])}"
    form = {"step": "userName", "userName": "a" * 9000}
    whole = world.api.post(address, data=form, follow_redirects=False)
    assert whole.status_code == 200 and "Enter your password" in whole.text


@pytest.mark.parametrize("step", ["done", "stopped", "code", "password", "nowhere", ""])
def test_a_made_up_address_of_a_step_ends_nothing(anon: Anon, world: World, step: str) -> None:
    token = world.identity_token(world.application()["id"])
    query = {"token": token, "step": step, "page": "1", "complaint": "<b>", "field": "x", "as": "<i>", "failures": "-9"}
    page = world.api.get("/identity/create", params=query)
    assert page.status_code == 200 and "Success" not in page.text and "<i>" not in page.text
    link = httpx.URL(anon.link_url().json()["url"])
    page = httpx.get(link.copy_merge_params({"step": step, "as": "<i>", "failures": "99"}))
    assert page.status_code == 200 and "Success" not in page.text and "<i>" not in page.text
    assert identities(world) == [] and anon.app_user("ada").status_code == 404
