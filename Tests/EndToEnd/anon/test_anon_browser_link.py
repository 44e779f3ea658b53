"""The Link page as a person walks it in a real Chromium, and what it leaves behind."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from anon import LINKEDIN, Anon
from callback_receiver import Callback, CallbackReceiver
from link_page import LinkAddresses, LinkPage

SUCCESS = "type=success&status=success"
CANCELLED = "type=error&status=cancelled"
FAILED = "type=error&status=error&error_code=bad_authorization"


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab."""
    return context.new_page()


def expect_nobody_linked(anon: Anon) -> None:
    """The world has no trace of ada."""
    assert anon.app_user("ada").status_code == 404
    assert anon.status("ada").status_code == 404


@pytest.mark.faq("user-not-linked")
@pytest.mark.faq("status-unknown")
@pytest.mark.faq("automate-from-backend")
def test_link_leads_by_its_steps_to_the_green_check_and_back_to_the_customer(
    anon: Anon, addresses: LinkAddresses, page: Page, receiver: CallbackReceiver
) -> None:
    untranslated = {"error": "Error translating external user id: 404 - Not Found"}
    anon.assert_refused(anon.cdp_url("ada"), 404, untranslated, "user.notLinked")
    page.goto(addresses.made(redirectUrl=receiver.url(), state='{"turn": 1}'))
    link = LinkPage(page)
    link.expect_step("Connect LinkedIn")
    link.expect_credentials("good")
    expect(page.get_by_role("main")).to_contain_text("Drydock asks to use LinkedIn in your name")
    expect(page.get_by_role("main")).to_contain_text(receiver.origin)
    link.agree()
    link.expect_step("Confirm the extension")
    expect(page.get_by_text("lbgbplnejdpahnfmnphghjlbedpjjbgd")).to_be_visible()
    link.confirm_extension()
    link.expect_step("Sign in to LinkedIn")
    expect_nobody_linked(anon)
    link.enter("ada@example.com")
    link.expect_green_check()
    assert receiver.received() == [], "the customer hears of it when the user goes on"
    link.leave()
    page.wait_for_url(receiver.url() + "?**")

    assert receiver.expect_one().raw_query == f"{SUCCESS}&state=%7B%22turn%22%3A%201%7D"
    assert [anon.status("ada").json() for _ in range(3)] == [
        {"status": "unknown"},
        {"status": "active"},
        {"status": "active"},
    ]
    assert anon.app_user("ada").json()["id"] == "ada"
    browser = anon.cdp_url("ada")
    assert browser.status_code == 200 and browser.json()["cdpUrl"].startswith("ws://")
    stream = page.goto(browser.json()["liveStreamingUrl"])
    assert stream is not None and stream.status == 200


def test_opening_reloading_and_going_halfway_links_nobody(
    anon: Anon, addresses: LinkAddresses, page: Page, receiver: CallbackReceiver
) -> None:
    link = LinkPage(page)
    page.goto(addresses.made(redirectUrl=receiver.url()))
    page.reload()
    link.start()
    link.expect_step("Sign in to LinkedIn")
    page.reload()
    link.expect_step("Sign in to LinkedIn")
    expect_nobody_linked(anon)
    assert receiver.received() == []
    link.enter()
    link.expect_green_check()
    assert anon.app_user("ada").status_code == 200


def test_user_who_closes_the_tab_at_the_green_check_is_linked(
    anon: Anon, addresses: LinkAddresses, page: Page, receiver: CallbackReceiver
) -> None:
    page.goto(addresses.made(redirectUrl=receiver.url()))
    link = LinkPage(page)
    link.sign_in()
    link.expect_green_check()
    page.close()
    assert anon.app_user("ada").status_code == 200
    assert receiver.received() == []


def test_page_says_that_it_is_drydock_and_lists_the_magic_user_names(addresses: LinkAddresses, page: Page) -> None:
    page.goto(addresses.made())
    expect(page.get_by_role("banner")).to_contain_text("Drydock")
    expect(page.get_by_role("banner")).to_contain_text("Anon")
    for name in ("user_good", "user_pending", "user_bad_password", "user_mfa", "user_locked", "user_cancel"):
        expect(page.get_by_text(name, exact=True)).to_have_count(1)


STEPS_TO_CANCEL_AT: dict[str, Callable[[LinkPage], None]] = {
    "dialogue": lambda link: None,
    "extension": lambda link: link.agree(),
    "sign-in": lambda link: link.start(),
    "code": lambda link: link.sign_in("user_mfa"),
}


@pytest.mark.parametrize("step", STEPS_TO_CANCEL_AT.values(), ids=STEPS_TO_CANCEL_AT.keys())
def test_cancelling_leads_back_at_every_step(
    anon: Anon,
    addresses: LinkAddresses,
    page: Page,
    receiver: CallbackReceiver,
    step: Callable[[LinkPage], None],
) -> None:
    page.goto(addresses.made(redirectUrl=receiver.url(), state="ada@example.com"))
    link = LinkPage(page)
    step(link)
    link.cancel()
    assert receiver.expect_one().raw_query == f"{CANCELLED}&state=ada%40example.com"
    expect_nobody_linked(anon)


