import json
from pathlib import Path

from anchorbrowser import Anchorbrowser
from playwright.sync_api import sync_playwright

from drydock import World


def test_the_session_is_signed_in(anchor: Anchorbrowser, world: World) -> None:
    world.load(json.loads(Path(__file__).with_name("shop.json").read_text()))
    session = anchor.sessions.create_session(identities=[{"id": "ada"}])
    with sync_playwright() as playwright:
        browser = playwright.chromium.connect_over_cdp(session.data.cdp_url)
        page = browser.contexts[0].pages[0]
        page.goto("http://shop.example.com/")
        assert page.text_content("#who") == "signed in as Ada"
    anchor.sessions.delete_session(session.data.id)
