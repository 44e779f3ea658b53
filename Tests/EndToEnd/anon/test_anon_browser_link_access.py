"""The Link page for everybody: without JavaScript, by keyboard, on a phone, read aloud; and for nobody's scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from anon import Anon
from browser import PHONE, expect_accessible, new_context, tab_to
from callback_receiver import CallbackReceiver
from link_page import LinkAddresses, LinkPage

# None of these may become more than text.
MARKUP = '"\'><img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
SCRIPT = "</script><script>window.hacked=1</script>'];window.hacked=1//"
TEMPLATE = "{{heading}}{{{heading}}}{{#site}}{{>style}}${7*7}"


def test_page_works_without_javascript(addresses: LinkAddresses, browser: Browser, receiver: CallbackReceiver) -> None:
    with new_context(browser, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(addresses.made(redirectUrl=receiver.url()))
        link = LinkPage(page)
        link.sign_in("user_mfa")
        link.enter_code("123456")
        link.expect_green_check()
        link.leave()
        assert receiver.expect_one().query["status"] == ["success"]


def test_refused_link_without_javascript_is_refused_at_the_first_form(
    anon: Anon, addresses: LinkAddresses, browser: Browser, receiver: CallbackReceiver
) -> None:
    token = anon.sign(mistake="expired")
    client = anon.credentials["serviceSdkClient"]["id"]
    with new_context(browser, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(addresses.made(appUserIdToken=token, clientId=client, redirectUrl=receiver.url()))
        LinkPage(page).agree()
        LinkPage(page).expect_step("This link is not authorized")
        expect_accessible(page)
        page.get_by_role("link", name="Return to the application").click()
        assert receiver.expect_one().query["error_code"] == ["bad_authorization"]


@pytest.mark.faq("amazon-page-closes")
def test_saved_session_without_javascript_closes_by_itself_too(
    anon: Anon, browser: Browser, receiver: CallbackReceiver
) -> None:
    anon.world.load("faq/amazon-page-closes")
    with new_context(browser, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(LinkAddresses(anon).made(app="amazon", redirectUrl=receiver.url()))
        LinkPage(page).agree()
        LinkPage(page).expect_step("Checking your Amazon session")
        anon.world.advance("2s")
        LinkPage(page).expect_green_check()


def test_page_works_by_keyboard_alone(
    addresses: LinkAddresses, context: BrowserContext, receiver: CallbackReceiver
) -> None:
    page = context.new_page()
    page.goto(addresses.made(redirectUrl=receiver.url()))
    for button in ("Continue", "Confirm extension"):
        tab_to(page, button)
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name=button)).to_have_count(0)
    for field, text in (("User name", "user_mfa"), ("Password", "secret")):
        tab_to(page, field)
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Code")).to_be_visible()
    tab_to(page, "Code")
    page.keyboard.type("123456")
    page.keyboard.press("Enter")
    LinkPage(page).expect_green_check()
    tab_to(page, "Continue")
    page.keyboard.press("Enter")
    assert receiver.expect_one().query["status"] == ["success"]


STEPS: dict[str, tuple[Callable[[LinkPage], None], str]] = {
    "dialogue": (lambda link: link.expect_credentials("good"), "Continue"),
    "extension": (lambda link: link.agree(), "Confirm extension"),
    "sign-in": (lambda link: link.start(), "User name"),
    "wrong password": (lambda link: link.sign_in("user_bad_password"), "Password"),
    "code": (lambda link: link.sign_in("user_mfa"), "Code"),
    "green check": (lambda link: link.sign_in(), ""),
    "failure": (lambda link: link.sign_in("user_locked"), ""),
}


@pytest.mark.parametrize(("walk", "focused"), STEPS.values(), ids=STEPS.keys())
def test_step_fits_a_phone_and_can_be_read_aloud(
    addresses: LinkAddresses,
    browser: Browser,
    receiver: CallbackReceiver,
    walk: Callable[[LinkPage], None],
    focused: str,
) -> None:
    with new_context(browser, viewport=PHONE) as context:
        page = context.new_page()
        page.goto(addresses.made(redirectUrl=receiver.url()))
        walk(LinkPage(page))
        if focused:
            expect(page.locator(":focus")).to_have_accessible_name(focused)
        expect_accessible(page)


def test_refused_credentials_fit_a_phone_and_are_read_aloud(
    anon: Anon, addresses: LinkAddresses, browser: Browser
) -> None:
    client = anon.credentials["serviceSdkClient"]["id"]
    with new_context(browser, viewport=PHONE) as context:
        page = context.new_page()
        page.goto(addresses.made(appUserIdToken=anon.issue("ada"), clientId=client))
        LinkPage(page).expect_credentials("refused")
        expect(page.get_by_role("alert")).to_be_focused()
        expect(page).to_have_title("Error: Connect LinkedIn – Drydock")
        expect_accessible(page)


def test_saved_session_fits_a_phone_and_can_be_read_aloud(anon: Anon, browser: Browser) -> None:
    anon.world.load("faq/amazon-page-closes")
    with new_context(browser, viewport=PHONE) as context:
        page = context.new_page()
        page.goto(LinkAddresses(anon).made(app="amazon"))
        LinkPage(page).agree()
        LinkPage(page).expect_step("Checking your Amazon session")
        expect(page.get_by_role("status")).to_be_visible()
        expect_accessible(page)


# Parameters that want to be more than text.


def expect_inert(page: Page, *texts: str) -> None:
    """None of the hostile parameters did anything; those named are shown as they are."""
    assert page.evaluate("typeof window.hacked") == "undefined"
    assert page.locator("img[src='x'], main img:not([alt])").count() == 0
    assert page.locator("a[href^='javascript:' i], form[action^='javascript:' i]").count() == 0
    for text in texts:
        expect(page.get_by_role("main")).to_contain_text(text)


@pytest.mark.parametrize("hostile", [MARKUP, SCRIPT, TEMPLATE], ids=["markup", "script", "template"])
def test_hostile_parameters_stay_text_at_every_step(
    anon: Anon, addresses: LinkAddresses, context: BrowserContext, receiver: CallbackReceiver, hostile: str
) -> None:
    custom = {"app": hostile, "authUrl": "https://site.example/login", "displayName": hostile}
    page = context.new_page()
    page.on("dialog", lambda dialog: pytest.fail(f"the page opened a dialog: {dialog.message}"))
    page.goto(
        addresses.made(
            **custom,
            appUserId=hostile,
            companyName=hostile,
            chromeExtensionId=hostile,
            state=hostile,
            redirectUrl=receiver.url(),
        )
    )
    link = LinkPage(page)
    link.expect_credentials("good")
    expect_inert(page, f"Connect {hostile}", f"{hostile} asks to use {hostile}")
    link.agree()
    expect_inert(page, hostile)
    link.confirm_extension()
    expect_inert(page, f"Sign in to {hostile}")
    link.enter("user_bad_password", hostile)
    expect(page.get_by_role("alert")).to_be_visible()
    link.enter("user_mfa", hostile)
    expect_inert(page, hostile)
    link.enter_code("123456")
    link.expect_green_check()
    expect_inert(page, f"Success: {hostile} is connected")
    link.leave()
    assert receiver.expect_one().query["state"] == [hostile]
    assert anon.app_user(hostile).json()["id"] == hostile


def test_user_name_that_is_markup_stays_text(addresses: LinkAddresses, context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(addresses.made())
    LinkPage(page).start()
    page.get_by_label("User name").fill(MARKUP)
    page.locator("form").evaluate("form => { form.noValidate = true }")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("User name")).to_have_value(MARKUP)
    expect_inert(page)


def test_name_that_the_pages_script_fills_in_stays_text(addresses: LinkAddresses, context: BrowserContext) -> None:
    """The link of another customer made the app known; this one brings no name, so the page asks for it."""
    addresses.made(app="site", authUrl="https://site.example/login", displayName=MARKUP)
    page = context.new_page()
    page.goto(addresses.made(app="site"))
    LinkPage(page).expect_credentials("good")
    expect_inert(page, f"Connect {MARKUP}")


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ({"redirectUrl": "javascript:window.hacked=1"}, "link.badRedirect"),
        ({"redirectUrl": "data:text/html,<script>window.hacked=1</script>"}, "link.badRedirect"),
        ({"redirectUrl": MARKUP}, "link.badRedirect"),
        ({"companyLogo": "javascript:window.hacked=1"}, "link.badAddress"),
        ({"iconUrl": MARKUP}, "link.badAddress"),
        ({"authUrl": "javascript:window.hacked=1"}, "link.badAddress"),
        ({"app": MARKUP}, "app.unknown"),
        ({"app": ""}, "link.missingParameter"),
    ],
)
def test_hostile_address_is_a_page_that_says_so(
    anon: Anon, addresses: LinkAddresses, context: BrowserContext, query: dict[str, str], reason: str
) -> None:
    ready = anon.credentials
    page = context.new_page()
    url = addresses.by_hand(ready["appUserIdToken"], ready["webappSdkClient"]["id"], **query)
    response = page.goto(url)
    assert response is not None and 400 <= response.status <= 404
    assert response.headers["x-drydock-reason"] == reason
    expect(page.get_by_role("heading", name="What to do")).to_be_visible()
    expect_inert(page)
    expect_accessible(page)


@pytest.mark.parametrize("hostile", [MARKUP, SCRIPT], ids=["markup", "script"])
def test_hostile_credentials_are_refused_like_any_others(
    addresses: LinkAddresses, context: BrowserContext, hostile: str
) -> None:
    page = context.new_page()
    page.goto(addresses.by_hand(hostile, hostile))
    LinkPage(page).expect_credentials("refused")
    expect_inert(page)


def test_logo_cannot_break_out_of_its_attribute(addresses: LinkAddresses, context: BrowserContext) -> None:
    page = context.new_page()
    logo = "https://logo.invalid/'onerror='window.hacked=1'.png"
    page.goto(addresses.by_hand("none", "none", companyLogo=logo))
    LinkPage(page).expect_credentials("refused")
    assert page.locator("main img").evaluate_all("images => images.map(image => image.getAttribute('src'))") == [logo]
    expect_inert(page)
