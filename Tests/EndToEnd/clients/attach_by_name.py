"""Playwright attaches to a session where the vendor's documentation says: `attach_by_name.py KEY SESSION`."""

import sys

from playwright.sync_api import sync_playwright

key, session = sys.argv[1:]
with sync_playwright() as playwright:
    browser = playwright.chromium.connect_over_cdp(f"wss://connect.anchorbrowser.io?apiKey={key}&sessionId={session}")
    page = browser.contexts[0].pages[0]
    page.set_content("<title>By name</title>")
    print(page.title())
    browser.close()
