"""The FAQ's CORS errors in a real Chromium: two origins on one server, told apart by Host."""

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from anon import LINKEDIN, Anon
from anon_keys import SigningKey, claims, key_set, now
from console import AS_EXPLAINED, AS_QUOTED, BLOCKED, NETWORK_FAILED, UNAUTHORIZED, Console
from key_set_server import KeySetServer
from link_page import LinkAddresses, LinkPage
from server import DrydockServer
from world import World

INTEGRATION = "/account/api/v1/appIntegration"
# With an icon, so that the browser does not ask for one and complain.
SHOP = "<!doctype html><title>Shop</title><link rel='icon' href='data:,'><h1>Shop</h1>"
CALL = """
async ({url, headers}) => {
    try {
        const answer = await fetch(url, {headers});
        return [answer.status, await answer.json()];
    } catch (error) {
        return `${error.name}: ${error.message}`;
    }
}"""

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


def case(identifier: str, mistake: Mistake, reason: str, *entries: str) -> Any:
    return pytest.param(mistake, reason, id=identifier, marks=[pytest.mark.faq(entry) for entry in entries])


MISTAKES = [
    case("service client", service_client, "client.isService", "link-service-client", "service-client-in-template"),
    case("client of nobody", client_of_nobody, "client.unknown", "link-client-unknown"),
    case("client of other pool", client_of_other_hosted_pool, "jwt.otherPool", "link-client-of-other-pool"),
    case("client of other key set", client_of_other_key_set, "jwt.unknownKid", "link-client-of-other-pool"),
    case("switched provider", old_client_after_switch, "jwt.unknownKid", "identity-provider-switched"),
    case(
        "no kid",
        token_mistake(lambda key, world: key.sign(claims(world), kid=None)),
        "jwt.noKid",
        "link-token-without-kid",
    ),
    case(
        "unknown kid",
        token_mistake(lambda key, world: key.sign(claims(world), kid="retired")),
        "jwt.unknownKid",
        "link-token-unknown-kid",
    ),
    case(
        "wrong key",
        token_mistake(lambda key, world: SigningKey(key.kid, "ES256").sign(claims(world))),
        "jwt.badSignature",
        "link-token-of-other-key-set",
    ),
    case(
        "expired",
        token_mistake(lambda key, world: key.sign(claims(world, exp=now(world)))),
        "jwt.expired",
        "link-token-expired",
    ),
]
ONE_MISTAKE = MISTAKES[5].values[0]


def wire(world: World) -> list[tuple[str, int, str | None]]:
    """What the browser asked the API of the page, with status and reason, and forgets it."""
    entries = [entry for entry in world.journal() if entry["request"]["path"].startswith(INTEGRATION)]
    world.demand("DELETE", "/requests")
    return [
        (entry["request"]["method"], entry["response"]["status"], (entry["reason"] or {}).get("code"))
        for entry in entries
    ]


def blocked(page: Page, addresses: LinkAddresses, text: str) -> str:
    """The console's line for the Link page's request."""
    [link_id] = parse_qs(urlsplit(page.url).query)["linkId"]
    asked = f"{addresses.api}{INTEGRATION}?id={LINKEDIN}&linkId={link_id}"
    return f"Access to fetch at '{asked}' from origin '{addresses.page}' {text}"


def expect_blocked(console: Console, line: str) -> None:
    """The console has this line, which older versions of Chromium end with a hint, and that the request failed."""
    first, second = console.errors()
    assert first.startswith(line)
    assert second == NETWORK_FAILED


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
def test_refusal_can_be_read_where_cors_is_open(
    anon: Anon, key_sets: KeySetServer, context: BrowserContext
) -> None:
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


# The customer's own page, without Link.


def customers_page(context: BrowserContext, key_sets: KeySetServer) -> Page:
    """A page of an origin that is none of Drydock's."""
    page = context.new_page()
    page.goto(key_sets.serve(SHOP, "/shop", content_type="text/html"))
    return page


def call(page: Page, addresses: LinkAddresses, given: Credentials, **query: str) -> Any:
    """What a script makes of the answer to the call with these credentials."""
    parameters = "".join(f"&{name}={value}" for name, value in query.items())
    headers = {
        "Authorization": f"Bearer {given['appUserIdToken']}",
        "X-Anon-Sdk-Client-Id": given["clientId"],
    }
    return page.evaluate(
        CALL, {"url": f"{addresses.api}{INTEGRATION}?id={LINKEDIN}{parameters}", "headers": headers}
    )


@pytest.mark.faq("cors-as-quoted")
def test_script_of_the_customer_learns_only_that_the_call_failed(
    anon: Anon, key_sets: KeySetServer, context: BrowserContext
) -> None:
    addresses = LinkAddresses(anon)
    wrong, right = ONE_MISTAKE(anon, key_sets)
    page = customers_page(context, key_sets)
    console = Console(page)
    assert call(page, addresses, wrong) == "TypeError: Failed to fetch"
    asked = f"{addresses.api}{INTEGRATION}?id={LINKEDIN}"
    expect_blocked(console, f"Access to fetch at '{asked}' from origin '{key_sets.base_url}' {AS_QUOTED}")
    status, integration = call(page, addresses, right)
    assert (status, integration["displayName"]) == (200, "LinkedIn")
    assert console.errors() == []


