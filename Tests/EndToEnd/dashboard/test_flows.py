"""The vendors' flows as sequence diagrams, while people and clients go through them."""

import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from anon import Anon
from axe import expect_no_violation
from browser import PHONE, HostedPage, new_context
from callback_receiver import CallbackReceiver
from link_page import LinkAddresses, LinkPage
from webhook_receiver import WebhookReceiver
from world import World


@pytest.fixture
def hook() -> Iterator[WebhookReceiver]:
    """The customer's receiver of webhooks."""
    receiver = WebhookReceiver()
    yield receiver
    receiver.close()


def address(world: World) -> str:
    """The page of a world's flows."""
    return f"{world.base_url}/_drydock/flows?world={world.name}"


def arrows(section: Locator) -> list[str]:
    """What the arrows of a flow's diagram say, from top to bottom."""
    return [label for step in section.locator("svg a").all() if (label := step.get_attribute("aria-label"))]


def only_flow(page: Page, title: str) -> Locator:
    """The only flow of the page; its heading begins like this."""
    expect(page.locator("section.flow")).to_have_count(1)
    section = page.locator("section.flow")
    expect(section.get_by_role("heading", level=2)).to_contain_text(title)
    return section


def test_the_connect_flow_is_drawn_while_a_person_goes_through_it(
    world: World, context: BrowserContext, hosted_page: HostedPage, receiver: CallbackReceiver
) -> None:
    dashboard = context.new_page()
    dashboard.goto(address(world))
    expect(dashboard.get_by_text("No flow has begun yet")).to_be_visible()
    token = world.identity_token(world.application(name="Ada's Shop")["id"], receiver.url())
    section = only_flow(dashboard, "Connect Ada's Shop: token")
    expect(section.locator(".tag")).to_have_text("running")

    hosted_page.open(token)
    dashboard.bring_to_front()
    expect(section.get_by_role("link", name="Application → Hosted page: open 200").first).to_be_visible()
    hosted_page.page.bring_to_front()
    hosted_page.start()
    hosted_page.sign_in("user_good")
    hosted_page.expect_success()
    hosted_page.leave()
    identity = receiver.expect_one().query["identity_id"][0]
    session = world.session(identities=[{"id": identity}])
    dashboard.bring_to_front()
    expect(section.get_by_role("heading", level=2)).to_contain_text("token → page → callback → session")
    assert world.api.delete(f"/v1/sessions/{session['id']}").status_code == 200
    expect(section.locator(".tag")).to_have_text("done")

    drawn = arrows(section)
    assert drawn[:3] == [
        "Application → Anchor API: create application 201",
        "Application → Anchor API: create identity token 201",
        "Application → Hosted page: open 200",
    ]
    assert drawn[-4:] == [
        "Hosted page → Hosted page: step done 200",
        "Hosted page → Customer's callback: link: status=success",
        "Application → Anchor API: create session 200",
        "Application → Anchor API: end session 200",
    ]
    section.get_by_role("link", name="Application → Anchor API: create identity token 201").first.click()
    expect(dashboard.get_by_role("heading", level=1)).to_have_text("Request 2")


@pytest.mark.parametrize(("ended", "word"), [(World.complete, "used"), (lambda world, _: world.advance("1h"), "expired")])
def test_a_token_that_no_page_used_up_is_over_too(
    world: World, context: BrowserContext, ended: Callable[[World, str], object], word: str
) -> None:
    page = context.new_page()
    token = world.identity_token(world.application()["id"])
    page.goto(address(world))
    expect(page.locator("section.flow .tag")).to_have_text("running")
    ended(world, token)
    page.reload()
    expect(page.locator("section.flow .tag")).to_have_text(word)


