"""Link in the Web SDK's form, a popup or a frame without a way back: it tells the page that opened it how it went."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Frame, Page

from anon import LINKEDIN, Anon
from callback_receiver import OPENER_PAGE, CallbackReceiver
from key_set_server import KeySetServer
from link_page import LinkAddresses, LinkPage

SUCCESS = {"type": "anon-link-success", "app": LINKEDIN}
EXIT = {"type": "anon-link-exit", "app": LINKEDIN}
OPEN_POPUP = "link => { window.open(link, 'anon-link', 'width=600,height=700') }"
OPEN_FRAME = """
link => {
    const frame = document.createElement("iframe");
    frame.src = link;
    frame.title = "Link";
    document.body.append(frame);
}"""


@pytest.fixture
def customer(context: BrowserContext, key_sets: KeySetServer) -> Page:
    """The customer's page. Over https a browser would not say where a popup over http comes from."""
    page = context.new_page()
    page.goto(key_sets.serve(OPENER_PAGE, "/shop", content_type="text/html"))
    return page


def open_popup(customer: Page, url: str) -> Page:
    """Opens Link as a popup of the customer's page."""
    with customer.expect_popup() as popup:
        customer.evaluate(OPEN_POPUP, url)
    return popup.value


def open_frame(customer: Page, url: str) -> Frame:
    """Opens Link as a frame in the customer's page."""
    with customer.expect_event("frameattached") as attached:
        customer.evaluate(OPEN_FRAME, url)
    return attached.value


def link_of_ada(anon: Anon, addresses: LinkAddresses, **query: str) -> str:
    """The link that the Web SDK builds from its configuration."""
    client_id = anon.credentials["webappSdkClient"]["id"]
    return addresses.by_hand(anon.issue("ada"), client_id, company="Ada's Shop", **query)


def messages(customer: Page, count: int = 1) -> list[dict[str, object]]:
    """What the customer's page was told, once it is `count` messages."""
    customer.wait_for_function("count => window.received.length >= count", arg=count)
    return customer.evaluate("window.received")


WINDOWS = {"popup": open_popup, "frame": open_frame}
Open = Callable[[Page, str], Page | Frame]


@pytest.mark.parametrize("open_link", WINDOWS.values(), ids=WINDOWS.keys())
def test_success_is_told_to_the_page_that_opened_link(
    anon: Anon, addresses: LinkAddresses, customer: Page, open_link: Open
) -> None:
    link = LinkPage(open_link(customer, link_of_ada(anon, addresses)))
    link.expect_step("Connect LinkedIn")
    link.expect_credentials("good")
    link.sign_in()
    link.expect_green_check()
    assert messages(customer) == [{"origin": addresses.page, "data": SUCCESS}]
    assert anon.app_user("ada").status_code == 200


@pytest.mark.parametrize("open_link", WINDOWS.values(), ids=WINDOWS.keys())
@pytest.mark.parametrize("user_name", ["user_cancel", "user_locked"])
def test_exit_is_told_to_the_page_that_opened_link_and_it_can_start_again(
    anon: Anon, addresses: LinkAddresses, customer: Page, open_link: Open, user_name: str
) -> None:
    link = LinkPage(open_link(customer, link_of_ada(anon, addresses)))
    link.sign_in(user_name)
    assert messages(customer) == [{"origin": addresses.page, "data": EXIT}]
    assert anon.app_user("ada").status_code == 404
    link.place.get_by_role("button", name="Start again").click()
    link.sign_in()
    link.expect_green_check()
    assert [message["data"] for message in messages(customer, 2)] == [EXIT, SUCCESS]


@pytest.mark.faq("amazon-page-closes")
def test_saved_session_is_told_as_a_success(anon: Anon, customer: Page) -> None:
    anon.world.load("faq/amazon-page-closes")
    addresses = LinkAddresses(anon)
    link = LinkPage(open_popup(customer, link_of_ada(anon, addresses, app="amazon")))
    link.agree()
    link.expect_step("Checking your Amazon session")
    anon.world.advance("2s")
    link.expect_green_check()
    [message] = messages(customer)
    assert message["data"] == {"type": "anon-link-success", "app": "amazon"}


def test_customer_over_https_is_told_when_the_link_names_it(
    anon: Anon, addresses: LinkAddresses, context: BrowserContext, receiver: CallbackReceiver
) -> None:
    page = context.new_page()
    page.goto(receiver.url("/opener"))
    link = LinkPage(open_popup(page, link_of_ada(anon, addresses, opener=receiver.origin)))
    link.sign_in()
    link.expect_green_check()
    assert messages(page) == [{"origin": addresses.page, "data": SUCCESS}]


def test_page_that_link_was_not_meant_for_is_told_nothing(
    anon: Anon, addresses: LinkAddresses, receiver: CallbackReceiver, customer: Page
) -> None:
    popup = open_popup(customer, link_of_ada(anon, addresses, opener=receiver.origin))
    link = LinkPage(popup)
    link.sign_in()
    link.expect_green_check()
    # What the page was told would come before what is said now.
    popup.evaluate("window.opener.postMessage('last', '*')")
    assert [message["data"] for message in messages(customer)] == ["last"]


def test_link_with_a_way_back_tells_the_opener_nothing(
    anon: Anon, addresses: LinkAddresses, customer: Page, receiver: CallbackReceiver
) -> None:
    link = LinkPage(open_popup(customer, addresses.made(redirectUrl=receiver.url())))
    link.sign_in()
    link.leave()
    receiver.expect_one()
    assert customer.evaluate("window.received") == []


def test_page_that_nobody_opened_goes_through_all_the_same(
    anon: Anon, addresses: LinkAddresses, context: BrowserContext
) -> None:
    page = context.new_page()
    page.goto(link_of_ada(anon, addresses))
    link = LinkPage(page)
    link.cancel()
    link.expect_step("Cancelled")
    page.get_by_role("button", name="Start again").click()
    link.sign_in()
    link.expect_green_check()
    assert page.get_by_role("link", name="Continue").count() == 0
