"""URLs with letters outside of ASCII: carried on as Chromium carries them."""

import pytest
from playwright.sync_api import Browser

from anon import Anon
from world import World

AUTHORITIES = (
    "bücher.example",
    "BÜCHER.Example:8443",
    "bu\u0308cher.example",
    "b%C3%BCcher.example",
    "straße.example",
    "例え.テスト",
    "日本語。jp",
    "пример.испытание",
    "ｅｘａｍｐｌｅ．ｃｏｍ",
    "☕.example",
)
BACK = "identity_id="


@pytest.fixture(scope="module")
def hrefs(browser: Browser) -> dict[str, list[str]]:
    """What Chromium makes of a URL: its text and its origin."""
    page = browser.new_page()
    found = {
        authority: page.evaluate(
            "text => { const url = new URL(text); return [url.href, url.origin, url.hostname] }",
            f"https://{authority}/zurück/ä",
        )
        for authority in AUTHORITIES
    }
    page.close()
    return found


@pytest.mark.parametrize("written", AUTHORITIES)
def test_callbacks_sites_and_redirects_are_what_a_browser_makes_of_them(
    world: World, anon: Anon, hrefs: dict[str, list[str]], written: str
) -> None:
    href, origin, host = hrefs[written]
    given = f"https://{written}/zurück/ä"
    application = world.application(source=given)
    assert application["url"] == origin

    token = world.identity_token(application["id"], given)
    page = world.api.get("/identity/create", params={"token": token}).text
    assert f"<dd>{origin}</dd>" in page
    assert world.complete(token).json()["callback"].startswith(f"{href}?{BACK}")

    session = world.session(session={"initial_url": given})
    for domain in {host, written.partition(":")[0]} - {"b%C3%BCcher.example"}:
        listed = world.api.get("/v1/sessions", params={"domains": domain})
        assert session["id"] in listed.text and f'"{host}"' in listed.text, domain

    done = world.demand(
        "POST", "/link/complete", json={"app": "linkedin", "appUserId": "ada", "redirectUrl": given}
    )
    assert done["redirect"].startswith(f"{href}?type=success")

    refused = anon.create_pool(f"http://{written.partition(':')[0]}.invalid/jwks")
    assert refused.headers["X-Drydock-Reason"] == "jwks.unreachable"
    assert f"http://{host}.invalid/jwks" in refused.text
