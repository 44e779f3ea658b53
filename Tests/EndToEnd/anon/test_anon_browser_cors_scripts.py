"""Scripts of the customer's own pages against Anon in a real Chromium, and each CORS error that it has."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from anon import LINKEDIN, Anon
from console import AS_EXPLAINED, AS_QUOTED, BLOCKED, UNAUTHORIZED, Console
from cors import INTEGRATION, blocked, expect_blocked, wire
from key_set_server import KeySetServer
from link_page import LinkAddresses, LinkPage
from server import DrydockServer
from world import World

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


def customers_page(context: BrowserContext, key_sets: KeySetServer) -> Page:
    """A page of an origin that is none of Drydock's."""
    page = context.new_page()
    page.goto(key_sets.serve(SHOP, "/shop", content_type="text/html"))
    return page


def call(page: Page, anon: Anon, client_id: str) -> Any:
    """What a script makes of the answer to a call with the ready-made token."""
    headers = {"Authorization": f"Bearer {anon.credentials['appUserIdToken']}", "X-Anon-Sdk-Client-Id": client_id}
    url = f"{LinkAddresses(anon).api}{INTEGRATION}?id={LINKEDIN}"
    return page.evaluate(CALL, {"url": url, "headers": headers})


@pytest.mark.faq("cors-as-quoted")
def test_script_of_the_customer_learns_only_that_the_call_failed(
    anon: Anon, key_sets: KeySetServer, context: BrowserContext
) -> None:
    addresses = LinkAddresses(anon)
    wrong, right = anon.credentials["serviceSdkClient"]["id"], anon.credentials["webappSdkClient"]["id"]
    page = customers_page(context, key_sets)
    console = Console(page)
    assert call(page, anon, wrong) == "TypeError: Failed to fetch"
    asked = f"{addresses.api}{INTEGRATION}?id={LINKEDIN}"
    expect_blocked(console, f"Access to fetch at '{asked}' from origin '{key_sets.base_url}' {AS_QUOTED}")
    status, integration = call(page, anon, right)
    assert (status, integration["displayName"]) == (200, "LinkedIn")
    assert console.errors() == []


@pytest.mark.faq("app-integration-unauthorized")
def test_script_of_the_customer_reads_the_refusal_where_cors_is_open(
    anon: Anon, key_sets: KeySetServer, context: BrowserContext
) -> None:
    anon.world.load("faq/app-integration-unauthorized")
    wrong = anon.credentials["serviceSdkClient"]["id"]
    page = customers_page(context, key_sets)
    console = Console(page)
    assert call(page, anon, wrong) == [401, {"message": "Unauthorized"}]
    assert console.errors() == [UNAUTHORIZED]


@pytest.mark.faq("cors-as-explained")
def test_script_of_the_customer_never_gets_past_a_refused_preflight(
    launch: Callable[..., DrydockServer], key_sets: KeySetServer, context: BrowserContext
) -> None:
    """Its preflight names no world, hence the server of its own."""
    world = World(launch("--clock", "frozen", "--scenario", "faq/cors-as-explained").base_url, "default")
    anon = Anon(world)
    page = customers_page(context, key_sets)
    console = Console(page)
    assert call(page, anon, anon.credentials["webappSdkClient"]["id"]) == "TypeError: Failed to fetch"
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


SIGN_UP = """
async ({url, key}) => {
    const headers = {"Authorization": `Bearer ${key}`, "Content-Type": "application/json"};
    const answer = await fetch(url, {method: "POST", headers, body: JSON.stringify({appUserId: "ada"})});
    return [answer.status, await answer.json()];
}"""


def test_script_of_the_customer_asks_for_a_token_as_the_vendors_react_example_does(
    anon: Anon, key_sets: KeySetServer, context: BrowserContext
) -> None:
    """A POST with a key and JSON: Chromium asks first, and lets the page read the answer only if both agree."""
    page = customers_page(context, key_sets)
    console = Console(page)
    url = f"{LinkAddresses(anon).api}/org/appUserIdToken"
    key = anon.credentials["serviceSdkClient"]["apiKey"]
    status, answer = page.evaluate(SIGN_UP, {"url": url, "key": key})
    assert status == 200
    assert answer["appUserIdToken"].count(".") == 2
    assert console.errors() == []