@pytest.mark.faq("app-integration-unauthorized")
def test_script_of_the_customer_reads_the_refusal_where_cors_is_open(
    anon: Anon, key_sets: KeySetServer, context: BrowserContext
) -> None:
    anon.world.load("faq/app-integration-unauthorized")
    addresses = LinkAddresses(anon)
    wrong, _ = ONE_MISTAKE(anon, key_sets)
    page = customers_page(context, key_sets)
    console = Console(page)
    assert call(page, addresses, wrong) == [401, {"message": "Unauthorized"}]
    assert console.errors() == [UNAUTHORIZED]


@pytest.mark.faq("cors-as-explained")
def test_script_of_the_customer_never_gets_past_a_refused_preflight(
    launch: Callable[..., DrydockServer], key_sets: KeySetServer, context: BrowserContext
) -> None:
    """Its preflight names no world, hence the server of its own."""
    world = World(launch("--clock", "frozen", "--scenario", "faq/cors-as-explained").base_url, "default")
    anon = Anon(world)
    addresses = LinkAddresses(anon)
    page = customers_page(context, key_sets)
    console = Console(page)
    ready = credentials(anon.credentials["appUserIdToken"], anon.credentials["webappSdkClient"]["id"])
    assert call(page, addresses, ready) == "TypeError: Failed to fetch"
    assert AS_EXPLAINED in console.errors()[0]
    assert wire(world) == [("OPTIONS", 401, "cors.preflightRefused")]
    anon.close()
    world.close()


# All that Chromium says of what servers answer (the contract's table of the CORS message).

ALLOWED = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "authorization, x-anon-sdk-client-id",
}
PREFLIGHT_FAILED = BLOCKED + "Response to preflight request doesn't pass access control check: "


@pytest.mark.parametrize(
    ("rules", "said", "methods"),
    [
        pytest.param(
            {"anon.preflightAppIntegration": {"status": 401}}, AS_EXPLAINED, ["OPTIONS"], id="preflight 401 bare"
        ),
        pytest.param(
            {"anon.preflightAppIntegration": {"status": 401, "headers": ALLOWED}},
            PREFLIGHT_FAILED + "It does not have HTTP ok status.",
            ["OPTIONS"],
            id="preflight 401 with headers",
        ),
        pytest.param(
            {"anon.preflightAppIntegration": {"status": 204}}, AS_EXPLAINED, ["OPTIONS"], id="preflight 204 bare"
        ),
        pytest.param(
            {"anon.preflightAppIntegration": {"status": 204, "headers": {"Access-Control-Allow-Origin": "*"}}},
            BLOCKED + "Request header field authorization is not allowed by Access-Control-Allow-Headers"
            " in preflight response.",
            ["OPTIONS"],
            id="preflight without allowed headers",
        ),
        pytest.param(
            {"anon.preflightAppIntegration": {"status": 302, "headers": {"Location": "/elsewhere"}}},
            BLOCKED + "Response to preflight request doesn't pass access control check: "
            "Redirect is not allowed for a preflight request.",
            ["OPTIONS"],
            id="preflight redirected",
        ),
        pytest.param(
            {"anon.getAppIntegration": {"status": 200, "headers": {"Access-Control-Allow-Origin": ""}, "body": {}}},
            AS_QUOTED,
            ["OPTIONS", "GET"],
            id="200 bare",
        ),
        pytest.param(
            {"anon.getAppIntegration": {"status": 401, "headers": {"Access-Control-Allow-Origin": "*"}}},
            None,
            ["OPTIONS", "GET"],
            id="401 with headers",
        ),
    ],
)
def test_rule_makes_each_cors_error_that_chromium_has(
    anon: Anon,
    key_sets: KeySetServer,
    context: BrowserContext,
    rules: dict[str, dict[str, Any]],
    said: str | None,
    methods: list[str],
) -> None:
    addresses = LinkAddresses(anon)
    for operation, reply in rules.items():
        anon.world.add_rule(operation, {"reply": reply})
    url = addresses.made()
    page = context.new_page()
    console = Console(page)
    page.goto(url)
    LinkPage(page).expect_credentials("refused")
    if said is None:
        assert console.errors() == [UNAUTHORIZED]
    else:
        expect_blocked(console, blocked(page, addresses, said))
    assert [method for method, _, _ in wire(anon.world)] == methods


def test_refusal_without_preflight_is_the_faqs_error_too(
    anon: Anon, key_sets: KeySetServer, context: BrowserContext
) -> None:
    addresses = LinkAddresses(anon)
    page = customers_page(context, key_sets)
    console = Console(page)
    client_id = anon.credentials["webappSdkClient"]["id"]
    asked = f"{addresses.api}{INTEGRATION}?id={LINKEDIN}&clientId={client_id}"
    assert page.evaluate(CALL, {"url": asked, "headers": {}}) == "TypeError: Failed to fetch"
    expect_blocked(console, f"Access to fetch at '{asked}' from origin '{key_sets.base_url}' {AS_QUOTED}")
    [(method, status, _)] = wire(anon.world)
    assert (method, status) == ("GET", 401)