@pytest.mark.parametrize(("user_name", "tries"), [("user_bad_password", 3), ("user_locked", 1)])
def test_sign_in_that_fails_is_told_to_user_and_customer(
    anon: Anon, addresses: LinkAddresses, page: Page, receiver: CallbackReceiver, user_name: str, tries: int
) -> None:
    page.goto(addresses.made(redirectUrl=receiver.url()))
    link = LinkPage(page)
    link.start()
    for attempt in range(tries):
        link.enter(user_name)
        expect(page.get_by_role("alert")).to_be_visible()
        if attempt < tries - 1:
            expect(page.get_by_label("Password")).to_have_attribute("aria-invalid", "true")
            expect(page.get_by_label("User name")).to_have_value(user_name)
            expect(page).to_have_title("Error: Sign in to LinkedIn – Drydock")
    link.expect_step("Sign-in failed")
    link.leave()
    assert receiver.expect_one().raw_query == f"{FAILED}&state=%7B%7D"
    expect_nobody_linked(anon)


def test_wrong_password_can_be_put_right_by_another_name(
    anon: Anon, addresses: LinkAddresses, page: Page, receiver: CallbackReceiver
) -> None:
    page.goto(addresses.made(redirectUrl=receiver.url()))
    link = LinkPage(page)
    link.sign_in("user_bad_password")
    expect(page.get_by_role("alert")).to_be_visible()
    link.enter("user_good")
    link.expect_green_check()
    link.leave()
    assert receiver.expect_one().query["status"] == ["success"]


def test_second_factor_is_asked_for_and_checked(
    anon: Anon, addresses: LinkAddresses, page: Page, receiver: CallbackReceiver
) -> None:
    page.goto(addresses.made(redirectUrl=receiver.url()))
    link = LinkPage(page)
    link.sign_in("user_mfa")
    link.expect_step("Confirm that it is you")
    link.enter_code("000000")
    expect(page.get_by_role("alert")).to_be_visible()
    expect_nobody_linked(anon)
    link.enter_code("123456")
    link.expect_green_check()
    link.leave()
    assert receiver.expect_one().query["status"] == ["success"]


def test_magic_user_who_cancels_returns_with_that_status(
    anon: Anon, addresses: LinkAddresses, page: Page, receiver: CallbackReceiver
) -> None:
    page.goto(addresses.made(redirectUrl=receiver.url()))
    LinkPage(page).sign_in("user_cancel")
    assert receiver.expect_one().raw_query == f"{CANCELLED}&state=%7B%7D"
    expect_nobody_linked(anon)


def test_pending_users_session_takes_three_reads_to_be_known(anon: Anon, addresses: LinkAddresses, page: Page) -> None:
    page.goto(addresses.made())
    link = LinkPage(page)
    link.sign_in("user_pending")
    link.expect_green_check()
    expect(page.get_by_role("main")).to_contain_text("unknown for a while")
    assert [anon.status("ada").json()["status"] for _ in range(4)] == ["unknown"] * 3 + ["active"]


ENDINGS: dict[str, tuple[Callable[[LinkPage], None], dict[str, str]]] = {
    "success": (lambda link: (link.sign_in(), link.leave()), {}),
    "cancelled": (lambda link: link.cancel(), {"outcome": "cancel"}),
    "failed": (lambda link: (link.sign_in("user_locked"), link.leave()), {"userName": "user_locked"}),
}


@pytest.mark.parametrize(("walk", "order"), ENDINGS.values(), ids=ENDINGS.keys())
@pytest.mark.parametrize("path", ["/callback", "/callback?conversation=7&state=old#part"], ids=["plain", "with query"])
def test_program_that_finishes_link_gets_what_the_page_does(
    anon: Anon,
    addresses: LinkAddresses,
    page: Page,
    receiver: CallbackReceiver,
    walk: Callable[[LinkPage], None],
    order: dict[str, str],
    path: str,
) -> None:
    url = addresses.made(redirectUrl=receiver.url(path), state='ä&b=c "d"')
    page.goto(url)
    walk(LinkPage(page))
    callback: Callback = receiver.expect_one()
    after_page = anon.app_user("ada").status_code
    anon.session("DELETE", "ada")

    completed = anon.world.demand("POST", "/link/complete", json={"url": url, **order})
    redirect, _, fragment = completed["redirect"].partition("#")
    assert redirect == f"{receiver.origin}{callback.path}?{callback.raw_query}"
    assert fragment == path.partition("#")[2] == page.url.partition("#")[2]
    assert anon.app_user("ada").status_code == after_page == (200 if order == {} else 404)


# A session that is there already.


