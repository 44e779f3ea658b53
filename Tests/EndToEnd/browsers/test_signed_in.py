"""Who is signed in: the scenario says it, and the session's browser has it before any page runs."""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from browser_sessions import BrowserSessions
from shop import Shop

SCENARIO = """
title: A shop that knows who is signed in
anchor:
  applications:
    - id: shop
      name: Shop
      source: https://shop.example.com
      signedIn:
        cookies:
          - { name: sid, value: "{identity.name}" }
  identities:
    - id: ada
      application: Shop
      name: Ada
      browser:
        cookies:
          - { name: sid, value: ada-1, httpOnly: true }
        origins:
          - localStorage:
              - { name: theme, value: dark }
    - { id: ben, application: Shop, name: Ben }
    - { id: cem, application: Shop, name: Cem, status: pending }
  policies:
    identityValidation: { after: 1h }
browser:
  hosts:
    shop.example.com: http://127.0.0.1:PORT
  network: closed
"""
ADDRESS = "http://shop.example.com/"


@pytest.fixture
def shop() -> Iterator[Shop]:
    """The customer's site."""
    shop = Shop()
    yield shop
    shop.close()


@pytest.fixture
def sessions(browser_sessions: Callable[..., BrowserSessions], shop: Shop) -> BrowserSessions:
    """Sessions in a world whose scenario knows the shop."""
    return browser_sessions(SCENARIO.replace("PORT", str(shop.port)))


def seen(browser: Browser, address: str = ADDRESS) -> tuple[str | None, str | None]:
    """What the shop says in the session's first page: who is signed in, and the theme."""
    page = browser.contexts[0].pages[0]
    page.goto(address)
    return page.text_content("#who"), page.text_content("#theme")


def test_two_sessions_at_once_are_two_people(sessions: BrowserSessions) -> None:
    ada = sessions.connect(identities=[{"id": "ada"}])
    ben = sessions.connect(identities=[{"id": "ben"}])
    assert seen(ada) == ("signed in as ada-1", "dark")
    assert seen(ben) == ("signed in as Ben", "light")
    # A new tab is the same person; a context of the client's own is nobody, as with the vendor's.
    tab = ada.contexts[0].new_page()
    tab.goto(ADDRESS)
    assert tab.text_content("#who") == "signed in as ada-1" and tab.text_content("#theme") == "dark"
    assert tab.evaluate("document.cookie") == "", "the cookie is not for scripts"
    own = ada.new_context().new_page()
    own.goto(ADDRESS)
    assert own.text_content("#who") == "please sign in" and own.text_content("#theme") == "light"


def test_pending_identity_is_signed_out_and_nothing_goes_out(sessions: BrowserSessions, shop: Shop) -> None:
    cem = sessions.connect(identities=[{"id": "cem"}])
    assert seen(cem) == ("please sign in", "light")
    page = cem.contexts[0].pages[0]
    before = len(shop.requests)
    for target in ("http://example.com/", "http://93.184.215.14/", f"http://outside.example:{shop.port}/"):
        page.goto(f"{ADDRESS}outside?{target}")
        page.wait_for_function("document.getElementById('outcome').textContent != 'waiting'", timeout=10_000)
        assert page.text_content("#outcome") == "not reached", target
    assert {request.split()[0] for request in shop.requests[before:]} == {"shop.example.com"}
    # What is on this machine is reached by its own address, and its cookies are its own.
    assert seen(cem, f"http://127.0.0.1:{shop.port}/")[0] == "please sign in"


def test_identity_made_on_the_hosted_page_is_signed_in_as_the_right_person(sessions: BrowserSessions) -> None:
    token = sessions.world.identity_token("shop")
    identity = sessions.world.complete(token).json()["identityId"]
    changed = sessions.world.api.put(f"/v1/identities/{identity}", json={"name": "Grace Ö."})
    assert changed.status_code == 200, changed.text
    grace = sessions.connect(identities=[{"id": identity}])
    assert seen(grace)[0] == "signed in as Grace%20%C3%96."


def test_storage_state_of_playwright_is_a_part_of_a_scenario(
    browser_sessions: Callable[..., BrowserSessions], shop: Shop, browser: Browser
) -> None:
    address = f"http://127.0.0.1:{shop.port}/"
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    page.evaluate("localStorage.setItem('theme', 'dark'); document.cookie = 'sid=zoe; max-age=3600'")
    state = context.storage_state()
    context.close()
    scenario = {
        "anchor": {
            "applications": [{"name": "Shop", "source": address}],
            "identities": [{"id": "zoe", "application": "Shop", "name": "Zoe", "browser": state}],
        }
    }
    zoe = browser_sessions(json.dumps(scenario)).connect(identities=[{"id": "zoe"}])
    assert seen(zoe, address) == ("signed in as zoe", "dark")
