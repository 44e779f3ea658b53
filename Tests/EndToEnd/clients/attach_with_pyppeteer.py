"""Attaches Pyppeteer to a session, shows a page, leaves, comes back, and closes the browser: prints what it sees."""

import asyncio
import sys

from pyppeteer import connect


async def main(address: str, site: str) -> None:
    browser = await connect(browserWSEndpoint=address)
    page = (await browser.pages())[0]
    await page.goto(site)
    print(await page.title())
    await browser.disconnect()
    browser = await connect(browserWSEndpoint=address)
    print(await (await browser.pages())[0].title())
    await browser.close()


asyncio.run(main(sys.argv[1], sys.argv[2]))