@pytest.mark.faq("amazon-page-closes")
def test_sign_in_page_of_a_saved_session_closes_by_itself_on_the_worlds_clock(
    anon: Anon, page: Page, receiver: CallbackReceiver
) -> None:
    anon.world.load("faq/amazon-page-closes")
    page.goto(LinkAddresses(anon).made(app="amazon", redirectUrl=receiver.url()))
    link = LinkPage(page)
    link.agree()
    link.expect_step("Checking your Amazon session")
    anon.world.advance("1999ms")
    page.get_by_role("link", name="Look again").click()
    link.expect_step("Checking your Amazon session")
    anon.world.advance("1ms")
    link.expect_green_check()
    expect(page.get_by_role("main")).to_contain_text("no sign-in was needed")
    expect(page.get_by_role("textbox")).to_have_count(0)
    link.leave()
    assert receiver.expect_one().raw_query == f"{SUCCESS}&state=%7B%7D"
    assert anon.status("ada", app="amazon").json() == {"status": "active"}


def test_revoked_session_is_signed_in_anew(anon: Anon, page: Page, receiver: CallbackReceiver) -> None:
    revoked = {"id": "ada", "sessions": [{"app": LINKEDIN, "status": "revoked"}]}
    anon.world.load({"name": "revoked", "extends": ["default"], "anon": {"appUsers": [revoked]}})
    page.goto(LinkAddresses(anon).made(redirectUrl=receiver.url()))
    link = LinkPage(page)
    link.sign_in()
    link.expect_green_check()
    assert [anon.status("ada").json()["status"] for _ in range(2)] == ["unknown", "active"]


# Other ways to the page.


def test_page_on_a_bare_host_is_the_same(anon: Anon, page: Page, receiver: CallbackReceiver) -> None:
    url = anon.link_url(params={"redirectUrl": receiver.url()}).json()["url"]
    assert url.startswith(f"{anon.world.base_url}/?")
    page.goto(url)
    link = LinkPage(page)
    link.expect_credentials("good")
    link.sign_in()
    link.expect_green_check()
    link.leave()
    assert receiver.expect_one().query["status"] == ["success"]


def test_app_of_the_customers_own_is_linked_like_any_other(
    anon: Anon, addresses: LinkAddresses, page: Page, receiver: CallbackReceiver
) -> None:
    custom = {"app": "crunchbase", "authUrl": "https://crunchbase.example/login", "displayName": "Crunch & Base"}
    page.goto(addresses.made(redirectUrl=receiver.url(), companyName="Ada's Shop", **custom))
    link = LinkPage(page)
    link.expect_step("Connect Crunch & Base")
    link.expect_credentials("good")
    expect(page.get_by_role("main")).to_contain_text("Ada's Shop asks to use Crunch & Base")
    link.sign_in()
    link.expect_green_check()
    assert anon.status("ada", app="crunchbase").status_code == 200
    assert anon.status("ada").status_code == 404


def test_token_that_expires_while_the_page_is_open_links_nobody(
    anon: Anon, addresses: LinkAddresses, page: Page, receiver: CallbackReceiver
) -> None:
    page.goto(addresses.made(redirectUrl=receiver.url()))
    link = LinkPage(page)
    link.start()
    anon.world.advance("4500h")
    link.enter()
    link.expect_step("This link is not authorized")
    expect(page.get_by_role("main")).to_contain_text("jwt.expired")
    page.get_by_role("link", name="Return to the application").click()
    assert receiver.expect_one().raw_query == f"{FAILED}&state=%7B%7D"
    expect_nobody_linked(anon)


@pytest.mark.faq("link-service-client")
def test_refused_credentials_are_told_to_the_customer_when_the_user_returns(
    anon: Anon, addresses: LinkAddresses, page: Page, receiver: CallbackReceiver
) -> None:
    wrong = {"appUserIdToken": anon.issue("ada"), "clientId": anon.credentials["serviceSdkClient"]["id"]}
    page.goto(addresses.made(**wrong, redirectUrl=receiver.url()))
    LinkPage(page).expect_credentials("refused")
    page.get_by_role("link", name="Return to the application").click()
    assert receiver.expect_one().raw_query == f"{FAILED}&state=%7B%7D"
    right = {**wrong, "clientId": anon.credentials["webappSdkClient"]["id"]}
    page.goto(addresses.made(**right, redirectUrl=receiver.url()))
    LinkPage(page).expect_credentials("good")


def test_two_tabs_that_finish_one_link_leave_one_session(
    anon: Anon, addresses: LinkAddresses, context: BrowserContext
) -> None:
    url = addresses.made()
    tabs = [context.new_page() for _ in range(2)]
    for tab in tabs:
        tab.goto(url)
        LinkPage(tab).start()
        tab.get_by_label("User name").fill("user_good")
        tab.get_by_label("Password").fill("secret")
    submit = "form => { setTimeout(() => form.requestSubmit(form.querySelector('button')), 0) }"
    for tab in tabs:
        tab.locator("form", has=tab.get_by_label("Password")).evaluate(submit)
    for tab in tabs:
        LinkPage(tab).expect_green_check()
    [session] = anon.demand("GET", "/account/api/v1/session/list")["sessions"]
    assert session["appUser"]["id"] == "ada"
