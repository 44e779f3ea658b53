"""The FAQ's CORS errors in a real Chromium: two origins on one server, told apart by Host."""

import uuid
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from anon import Anon
from anon_keys import SigningKey, claims, key_set, now
from console import AS_EXPLAINED, AS_QUOTED, UNAUTHORIZED, Console
from cors import blocked, expect_blocked, wire
from key_set_server import KeySetServer
from link_page import LinkAddresses, LinkPage
from world import World

# What a customer configures: `appUserIdToken` and `clientId`.
Credentials = dict[str, str]
# A mistake, and the same put right as the FAQ says.
Mistake = Callable[[Anon, KeySetServer], tuple[Credentials, Credentials]]


def credentials(token: str, client_id: str) -> Credentials:
    return {"appUserIdToken": token, "clientId": client_id}


def service_client(anon: Anon, _: KeySetServer) -> tuple[Credentials, Credentials]:
    token, ready = anon.issue("ada"), anon.credentials
    return (
        credentials(token, ready["serviceSdkClient"]["id"]),
        credentials(token, ready["webappSdkClient"]["id"]),
    )


def client_of_nobody(anon: Anon, _: KeySetServer) -> tuple[Credentials, Credentials]:
    token = anon.issue("ada")
    return credentials(token, str(uuid.UUID(int=7))), credentials(token, anon.credentials["webappSdkClient"]["id"])


def client_of_other_hosted_pool(anon: Anon, _: KeySetServer) -> tuple[Credentials, Credentials]:
    token = anon.issue("ada")
    other = anon.webapp_client(anon.pool())
    return credentials(token, other), credentials(token, anon.credentials["webappSdkClient"]["id"])


def client_of_other_key_set(anon: Anon, key_sets: KeySetServer) -> tuple[Credentials, Credentials]:
    key = SigningKey("customer", "ES256")
    own = anon.own_client(key_sets.serve(key_set(key)))
    token = key.sign(claims(anon.world))
    return credentials(token, anon.credentials["webappSdkClient"]["id"]), credentials(token, own)


def old_client_after_switch(anon: Anon, key_sets: KeySetServer) -> tuple[Credentials, Credentials]:
    old, new = (SigningKey(kid, "ES256") for kid in ("old-provider", "new-provider"))
    old_client = anon.own_client(key_sets.serve(key_set(old), "/old/jwks.json"))
    assert anon.app_integration(old.sign(claims(anon.world)), old_client).status_code == 200
    new_client = anon.own_client(key_sets.serve(key_set(new), "/new/jwks.json"))
    token = new.sign(claims(anon.world))
    return credentials(token, old_client), credentials(token, new_client)


def token_mistake(sign: Callable[[SigningKey, World], str]) -> Mistake:
    """A webapp client of the right pool, with a token that `sign` gets wrong."""

    def make(anon: Anon, key_sets: KeySetServer) -> tuple[Credentials, Credentials]:
        key = SigningKey("customer", "ES256")
        client = anon.own_client(key_sets.serve(key_set(key)))
        return credentials(sign(key, anon.world), client), credentials(key.sign(claims(anon.world)), client)

    return make


MISTAKES = [
    pytest.param(
        service_client,
        "client.isService",
        marks=[pytest.mark.faq("link-service-client"), pytest.mark.faq("service-client-in-template")],
        id="service client",
    ),
    pytest.param(
        client_of_nobody, "client.unknown", marks=pytest.mark.faq("link-client-unknown"), id="client of nobody"
    ),
    pytest.param(
        client_of_other_hosted_pool,
        "jwt.otherPool",
        marks=pytest.mark.faq("link-client-of-other-pool"),
        id="client of other pool",
    ),
    pytest.param(
        client_of_other_key_set,
        "jwt.unknownKid",
        marks=pytest.mark.faq("link-client-of-other-pool"),
        id="client of other key set",
    ),
    pytest.param(
        old_client_after_switch,
        "jwt.unknownKid",
        marks=pytest.mark.faq("identity-provider-switched"),
        id="switched provider",
    ),
    pytest.param(
        token_mistake(lambda key, world: key.sign(claims(world), kid=None)),
        "jwt.noKid",
        marks=pytest.mark.faq("link-token-without-kid"),
        id="no kid",
    ),
    pytest.param(
        token_mistake(lambda key, world: key.sign(claims(world), kid="retired")),
        "jwt.unknownKid",
        marks=pytest.mark.faq("link-token-unknown-kid"),
        id="unknown kid",
    ),
    pytest.param(
        token_mistake(lambda key, world: SigningKey(key.kid, "ES256").sign(claims(world))),
        "jwt.badSignature",
        marks=pytest.mark.faq("link-token-of-other-key-set"),
        id="wrong key",
    ),
    pytest.param(
        token_mistake(lambda key, world: key.sign(claims(world, exp=now(world)))),
        "jwt.expired",
        marks=pytest.mark.faq("link-token-expired"),
        id="expired",
    ),
]
ONE_MISTAKE = MISTAKES[5].values[0]


