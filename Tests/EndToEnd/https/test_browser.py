"""The vendors' host names in a real Chromium: the hosted pages over HTTPS, and two origins as a browser sees them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from anon import LINKEDIN, Anon
from browser import HostedPage, new_context
from callback_receiver import CallbackReceiver
from console import AS_EXPLAINED, AS_QUOTED, Console
from cors import blocked, expect_blocked, wire
from link_page import LinkAddresses, LinkPage
from server import DrydockServer
from world import World

APP = "https://app.anchorbrowser.io"
OPEN_POPUP = "link => { window.open(link, 'popup', 'width=600,height=700') }"


class VendorAddresses(LinkAddresses):
    """Where the vendor has them."""

    def __init__(self, anon: Anon) -> None:
        super().__init__(anon)
        self.api_host = "svc.sandbox.anon.com"
        self.api = f"https://{self.api_host}"
        self.page = f"https://link.{self.api_host}"


@pytest.fixture
def tab(trusting_browser: Browser) -> Iterator[Page]:
    """A tab of a browser that finds the vendors' hosts here and trusts them."""
    context: BrowserContext = new_context(trusting_browser)
    yield context.new_page()
    context.close()


@pytest.fixture
def named(secure_world: World) -> Iterator[Anon]:
    """Anon, called by HTTPS."""
    anon = Anon(secure_world)
    yield anon
    anon.close()


def told(page: Page) -> list[dict[str, object]]:
    """What a page was told, once it was something."""
    page.wait_for_function("window.received.length > 0")
    return page.evaluate("window.received")


# Anchor


def test_the_hosted_page_leads_to_an_https_callback(tab: Page, secure_world: World, receiver: CallbackReceiver) -> None:
    token = secure_world.identity_token(secure_world.application(name="Ada's Shop")["id"], receiver.url())
    hosted = HostedPage(tab, APP)
    assert hosted.open(token).status == 200
    assert tab.url.startswith(f"{APP}/identity/create?token=")
    assert tab.evaluate("[window.isSecureContext, document.styleSheets.length > 0]") == [True, True]
    assert tab.evaluate("performance.getEntriesByType('navigation')[0].nextHopProtocol") == "h2"
    hosted.start()
    hosted.sign_in("user_good")
    hosted.expect_success()
    hosted.leave()
    callback = receiver.expect_one()
    assert callback.query["status"] == ["success"]
    [identity_id] = callback.query["identity_id"]
    assert secure_world.api.get(f"/v1/identities/{identity_id}").json()["status"] == "validated"


def test_the_popup_tells_its_opener_from_the_vendors_origin(
    tab: Page, secure_world: World, receiver: CallbackReceiver
) -> None:
    token = secure_world.identity_token(secure_world.application()["id"], receiver.url())
    tab.goto(receiver.url("/opener"))
    with tab.expect_popup() as popup:
        tab.evaluate(OPEN_POPUP, HostedPage(tab, APP).address(token))
    hosted = HostedPage(popup.value, APP)
    hosted.start()
    hosted.sign_in("user_good")
    hosted.expect_success()
    [message] = told(tab)
    assert message["origin"] == APP
    assert message["data"]["type"] == "identity-created"  # type: ignore[index]


def test_the_live_view_opens_where_the_session_says(tab: Page, secure: DrydockServer, secure_world: World) -> None:
    session = secure_world.api.post("/v1/sessions", json={}, headers={"Host": "api.anchorbrowser.io"}).json()["data"]
    assert session["live_view_url"].startswith("https://live.anchorbrowser.io?")
    answer = tab.goto(session["live_view_url"])
    assert answer and answer.status == 200
    expect(tab.locator("body")).to_contain_text(session["id"])


# Anon

FAQ = {"cors-as-quoted": AS_QUOTED, "cors-as-explained": AS_EXPLAINED}


@pytest.mark.parametrize("faq", FAQ)
def test_the_faqs_cors_line_names_the_vendors_own_hosts(tab: Page, named: Anon, faq: str) -> None:
    if faq == "cors-as-explained":
        named.world.load("faq/cors-as-explained")
    addresses = VendorAddresses(named)
    token, ready = named.issue("ada"), named.credentials
    console = Console(tab)
    tab.goto(addresses.made(appUserIdToken=token, clientId=ready["serviceSdkClient"]["id"]))
    link = LinkPage(tab)
    link.expect_credentials("refused")
    line = blocked(tab, addresses, FAQ[faq])
    assert line.startswith(
        "Access to fetch at 'https://svc.sandbox.anon.com/account/api/v1/appIntegration?id=linkedin&"
    )
    assert "from origin 'https://link.svc.sandbox.anon.com' has been blocked by CORS policy: " in line
    expect_blocked(console, line)
    wire(named.world)

    tab.goto(addresses.made(appUserIdToken=token, clientId=ready["webappSdkClient"]["id"]))
    link.expect_credentials("good")
    assert console.errors() == []
    assert wire(named.world) == [("OPTIONS", 204, None), ("GET", 200, None)]


def test_an_https_opener_of_the_link_page_gets_its_message(tab: Page, named: Anon, receiver: CallbackReceiver) -> None:
    """No `opener` in the link: the referrer says it, as both are HTTPS."""
    addresses = VendorAddresses(named)
    client_id = named.credentials["webappSdkClient"]["id"]
    tab.goto(receiver.url("/opener"))
    with tab.expect_popup() as popup:
        tab.evaluate(OPEN_POPUP, addresses.by_hand(named.issue("ada"), client_id, company="Ada's Shop"))
    link = LinkPage(popup.value)
    link.expect_credentials("good")
    link.sign_in()
    link.expect_green_check()
    assert told(tab) == [{"origin": addresses.page, "data": {"type": "anon-link-success", "app": LINKEDIN}}]
    assert named.app_user("ada").status_code == 200


def test_a_link_with_a_way_back_leads_to_an_https_address(tab: Page, named: Anon, receiver: CallbackReceiver) -> None:
    addresses = VendorAddresses(named)
    tab.goto(addresses.made(redirectUrl=receiver.url()))
    assert tab.url.startswith("https://link.svc.sandbox.anon.com/?")
    link = LinkPage(tab)
    link.sign_in()
    link.leave()
    receiver.expect_one()
