"""Every page that the server makes says what it may load and run, and a real Chromium does not complain."""

import httpx
import pytest
from playwright.sync_api import BrowserContext

from anon import LINKEDIN, Anon
from world import World


def addresses(world: World, anon: Anon) -> dict[str, str]:
    """One page of each kind, by what it is."""
    base = world.base_url
    application = world.application()["id"]
    token, used = world.identity_token(application), world.identity_token(application)
    world.complete(used)
    session = world.session()
    link = f"{base}/link?{anon.link_url().json()['url'].split('?')[1]}"
    anon.link("ada")
    browser = anon.cdp_url("ada").json()["liveStreamingUrl"]
    key = world.api_key
    return {
        "landing": f"{base}/",
        "live view": session["live_view_url"],
        "live view of nothing": f"{base}/?sessionId=nothing&apiKey={key}",
        "remote browser": browser,
        "remote browser that is gone": f"{base}/live/nothing",
        "welcome": f"{base}/identity/create?token={token}",
        "step": f"{base}/identity/create?token={token}&step=userName",
        "complaint": f"{base}/identity/create?token={token}&step=userName&complaint=form.incomplete&field=userName",
        "used": f"{base}/identity/create?token={used}",
        "unknown": f"{base}/identity/create?token=nothing",
        "no token": f"{base}/identity/create",
        "dialogue": link,
        "extension": f"{link}&step=extension",
        "sign-in": f"{link}&step=signIn",
        "linked": f"{link}&step=done",
        "stopped": f"{link}&step=stopped",
        "unknown app": f"{base}/link?app=nothing",
        "refused link": f"{base}/link?app={LINKEDIN}&clientId=x&appUserIdToken=y",
        "dashboard": f"{base}/_drydock/?world={world.name}",
        "request": f"{base}/_drydock/requests/1?world={world.name}",
        "world": f"{base}/_drydock/world?world={world.name}",
        "flows": f"{base}/_drydock/flows?world={world.name}",
        "objects": f"{base}/_drydock/objects?world={world.name}",
        "article": f"{base}/_drydock/docs/Worlds",
        "FAQ": f"{base}/_drydock/faq",
        "FAQ entry": f"{base}/_drydock/faq/link-token-unknown-kid",
        "reason": f"{base}/_drydock/faq/jwks.ownServer",
    }


def test_every_page_has_a_policy_that_lets_nothing_else_in(
    world: World, anon: Anon, context: BrowserContext
) -> None:
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if "Content Security" in message.text else None)
    for name, address in addresses(world, anon).items():
        answer = httpx.get(address, headers={"Accept": "text/html"})
        assert answer.headers["Content-Type"].startswith("text/html"), f"{name}: {answer.text[:200]}"
        policy = answer.headers.get("Content-Security-Policy", "")
        assert policy.startswith("default-src 'none'; ") and "unsafe" not in policy and "*" not in policy, name
        for directive in ("style-src 'sha256-", "base-uri 'none'", "form-action "):
            assert directive in policy, f"{name}: {directive}"
        assert answer.headers["X-Content-Type-Options"] == "nosniff", name
        # A form of a page without referrers would come from the origin `null`, which may not use the control plane.
        referrers = "same-origin" if "/_drydock/" in address else "no-referrer"
        assert answer.headers["Referrer-Policy"] == referrers, name
        page.goto(address)
        styled = page.evaluate("getComputedStyle(document.body).fontFamily")
        assert "system-ui" in styled, f"{name}: the style does not apply"
        assert complaints == [], name


@pytest.mark.parametrize("kind", ["live view", "remote browser"])
def test_the_pages_for_frames_may_be_framed(world: World, anon: Anon, context: BrowserContext, kind: str) -> None:
    page = context.new_page()
    address = addresses(world, anon)[kind]
    page.set_content(f'<iframe sandbox="allow-same-origin allow-scripts" src="{address}"></iframe>')
    page.frame_locator("iframe").get_by_role("heading", level=1).wait_for()