def expect_app(page: Page, console: Console) -> None:
    """The Link page goes on, and the console has nothing to say."""
    link = LinkPage(page)
    link.expect_credentials("good")
    assert console.errors() == []
    link.expect_step("Connect LinkedIn")
    expect(page.get_by_role("alert")).to_have_count(0)
    link.start()
    link.expect_step("Sign in to LinkedIn")


@pytest.mark.faq("cors-as-quoted")
@pytest.mark.parametrize(("mistake", "reason"), MISTAKES)
def test_refused_credentials_are_the_faqs_cors_error_until_they_are_put_right(
    anon: Anon, key_sets: KeySetServer, context: BrowserContext, mistake: Mistake, reason: str
) -> None:
    addresses = LinkAddresses(anon)
    wrong, right = mistake(anon, key_sets)
    page = context.new_page()
    console = Console(page)
    wire(anon.world)

    page.goto(addresses.made(**wrong))
    LinkPage(page).expect_credentials("refused")
    expect_blocked(console, blocked(page, addresses, AS_QUOTED))
    assert wire(anon.world) == [("OPTIONS", 204, None), ("GET", 401, reason)]
    alert = page.get_by_role("alert")
    expect(alert).to_be_visible()
    expect(alert).to_be_focused()
    expect(alert).to_contain_text(reason)
    expect(page.get_by_role("button")).to_have_count(0)

    page.goto(addresses.made(**right))
    expect_app(page, console)
    assert wire(anon.world) == [("OPTIONS", 204, None), ("GET", 200, None)]


@pytest.mark.faq("cors-as-explained")
def test_refused_preflight_is_the_other_cors_error_until_the_credentials_are_put_right(
    anon: Anon, key_sets: KeySetServer, context: BrowserContext
) -> None:
    anon.world.load("faq/cors-as-explained")
    addresses = LinkAddresses(anon)
    wrong, right = ONE_MISTAKE(anon, key_sets)
    page = context.new_page()
    console = Console(page)
    for _ in range(2):
        page.goto(addresses.made(**wrong))
        LinkPage(page).expect_credentials("refused")
        expect_blocked(console, blocked(page, addresses, AS_EXPLAINED))
        assert wire(anon.world) == [("OPTIONS", 401, "cors.preflightRefused")]
        page.goto(addresses.made(**right))
        expect_app(page, console)
        assert wire(anon.world) == [("OPTIONS", 204, None), ("GET", 200, None)]


@pytest.mark.faq("app-integration-unauthorized")
def test_refusal_can_be_read_where_cors_is_open(anon: Anon, key_sets: KeySetServer, context: BrowserContext) -> None:
    anon.world.load("faq/app-integration-unauthorized")
    addresses = LinkAddresses(anon)
    wrong, right = ONE_MISTAKE(anon, key_sets)
    page = context.new_page()
    console = Console(page)
    page.goto(addresses.made(**wrong))
    LinkPage(page).expect_credentials("refused")
    assert console.errors() == [UNAUTHORIZED]
    assert wire(anon.world) == [("OPTIONS", 204, None), ("GET", 401, "jwt.noKid")]
    page.goto(addresses.made(**right))
    expect_app(page, console)
