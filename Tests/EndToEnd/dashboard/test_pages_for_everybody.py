"""The dashboard's pages, and the hosted ones: wide and narrow, light and dark, by keyboard and read aloud, with and without a script."""

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from anon import LINKEDIN, Anon
from axe import expect_no_violation
from browser import PHONE, HostedPage, expect_accessible, new_context
from world import World

WIDE = {"width": 1280, "height": 900}


def dashboard_pages(world: World) -> dict[str, str]:
    """A page of each kind, by what it is."""
    failed = world.journal(status="4xx")[-1]["number"]
    query = f"?world={world.name}"
    return {
        "requests": f"/_drydock{query}",
        "no request": f"/_drydock?world={world.name}&status=418",
        "request": f"/_drydock/requests/{failed}{query}",
        "flows": f"/_drydock/flows{query}",
        "objects": f"/_drydock/objects{query}",
        "world": f"/_drydock/world{query}",
        "comparison": f"/_drydock/world{query}&compare=before",
        "FAQ": f"/_drydock/faq{query}",
        "FAQ entry": f"/_drydock/faq/link-token-unknown-kid{query}",
        "reason": f"/_drydock/faq/credits.none{query}",
        "documentation": f"/_drydock/docs{query}",
        "article": f"/_drydock/docs/Worlds{query}",
        "refusal": f"/_drydock{query}&status=abc",
        "landing": "/",
    }


# Colours and widths have nothing to do with each other.
@pytest.mark.parametrize(("size", "scheme"), [(WIDE, "light"), (WIDE, "dark"), (PHONE, "light")])
def test_axe_finds_nothing_on_the_dashboard(browser: Browser, busy: World, size: ViewportSize, scheme: str) -> None:
    context = new_context(browser, viewport=size, color_scheme=scheme)
    page = context.new_page()
    for name, path in dashboard_pages(busy).items():
        page.goto(busy.base_url + path)
        what = f"{name}, {size['width']} px, {scheme}"
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert overflow <= 0, f"{what} scrolls sideways by {overflow} px"
        page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
        expect_no_violation(page, what)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_hosted_pages(browser: Browser, world: World, anon: Anon, scheme: str) -> None:
    base = world.base_url
    application = world.application()["id"]
    token, used = world.identity_token(application), world.identity_token(application)
    world.complete(used)
    link = f"{base}/link?{anon.link_url().json()['url'].split('?')[1]}"
    addresses = {
        "welcome": f"{base}/identity/create?token={token}",
        "user name": f"{base}/identity/create?token={token}&step=userName",
        "complaint": f"{base}/identity/create?token={token}&step=userName&complaint=form.incomplete&field=userName",
        "used": f"{base}/identity/create?token={used}",
        "unknown": f"{base}/identity/create?token=nothing",
        "Link": link,
        "Link, extension": f"{link}&step=extension",
        "Link, sign-in": f"{link}&step=signIn",
        "Link, done": f"{link}&step=done",
        "Link, stopped": f"{link}&step=stopped",
        "Link, refused": f"{base}/link?app={LINKEDIN}&clientId=x&appUserIdToken=y",
        "live view": world.session()["live_view_url"],
    }
    context = new_context(browser, viewport=PHONE, color_scheme=scheme)
    page = context.new_page()
    for name, address in addresses.items():
        page.goto(address)
        expect_accessible(page)
        expect_no_violation(page, f"{name}, {scheme}")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_way_through_a_sign_in_and_a_question(
    browser: Browser, world: World, scheme: str
) -> None:
    context = new_context(browser, viewport=PHONE, color_scheme=scheme)
    page = context.new_page()
    hosted = HostedPage(page, world.base_url)
    hosted.open(world.identity_token(world.application()["id"]))
    hosted.start()
    hosted.enter_user_name("user_mfa")
    expect_no_violation(page, f"password, {scheme}")
    hosted.enter_password()
    expect_no_violation(page, f"code, {scheme}")
    hosted.enter_code("123456")
    hosted.expect_success()
    expect_no_violation(page, f"success, {scheme}")
    world.demand("POST", "/task-results", json={"question": {"message": "Buy it?"}})
    session = world.session()["id"]
    body = {"prompt": "Buy it", "human_intervention": True, "async": True}
    assert world.api.post("/v1/tools/perform-web-task", params={"sessionId": session}, json=body).is_success
    asked = world.api.get(f"/v1/sessions/{session}/agent/requested-human-intervention").json()["data"]["requests"]
    page.goto(f"{world.base_url}/interventions/{asked[0]['requestId']}")
    expect(page.get_by_text("Buy it?")).to_be_visible()
    expect_accessible(page)
    expect_no_violation(page, f"question, {scheme}")
    page.get_by_label("Your answer").fill("Yes")
    page.get_by_role("button", name="Answer").click()
    page.wait_for_url("**step=answered")
    expect_no_violation(page, f"answered question, {scheme}")
    context.close()


def test_the_pages_are_whole_without_a_script(browser: Browser, busy: World) -> None:
    context = new_context(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{busy.base_url}/_drydock?world={busy.name}")
    expect(page.locator(".log li").first).to_be_visible()
    page.get_by_role("link", name="World", exact=True).click()
    before = busy.demand("GET", "/clock")["now"]
    page.get_by_role("button", name="+15 minutes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"World {busy.name}")
    assert busy.demand("GET", "/clock")["now"] > before
    page.get_by_role("textbox", name="Name (optional)").fill("second")
    page.get_by_role("button", name="Take a snapshot").click()
    expect(page.get_by_role("cell", name="second", exact=True)).to_be_visible()
    page.get_by_label("Begin with").select_option("no-credits")
    page.get_by_role("button", name="Load", exact=True).click()
    assert busy.demand("GET", "/scenario")["scenario"] == "no-credits"
    page.get_by_role("textbox", name="Set to").fill("2001-01-01T00:00:00Z")
    page.get_by_role("button", name="Set", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("does not go back")
    context.close()


def test_what_comes_from_a_client_is_shown_as_text(context: BrowserContext, world: World) -> None:
    hostile = "<img src=x onerror=document.title='run'><script>document.title='run'</script>"
    world.api.get(f"/v1/{hostile}", params={"q": hostile})
    world.api.post("/v1/applications", json={"source": f"https://a.example/{hostile}", "description": hostile})
    world.api.post("/v1/profiles", json={"name": hostile, "description": hostile})
    page = context.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if "Content Security" in message.text else None)
    for path in ("", "/requests/1", "/requests/2", "/flows", "/objects", "/world"):
        page.goto(f"{world.base_url}/_drydock{path}?world={world.name}")
        assert "run" not in page.title()
        assert page.locator("main img").count() == 0 and page.locator("main script").count() == 0, path
    page.goto(f"{world.base_url}/_drydock?{urlencode({'world': world.name, 'path': hostile})}")
    assert page.locator("main img").count() == 0
    assert errors == []


def test_the_log_follows_while_the_focus_and_what_is_open_stay(page_of: Page, world: World) -> None:
    page = page_of
    page.goto(f"{world.base_url}/_drydock?world={world.name}")
    expect(page.locator("main .note")).to_contain_text("Nothing has come yet")
    world.application()
    line = page.locator(".log li a")
    expect(line).to_have_count(1)
    line.focus()
    for _ in range(3):
        world.session()
    expect(page.locator(".log li")).to_have_count(4)
    expect(page.locator(":focus")).to_contain_text("/v1/applications")
    world.reset()
    expect(page.locator("main .note")).to_contain_text("Nothing has come yet")


@pytest.fixture
def page_of(context: BrowserContext) -> Page:
    """A tab."""
    return context.new_page()
