"""The hosted page in a popup: it tells its opener about the identity, and nobody else."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page

from browser import HostedPage
from callback_receiver import CallbackReceiver
from certificates import TemporaryAuthority
from world import World


@pytest.fixture
def stranger(authority: TemporaryAuthority) -> Iterator[CallbackReceiver]:
    """A site that is not the integrator's."""
    receiver = CallbackReceiver(authority)
    yield receiver
    receiver.close()


def open_popup(context: BrowserContext, world: World, opener: CallbackReceiver, token: str) -> tuple[Page, HostedPage]:
    """Opens the hosted page from a page at `opener`; returns both."""
    page = context.new_page()
    page.goto(opener.url("/opener"))
    link = HostedPage(page, world.base_url).address(token)
    with page.expect_popup() as popup:
        page.evaluate("link => { window.open(link, 'anchorbrowser-identity', 'width=600,height=700') }", link)
    return page, HostedPage(popup.value, world.base_url)


def sign_in(popup: HostedPage) -> None:
    """Goes through the popup up to the callback."""
    popup.start()
    popup.sign_in("user_good")
    popup.expect_success()


def test_popup_posts_the_identity_to_an_opener_at_the_callbacks_origin(
    world: World, context: BrowserContext, receiver: CallbackReceiver
) -> None:
    token = world.identity_token(world.application()["id"], receiver.url())
    opener, popup = open_popup(context, world, receiver, token)
    sign_in(popup)
    opener.wait_for_function("window.received.length > 0")
    popup.leave()
    [identity_id] = receiver.expect_one().query["identity_id"]
    assert opener.evaluate("window.received") == [
        {"origin": world.base_url, "data": {"type": "identity-created", "identityId": identity_id}}
    ]


def test_popup_tells_nothing_to_an_opener_of_another_origin(
    world: World, context: BrowserContext, receiver: CallbackReceiver, stranger: CallbackReceiver
) -> None:
    token = world.identity_token(world.application()["id"], receiver.url())
    opener, popup = open_popup(context, world, stranger, token)
    sign_in(popup)
    popup.leave()
    receiver.expect_one()
    assert opener.evaluate("window.received") == []


def test_popup_that_is_cancelled_posts_nothing(
    world: World, context: BrowserContext, receiver: CallbackReceiver
) -> None:
    token = world.identity_token(world.application()["id"], receiver.url())
    opener, popup = open_popup(context, world, receiver, token)
    popup.start()
    popup.cancel()
    assert receiver.expect_one().query == {"status": ["cancelled"]}
    assert opener.evaluate("window.received") == []
