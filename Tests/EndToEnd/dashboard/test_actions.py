"""What the dashboard's buttons do, and that no page from elsewhere can press one."""

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from callback_receiver import CallbackReceiver
from world import World

FORM = re.compile(r'<form[^>]*method="post"[^>]*action="([^"]+)"[^>]*>(.*?)</form>', re.DOTALL)
FIELD = re.compile(r'<(?:input[^>]*|textarea[^>]*|select[^>]*)name="([^"]+)"(?:[^>]*value="([^"]*)")?')
PAGES = ("", "/flows", "/objects", "/world", "/faq", "/faq/no-credits", "/requests/1")


def forms(world: World) -> Iterator[tuple[str, dict[str, str]]]:
    """Every form of every page that changes something: where it leads, and what it sends."""
    for path in PAGES:
        page = httpx.get(f"{world.base_url}/_drydock{path}?world={world.name}", headers={"Accept": "text/html"}).text
        for action, content in FORM.findall(page):
            yield action.replace("&amp;", "&"), {name: value or "x" for name, value in FIELD.findall(content)}


def state(world: World) -> dict[str, object]:
    """What a form could change."""
    return {
        "clock": world.demand("GET", "/clock"),
        "scenario": world.demand("GET", "/scenario"),
        "rules": world.demand("GET", "/rules"),
        "snapshots": world.demand("GET", "/snapshots"),
        "requests": len(world.journal()),
        "sessions": world.api.get("/v1/sessions").status_code,
    }


