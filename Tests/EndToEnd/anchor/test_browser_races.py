"""Races as a person with a browser brings them about: two tabs, two clicks, a callback that is early or comes twice."""

import httpx
from playwright.sync_api import BrowserContext, expect

from browser import HostedPage
from callback_receiver import CallbackReceiver
from world import World


def identities(world: World) -> list[str]:
    """The ids of the identities of the world's only application."""
    [application] = world.api.get("/v1/applications").json()["applications"]
    listed = world.api.get(f"/v1/applications/{application['id']}/identities").json()["identities"]
    return [identity["id"] for identity in listed]


def new_token(world: World, receiver: CallbackReceiver) -> str:
    """A token whose callback is at the receiver, in the world as it is now."""
    return world.identity_token(world.application(name="Ada's Shop")["id"], receiver.url())


def last_step(hosted_page: HostedPage, token: str, user_name: str = "user_good") -> None:
    """Goes to where only the last button is left to press."""
    hosted_page.open(token)
    hosted_page.start()
    hosted_page.enter_user_name(user_name)
    hosted_page.page.get_by_label("Password").fill("secret")


def press_twice(hosted_page: HostedPage) -> None:
    """Sends the form of the last step, whose answer the browser never shows, and sends it again with the browser."""
    form = hosted_page.page.locator("form", has=hosted_page.page.get_by_label("Password"))
    fields = form.evaluate("form => Object.fromEntries(new FormData(form))")
    assert httpx.post(hosted_page.page.url, data=fields).status_code == 303
    hosted_page.page.get_by_role("button", name="Sign in").click()


def test_callback_is_there_before_the_api_knows_the_identity(
    world: World, hosted_page: HostedPage, receiver: CallbackReceiver
) -> None:
    world.load("callback-before-identity")
    last_step(hosted_page, new_token(world, receiver))
    hosted_page.page.get_by_role("button", name="Sign in").click()
    hosted_page.expect_success()
    hosted_page.leave()
    [identity] = receiver.expect_one().query["identity_id"]
    path = f"/v1/identities/{identity}"
    refused = world.api.get(path)
    assert (refused.status_code, refused.headers["X-Drydock-Reason"]) == (404, "identity.notVisible")
    assert world.api.post("/v1/sessions", json={"identities": [{"id": identity}]}).status_code == 400
    world.advance("2s")
    assert world.api.get(path).json()["status"] == "validated"
    assert world.api.post("/v1/sessions", json={"identities": [{"id": identity}]}).status_code == 200


def test_success_step_calls_the_callback_ahead_and_the_user_calls_it_again(
    world: World, hosted_page: HostedPage, receiver: CallbackReceiver
) -> None:
    world.load("callback-twice")
    last_step(hosted_page, new_token(world, receiver))
    hosted_page.page.get_by_role("button", name="Sign in").click()
    hosted_page.expect_success()
    expect(hosted_page.page.get_by_text("called twice")).to_be_visible()
    first = receiver.expect_one()
    hosted_page.leave()
    hosted_page.page.wait_for_url(receiver.url() + "?**")
    assert receiver.received() == [first, first]
    assert first.query["identity_id"] == identities(world)


def test_user_who_clicks_twice_sees_the_success_step_and_goes_on(
    world: World, token: str, hosted_page: HostedPage, receiver: CallbackReceiver
) -> None:
    last_step(hosted_page, token)
    press_twice(hosted_page)
    hosted_page.expect_success()
    expect(hosted_page.page.get_by_text("This form came before")).to_be_visible()
    hosted_page.leave()
    assert receiver.expect_one().query["identity_id"] == identities(world)


def test_double_click_of_a_real_mouse_does_no_harm(
    world: World, token: str, hosted_page: HostedPage, receiver: CallbackReceiver
) -> None:
    last_step(hosted_page, token)
    hosted_page.page.get_by_role("button", name="Sign in").dblclick()
    hosted_page.expect_success()
    hosted_page.leave()
    assert receiver.expect_one().query["identity_id"] == identities(world)


def test_user_who_reloads_the_success_step_sees_it_again(
    world: World, token: str, hosted_page: HostedPage, receiver: CallbackReceiver
) -> None:
    last_step(hosted_page, token)
    hosted_page.page.get_by_role("button", name="Sign in").click()
    hosted_page.expect_success()
    hosted_page.page.reload()
    hosted_page.expect_success()
    assert len(identities(world)) == 1


def test_user_whose_second_click_is_refused_is_told_so_and_led_on(
    world: World, hosted_page: HostedPage, receiver: CallbackReceiver
) -> None:
    world.load("double-click")
    last_step(hosted_page, new_token(world, receiver))
    press_twice(hosted_page)
    hosted_page.expect_step("This form was sent twice")
    assert receiver.received() == [], "the failure: there is an identity, and nobody was told"
    [identity] = identities(world)
    expect(hosted_page.page.get_by_role("main")).to_contain_text(identity)
    hosted_page.page.get_by_role("link", name="Return to the application").click()
    assert receiver.expect_one().query["identity_id"] == [identity]


def test_second_tab_is_told_when_the_link_was_used_and_leads_to_the_application(
    world: World, context: BrowserContext, receiver: CallbackReceiver
) -> None:
    world.load("two-tabs")
    token = new_token(world, receiver)
    first, second = (HostedPage(context.new_page(), world.base_url) for _ in range(2))
    last_step(first, token)
    last_step(second, token, "user_bob")
    used_at = world.demand("GET", "/clock")["now"]
    first.page.get_by_role("button", name="Sign in").click()
    first.expect_success()
    world.advance("1m")
    second.page.get_by_role("button", name="Sign in").click()
    second.expect_step("This link was already used")
    expect(second.page.get_by_role("main")).to_contain_text(f"first used at {used_at}")
    back = second.page.get_by_role("link", name="Return to the application")
    expect(back).to_have_attribute("href", receiver.origin)
    first.leave()
    assert receiver.expect_one().query["identity_id"] == identities(world)
