// A world of its own for each test, all on one server. Copy this file beside your tests; it needs nothing but Node 20.
import assert from "node:assert/strict";

export const baseURL = process.env.ANCHORBROWSER_BASE_URL ?? "http://127.0.0.1:4010";

/** One world of a running Drydock: its keys, its clock, its rules and its journal. */
export class World {
  constructor(name) {
    this.name = name;
  }

  /** An API key that leads to this world: whatever stands before the `@` is up to you. */
  key(stem = "sk-test") {
    return `${stem}@${this.name}`;
  }

  /** Any call of the control plane. A refusal says what is wrong, so the test shows that and not a number. */
  async call(method, path, body) {
    const url = new URL(`/_drydock${path}`, baseURL);
    url.searchParams.set("world", this.name);
    const response = await fetch(url, {
      method,
      headers: body === undefined ? {} : { "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const answer = await response.json();
    assert.ok(response.ok, `${method} ${path}: ${answer.error?.message}`);
    return answer;
  }

  /** Back to the start scenario, in one step. */
  reset = () => this.call("POST", "/reset");

  /** Starts the world anew from a scenario: its name, or a whole one as an object. */
  load = (scenario) => this.call("PUT", "/scenario", typeof scenario === "string" ? { name: scenario } : scenario);

  /** Moves the world's clock forward: nothing waits, everything that is due happens. */
  advance = (span) => this.call("POST", "/clock", { advance: span });

  /** Answers `operation` otherwise from now on. */
  addRule = (operation, effect, more = {}) => this.call("POST", "/rules", { on: operation, effect, ...more });

  /** Does on Anchor's hosted page what a user would. */
  complete = (token, outcome = "success") => this.call("POST", `/identity-tokens/${token}/complete`, { outcome });

  /** What the code sent that is no operation of the vendor, or none that Drydock simulates. */
  unmatched = async () => (await this.call("GET", "/requests/unmatched")).requests;

  /** Forgets the world. */
  drop = () => this.call("DELETE", `/worlds/${this.name}`);
}

/**
 * The test's own world, named after it and the process, so that neither tests at the same time nor runs side by side meet.
 * After the test, what it sent that is no operation fails it, and its world stays for a look at the dashboard.
 */
export async function worldOf(context, scenario) {
  const test = context.name.replace(/[^A-Za-z0-9]+/g, "-").slice(0, 50);
  const world = new World(`${test}.${process.pid}`);
  await world.reset(); // The server may run for days, and process ids come again.
  if (scenario) await world.load(scenario);
  context.after(async () => {
    const strangers = (await world.unmatched()).map(({ request }) => `${request.method} ${request.path}`);
    assert.deepEqual(strangers, [], "called what is no operation");
    await world.drop();
  });
  return world;
}

/** The vendor's API in a world, by plain `fetch`; with an SDK, give it `baseURL` and `world.key()` instead. */
export function anchor(world) {
  return async (method, path, body) => {
    const response = await fetch(new URL(path, baseURL), {
      method,
      headers: { "anchor-api-key": world.key(), "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status: response.status, reason: response.headers.get("x-drydock-reason"), body: await response.json() };
  };
}
