// Playwright for Node attaches to a session: `node attach.mjs PLAYWRIGHT CDP_URL PAGE` prints the page's title.
const { chromium } = (await import(process.argv[2])).default;
const browser = await chromium.connectOverCDP(process.argv[3]);
const page = browser.contexts()[0].pages()[0];
await page.goto(process.argv[4]);
console.log(await page.title());
await browser.close();