# A page elsewhere, one in a frame without an origin, one of the same site with another port, and one that says nothing of itself.
FOREIGN = [
    {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
    {"Origin": "http://127.0.0.1:1", "Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Origin": "https://evil.example"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=lambda headers: " ".join(headers.values()))
def test_no_page_from_elsewhere_presses_a_button(busy: World, headers: dict[str, str]) -> None:
    found = list(forms(busy))
    operations = {re.search(r"/actions/(\w+)|/(\w+)\?", action).group() for action, _ in found}
    assert len(operations) >= 10, operations
    number = len(busy.journal())
    before = state(busy)
    for action, fields in found:
        answer = httpx.post(f"{busy.base_url}{action}", data=fields, headers=headers)
        assert answer.status_code == 403, f"{action}: {answer.status_code}"
        assert answer.headers["X-Drydock-Reason"] == "control.crossOrigin", action
    after = state(busy)
    # The look at the sessions is a request itself.
    assert after.pop("requests") == before.pop("requests") + 1 and before == after
    assert number <= len(busy.journal())


def test_a_real_browser_on_a_foreign_page_presses_none(
    context: BrowserContext, busy: World, receiver: CallbackReceiver
) -> None:
    page = context.new_page()
    page.goto(receiver.url("/opener"))
    before = busy.demand("GET", "/clock")
    action = f"{busy.base_url}/_drydock/actions/changeClock?world={busy.name}"
    page.evaluate(
        """action => fetch(action, {method: "POST", mode: "no-cors", body: new URLSearchParams({advance: "1h"})})
            .catch(() => null)""",
        action,
    )
    page.evaluate(
        """action => {
            const form = document.createElement("form");
            form.method = "post"; form.action = action;
            form.innerHTML = '<input name="advance" value="1h">';
            document.body.append(form);
            form.submit();
        }""",
        action,
    )
    expect(page.locator("body")).to_contain_text("may not use the control plane")
    assert busy.demand("GET", "/clock") == before


def test_a_foreign_page_cannot_frame_the_dashboard(context: BrowserContext, busy: World) -> None:
    page = context.new_page()
    page.set_content(f'<iframe src="{busy.base_url}/_drydock?world={busy.name}"></iframe>')
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="Requests")).to_have_count(0)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A tab that says yes to whatever it is asked."""
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    return page


def test_a_person_holds_the_world_in_hand(page: Page, busy: World) -> None:
    page.goto(f"{busy.base_url}/_drydock/world?world={busy.name}")
    said = page.locator("#said")
    start = busy.demand("GET", "/clock")["now"]
    page.get_by_role("button", name="+1 minute").click()
    expect(said).to_have_text("The clock went on by 1 minute.")
    expect(page.locator("[data-key=clock] time").first).not_to_have_text(start)
    page.get_by_text("Add a rule").click()
    page.get_by_label("A rule as in a scenario").fill("on: anchor.nothing\neffect: {problem: outOfCredits}")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(said).to_contain_text("anchor.nothing")
    assert len(busy.demand("GET", "/rules")["rules"]) == 1
    page.get_by_label("A rule as in a scenario").fill("on: anchor.createSession\neffect: {problem: outOfCredits}")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(said).to_have_text("The rule is in force.")
    assert busy.api.post("/v1/sessions", json={}).status_code == 402
    remove = page.get_by_role("button", name="Remove", exact=True)
    expect(remove).to_have_count(2)
    remove.first.click()
    expect(remove).to_have_count(1)
    page.get_by_role("link", name="Compare with now").click()
    expect(page.get_by_role("heading", name="From before to now")).to_be_visible()
    page.get_by_role("button", name="Restore").click()
    expect(page.locator("[data-key=clock] time").first).to_have_text(start)
    page.get_by_role("button", name="Reset the world").click()
    expect(said).to_have_text("The world is at its start.")
    assert busy.journal() == []


def test_a_person_clears_rules_and_journal(page: Page, busy: World) -> None:
    busy.add_rule("anchor.createSession", {"problem": "outOfCredits"})
    assert len(busy.demand("GET", "/rules")["rules"]) > 1
    page.goto(f"{busy.base_url}/_drydock/world?world={busy.name}")
    page.get_by_role("button", name="Remove all").click()
    expect(page.locator("#said")).to_have_text("There is no rule now.")
    assert busy.demand("GET", "/rules")["rules"] == []
    page.goto(f"{busy.base_url}/_drydock?world={busy.name}")
    page.get_by_role("button", name="Clear the journal").click()
    expect(page.locator("#said")).to_have_text("The journal is empty.")
    assert busy.journal() == []
    expect(page.get_by_text("Nothing has come yet.")).to_be_visible()


def test_a_person_finds_why_a_token_failed_mends_it_and_sees_it_green(page: Page, world: World) -> None:
    """The walk for which there is a dashboard: a flow is red, and somebody opens the page to see why."""
    application = world.application()["id"]
    token = world.identity_token(application)
    world.advance("1h")
    late = httpx.get(f"{world.base_url}/identity/create?token={token}", headers={"Accept": "text/html"})
    assert late.status_code == 410
    page.goto(f"{world.base_url}/_drydock?world={world.name}")
    failed = page.locator(".log li.failed")
    expect(failed).to_have_count(1)
    failed.get_by_role("link").click()
    why = page.get_by_role("region", name="Why it failed")
    expect(why).to_contain_text("token.expired")
    expect(why).to_contain_text("Fix")
    why.get_by_role("link", name="token.expired", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("token.expired")
    page.get_by_role("link", name="Requests", exact=True).click()
    # Mended: a new token, used in time.
    world.identity_token(application)
    page.goto(f"{world.base_url}/_drydock/objects?world={world.name}")
    card = page.locator("li", has=page.get_by_text("Complete", exact=True)).first
    card.locator("summary", has_text="Complete").click()
    card.get_by_role("button", name="Complete").click()
    expect(page.locator("#said")).to_have_text("Done: Complete")
    expect(page.get_by_text("used", exact=True)).to_be_visible()
    expect(page.get_by_text("validated", exact=True)).to_be_visible()
    expect(page.get_by_text("Complete", exact=True)).to_have_count(0)
    identity = world.demand("GET", "/objects", headers={"Accept": "application/json"})
    assert "validated" in str(identity)
