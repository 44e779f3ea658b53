"""The FAQ's pages: a person searches, reproduces a failure, applies the fix and sees that it works; and programs do the same."""

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from axe import expect_no_violation
from browser import PHONE, new_context
from faq import printed_ids
from world import World

WIDE = {"width": 1280, "height": 900}
# Its commands are no calls of curl.
FOR_TERMINALS = "unexpected-token-export"


@pytest.fixture
def page(browser: Browser) -> Page:
    """A tab at a desk."""
    context = new_context(browser, viewport=WIDE)
    yield context.new_page()
    context.close()


def search(page: Page, world: World, words: str) -> None:
    """Opens the FAQ and looks for words, as somebody does who has a message before her."""
    page.goto(f"{world.base_url}/_drydock/faq?world={world.name}")
    page.get_by_label("What do you see?").fill(words)
    page.get_by_role("button", name="Search").click()


def test_a_failure_is_found_reproduced_and_mended(page: Page, world: World) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
    search(page, world, "captcha proxy active")
    page.get_by_role("link", name="The captcha solver without a proxy").click()
    expect(page.locator(".console")).to_have_text("CAPTCHA solver requires proxy to be active.")
    page.get_by_role("button", name="Reproduce it").click()
    shown = page.locator("#shown")
    expect(shown.get_by_role("heading", name="It fails")).to_contain_text("with these words")
    failing = shown.locator("details.call")
    expect(failing).to_have_count(1)
    expect(failing).to_contain_text("/v1/sessions")
    expect(failing).to_contain_text("session.captchaNeedsProxy")
    expect(failing).to_contain_text("CAPTCHA solver requires proxy to be active.")
    page.get_by_role("button", name="Apply the fix").click()
    expect(shown.get_by_role("heading", name="It works now")).to_be_visible()
    expect(shown.locator("details.call").last).to_contain_text("200")
    assert page.url.endswith(f"?world={world.name}"), "the page has not been left"
    page.get_by_role("link", name="Look into this world").click()
    expect(page.locator(".log li")).to_have_count(1)
    expect(page.locator(".log li")).to_contain_text("anchor.createSession")
    assert complaints == []


def test_a_symptom_of_a_browser_is_shown_with_the_answer_behind_it(page: Page, world: World) -> None:
    page.goto(f"{world.base_url}/_drydock/faq/link-token-without-kid?world={world.name}")
    page.get_by_role("button", name="Reproduce it").click()
    shown = page.locator("#shown")
    expect(shown.get_by_role("heading", name="It fails")).to_contain_text("words of its own")
    shown.get_by_role("link", name="jwt.noKid").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("jwt.noKid")
    expect(page.get_by_role("link", name="Token without a kid")).to_be_visible()


def test_all_of_it_works_without_a_script(browser: Browser, world: World) -> None:
    context = new_context(browser, java_script_enabled=False)
    page = context.new_page()
    search(page, world, "trailing comma")
    page.get_by_role("link", name="The guide's command for creating a pool").click()
    page.get_by_role("button", name="Apply the fix").click()
    expect(page.get_by_role("heading", name="It fails")).to_be_visible()
    expect(page.get_by_role("heading", name="It works now")).to_be_visible()
    page.goto(f"{world.base_url}/_drydock/faq/{FOR_TERMINALS}")
    expect(page.locator("#shown")).to_contain_text("for a terminal")
    expect(page.locator("#shown").get_by_role("button")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_what_is_shown(browser: Browser, world: World, scheme: str) -> None:
    for size in (WIDE, PHONE):
        context = new_context(browser, viewport=size, color_scheme=scheme)
        page = context.new_page()
        for identifier in ("session-rate-limited", "link-service-client", "another-example-user"):
            page.goto(f"{world.base_url}/_drydock/faq/{identifier}?world={world.name}")
            page.locator("#shown form").last.get_by_role("button").click()
            expect(page.locator("#shown").get_by_role("heading", name="It works now")).to_be_visible()
            for details in page.locator("details").all():
                details.evaluate("element => { element.open = true }")
            overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            assert overflow <= 0, f"{identifier} scrolls sideways by {overflow} px at {size['width']} px"
            expect_no_violation(page, f"{identifier}, {size['width']} px, {scheme}")
        page.goto(f"{world.base_url}/_drydock/faq?world={world.name}&q=zzz")
        expect_no_violation(page, f"nothing found, {size['width']} px, {scheme}")
        context.close()


@pytest.mark.parametrize("identifier", sum(printed_ids().values(), []))
def test_every_entry_is_shown_by_the_server(world: World, identifier: str) -> None:
    entry = world.demand("GET", f"/faq/{identifier}")
    if identifier == FOR_TERMINALS:
        assert world.control("POST", f"/faq/{identifier}/reproduce").status_code == 422
        return
    if "# Fails:" in entry["recipe"]:
        failure = world.demand("POST", f"/faq/{identifier}/reproduce")
        assert failure["shown"] is True and failure["mended"] is None
        given = {exchange["reason"]["code"] for exchange in failure["exchanges"] if exchange["reason"]}
        assert given <= set(entry["reasons"])
    mended = world.demand("POST", f"/faq/{identifier}/fix")
    assert mended["mended"] is True
    works = [exchange for exchange in mended["exchanges"] if exchange["part"] == "works"]
    assert works and all(exchange["status"] < 400 for exchange in works)


def test_a_foreign_page_cannot_press_the_buttons(world: World) -> None:
    for path in ("reproduce", "fix"):
        for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            answer = httpx.post(f"{world.base_url}/_drydock/faq/no-credits/{path}", headers=headers)
            assert answer.status_code == 403
