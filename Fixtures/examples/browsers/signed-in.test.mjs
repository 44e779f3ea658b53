import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { chromium } from "playwright";
import { anchor, worldOf } from "./drydock.mjs";

test("the session is signed in", async (context) => {
  const shop = JSON.parse(await readFile(new URL("shop.json", import.meta.url), "utf8"));
  const call = anchor(await worldOf(context, shop));
  const { body } = await call("POST", "/v1/sessions", { identities: [{ id: "ada" }] });
  const browser = await chromium.connectOverCDP(body.data.cdp_url);
  const [page] = browser.contexts()[0].pages();
  await page.goto("http://shop.example.com/");
  assert.equal(await page.textContent("#who"), "signed in as Ada");
  await browser.close();
  await call("DELETE", `/v1/sessions/${body.data.id}`);
});
