"""What a browser and the server have to say of a call to another origin."""

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page

from anon import LINKEDIN
from console import NETWORK_FAILED, Console
from link_page import LinkAddresses
from world import World

INTEGRATION = "/account/api/v1/appIntegration"


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
