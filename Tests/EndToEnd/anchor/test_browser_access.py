"""The hosted page for everybody: without JavaScript, by keyboard, on a phone, read aloud."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from browser import PHONE, HostedPage, expect_accessible, new_context, tab_to
from callback_receiver import CallbackReceiver
from world import World


def test_page_works_without_javascript(world: World, browser: Browser, token: str, receiver: CallbackReceiver) -> None:
    with new_context(browser, java_script_enabled=False) as context:
        page = HostedPage(context.new_page(), world.base_url)
        page.open(token)
        page.start()
        page.sign_in("user_good")
        page.expect_success()
        page.leave()
        assert receiver.expect_one().query["status"] == ["success"]


def test_page_works_by_keyboard_alone(token: str, hosted_page: HostedPage, receiver: CallbackReceiver) -> None:
    page = hosted_page.page
    hosted_page.open(token)
    tab_to(page, "Continue")
    page.keyboard.press("Enter")
    expect(page.get_by_label("User name")).to_be_visible()
    tab_to(page, "User name")
    page.keyboard.type("user_good")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Password")).to_be_visible()
    tab_to(page, "Password")
    page.keyboard.type("secret")
    page.keyboard.press("Enter")
    hosted_page.expect_success()
    tab_to(page, "Continue")
    page.keyboard.press("Enter")
    assert receiver.expect_one().query["status"] == ["success"]


STEPS: dict[str, Callable[[HostedPage], None]] = {
    "first": lambda page: None,
    "sign-in": lambda page: page.start(),
    "code": lambda page: (page.start(), page.sign_in("user_mfa")),
    "password": lambda page: (page.start(), page.enter_user_name("user_good")),
    "success": lambda page: (page.start(), page.sign_in("user_good")),
    "failure": lambda page: (page.start(), page.sign_in("user_locked")),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_step_fits_a_phone_and_can_be_read_aloud(
    world: World, browser: Browser, token: str, step: Callable[[HostedPage], None]
) -> None:
    with new_context(browser, viewport=PHONE) as context:
        hosted_page = HostedPage(context.new_page(), world.base_url)
        hosted_page.open(token)
        step(hosted_page)
        expect_accessible(hosted_page.page)
