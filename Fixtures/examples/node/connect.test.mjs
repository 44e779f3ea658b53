import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { anchor, worldOf } from "./drydock.mjs";

// Tests of one file run one after the other unless the suite says how many may run at once.
describe("connecting an identity", { concurrency: 8 }, () => {
  test("a user connects and a browser uses the identity", async (context) => {
    const world = await worldOf(context);
    const call = anchor(world);
    const application = await call("POST", "/v1/applications", { source: "https://example.com" });
    const issued = await call("POST", `/v1/applications/${application.body.id}/tokens`, {
      callbackUrl: "https://my.app/callback",
    });
    const { callback, identityId } = await world.complete(issued.body.token);
    assert.equal(new URL(callback).searchParams.get("identity_id"), identityId);
    const session = await call("POST", "/v1/sessions", { identities: [{ id: identityId }] });
    assert.ok(session.body.data.cdp_url);
  });

  test("a session runs out without anybody waiting", async (context) => {
    const world = await worldOf(context);
    const call = anchor(world);
    const { body } = await call("POST", "/v1/sessions", {});
    assert.equal((await call("GET", `/v1/sessions/${body.data.id}`)).body.data.status, "running");
    await world.advance("24h");
    assert.equal((await call("GET", `/v1/sessions/${body.data.id}`)).body.data.status, "completed");
  });

  test("out of credits once, then it works", async (context) => {
    const world = await worldOf(context);
    const call = anchor(world);
    await world.addRule("anchor.createSession", { problem: "outOfCredits" }, { times: 1 });
    const refused = await call("POST", "/v1/sessions", {});
    assert.deepEqual([refused.status, refused.reason], [402, "credits.none"]);
    assert.equal((await call("POST", "/v1/sessions", {})).status, 200);
  });

  for (let number = 0; number < 24; number += 1) {
    test(`worlds are apart ${number}`, async (context) => {
      const call = anchor(await worldOf(context));
      await call("POST", "/v1/applications", { source: `https://shop-${number}.example.com` });
      const { body } = await call("GET", "/v1/applications");
      assert.deepEqual(body.applications.map(({ url }) => url), [`https://shop-${number}.example.com`]);
    });
  }
});
