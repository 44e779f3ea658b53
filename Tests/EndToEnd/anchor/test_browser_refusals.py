"""What a person sees in Chromium when the link is used, expired or unknown, and when two tabs race."""

from playwright.sync_api import BrowserContext, expect

from browser import HostedPage
from callback_receiver import CallbackReceiver
from world import World


def expect_refusal(hosted_page: HostedPage, token: str, status: int, text: str) -> None:
    """Opening `token` gives a page with this status that says what happened, what to do, and whose page it is."""
    response = hosted_page.open(token)
    assert response.status == status
    assert response.headers["content-type"].startswith("text/html")
    assert response.headers["x-drydock-reason"]
    main = hosted_page.page.get_by_role("main")
    expect(main.get_by_role("heading", level=1)).to_contain_text(text)
    expect(main.get_by_role("heading", name="What to do")).to_be_visible()
    expect(main).to_contain_text("new link")
    expect(hosted_page.page.get_by_role("banner")).to_contain_text("Drydock")
    expect(hosted_page.page.get_by_role("textbox")).to_have_count(0)


def test_unknown_token_is_a_page_with_404(hosted_page: HostedPage) -> None:
    expect_refusal(hosted_page, "no-such-token", 404, "unknown")


def test_used_token_is_a_page_with_409(world: World, token: str, hosted_page: HostedPage) -> None:
    assert hosted_page.open(token).status == 200
    assert world.complete(token).status_code == 200
    expect_refusal(hosted_page, token, 409, "already")


def test_token_is_good_until_its_fifteenth_minute_ends_and_then_a_page_with_410(
    world: World, token: str, hosted_page: HostedPage
) -> None:
    world.advance("14m59s")
    assert hosted_page.open(token).status == 200
    world.advance("1s")
    expect_refusal(hosted_page, token, 410, "expired")


def test_token_that_expires_while_the_form_is_open_makes_no_identity(
    world: World, token: str, hosted_page: HostedPage
) -> None:
    hosted_page.open(token)
    hosted_page.start()
    hosted_page.enter_user_name("user_good")
    world.advance("15m")
    hosted_page.enter_password()
    hosted_page.expect_step("This link has expired")
    [application] = world.api.get("/v1/applications").json()["applications"]
    assert application["identity_count"] == 0


def test_token_of_a_deleted_application_is_dead(world: World, token: str, hosted_page: HostedPage) -> None:
    [application] = world.api.get("/v1/applications").json()["applications"]
    assert world.api.delete(f"/v1/applications/{application['id']}").status_code == 200
    assert hosted_page.open(token).status == 404


def test_two_tabs_that_race_with_one_token_make_one_identity(
    world: World, token: str, context: BrowserContext, receiver: CallbackReceiver
) -> None:
    tabs = [HostedPage(context.new_page(), world.base_url) for _ in range(2)]
    for tab in tabs:
        tab.open(token)
        tab.start()
        tab.enter_user_name("user_good")
        tab.page.get_by_label("Password").fill("secret")
    submit = "form => { setTimeout(() => form.requestSubmit(form.querySelector('button')), 0) }"
    for tab in tabs:
        tab.page.locator("form", has=tab.page.get_by_label("Password")).evaluate(submit)
    for tab in tabs:
        tab.page.wait_for_function("!document.querySelector('input[type=password]')")
    headings = [tab.page.get_by_role("heading", level=1).inner_text() for tab in tabs]
    [application] = world.api.get("/v1/applications").json()["applications"]
    assert application["identity_count"] == 1
    [winner] = [tab for tab, heading in zip(tabs, headings, strict=True) if heading.startswith("Success")]
    assert "This link was already used" in headings
    winner.leave()
    assert receiver.expect_one().query["status"] == ["success"]
