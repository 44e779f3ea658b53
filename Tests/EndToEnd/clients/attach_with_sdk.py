"""The SDK's browser helper attaches to a session, both ways: `attach_with_sdk.py BASE_URL KEY SESSION PAGE`."""

import asyncio
import sys

from anchorbrowser.lib.browser import BrowserSetup

base_url, key, session, address = sys.argv[1:]
setup = BrowserSetup(session_id=session, base_url=base_url, api_key=key)

with setup:
    page = setup.context.pages[0]
    page.goto(address)
    print(page.title())


async def again() -> None:
    """The same asynchronously: the page is still open."""
    async with setup:
        context = await setup.async_context
        print(await context.pages[0].title())


asyncio.run(again())