def test_link_is_drawn_up_to_the_browser_and_one_flow_has_a_page(
    anon: Anon, addresses: LinkAddresses, context: BrowserContext, receiver: CallbackReceiver
) -> None:
    page = context.new_page()
    page.goto(addresses.made(redirectUrl=receiver.url()))
    link = LinkPage(page)
    link.expect_credentials("good")
    link.sign_in()
    link.expect_green_check()
    link.leave()
    receiver.expect_one()
    anon.status("ada")
    httpx.get(anon.cdp_url("ada").json()["liveStreamingUrl"])

    page.goto(address(anon.world))
    section = only_flow(page, "Link for ada at linkedin: address → page → ")
    expect(section.locator(".tag")).to_have_text("done")
    drawn = arrows(section)
    assert drawn[:2] == ["Application → Anon API: create link url 200", "Application → Link page: open 200"]
    assert "Link page → Anon API: get app integration 200" in drawn
    assert any(re.match("Link page → Customer's callback: link: status=success", arrow) for arrow in drawn)
    assert drawn[-3:] == [
        "Application → Anon API: get session status 200",
        "Application → Anon API: create cdp url 200",
        "Application → Browser session: open live stream 200",
    ]
    section.get_by_role("link", name="flow 1").click()
    expect(page).to_have_url(re.compile("flow=1$"))
    only_flow(page, "Link for ada")
    assert "eyJ" not in page.content(), "a token is shown"


def test_a_session_is_drawn_with_what_its_webhook_was_told(
    world: World, context: BrowserContext, hook: WebhookReceiver
) -> None:
    body = {"url": hook.url(), "subscribed_events": ["session.completed"]}
    assert world.api.post("/v1/webhooks", json=body).status_code == 201
    session = world.session()
    httpx.get(session["live_view_url"])
    for _ in range(5):
        world.api.get(f"/v1/sessions/{session['id']}")
    world.advance("2m")
    world.api.delete(f"/v1/sessions/{session['id']}")
    hook.expect(1)
    world.demand("GET", "/requests", params={"direction": "outgoing", "wait": "20s", "count": "1"})

    page = context.new_page()
    page.goto(address(world))
    section = only_flow(page, "Session ")
    assert arrows(section) == [
        "Application → Anchor API: create session 200",
        "Application → Browser session: open live view 200",
        "Application → Anchor API: get session 200 ×5",
        "Application → Anchor API: end session 200",
        "Anchor API → Webhook receiver: session.completed 200",
    ]
    expect(section.locator("svg text.pause")).to_have_text("2 min later")
    section.get_by_text("As Mermaid").click()
    expect(section.locator("code")).to_contain_text("B->>D: session.completed 200")


def test_a_failed_flow_says_why_and_is_done_once_it_is_mended(world: World, context: BrowserContext) -> None:
    token = world.identity_token(world.application()["id"])
    world.add_rule("anchor.openIdentityCreatePage", {"reply": {"status": 500, "body": {}}}, times=1)
    opened = f"{world.base_url}/identity/create?token={token}"
    assert httpx.get(opened).status_code == 500
    page = context.new_page()
    page.goto(address(world))
    section = only_flow(page, "Connect ")
    expect(section.locator(".tag")).to_have_text("failed")
    expect(section.locator("svg a.failed")).to_have_count(1)
    httpx.get(opened)
    expect(section.locator(".tag")).to_have_text("running")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_can_be_read_aloud_and_fits_a_phone(browser: Browser, world: World, anon: Anon, scheme: str) -> None:
    token = world.identity_token(world.application()["id"])
    httpx.get(f"{world.base_url}/identity/create?token={token}")
    httpx.get(f"{world.base_url}/identity/create?token={token[:-1]}{'1' if token[-1] == '0' else '0'}")
    anon.link_url()
    anon.link_url()
    world.session()
    world.advance("1h")
    world.api.post(f"/v1/applications/{token}/tokens", json={"callbackUrl": "https://app.example.com"})
    context = new_context(browser, viewport=PHONE, color_scheme=scheme)
    page = context.new_page()
    page.goto(address(world))
    expect(page.locator("section.flow")).to_have_count(6)
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0, f"it scrolls sideways by {overflow} px"
    for details in page.locator("details").all():
        details.evaluate("element => { element.open = true }")
    expect_no_violation(page, scheme)
    context.close()
