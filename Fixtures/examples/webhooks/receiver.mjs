// A receiver of Anchor's webhooks, for Node without packages: `node receiver.mjs PORT`. The secret is in WEBHOOK_SECRET.

import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";

const toleranceSeconds = 120;
const events = new Map();

/** Whether the vendor signed the body with this secret within the last two minutes. */
function isGenuine(secret, headers, body, now) {
  const timestamp = headers["anchor-timestamp"] ?? "";
  if (!/^[0-9]+$/.test(timestamp) || Math.abs(now - Number(timestamp)) > toleranceSeconds) return false;
  const expected = createHmac("sha256", secret).update(`v0:${timestamp}:`).update(body).digest();
  return (headers["anchor-signature"] ?? "")
    .split(",")
    .filter((part) => part.startsWith("v1="))
    .map((part) => Buffer.from(part.slice(3), "hex"))
    .some((signature) => signature.length === expected.length && timingSafeEqual(signature, expected));
}

async function receive(request, response) {
  const parts = [];
  for await (const part of request) parts.push(part);
  // The signature is of the bytes that came, so they are not parsed before.
  const body = Buffer.concat(parts);
  if (!isGenuine(process.env.WEBHOOK_SECRET, request.headers, body, Date.now() / 1000)) {
    return response.writeHead(401).end();
  }
  const event = JSON.parse(body);
  // At least once means that some come twice.
  if (!events.has(event.id)) events.set(event.id, event);
  response.writeHead(204).end();
}

createServer((request, response) => {
  if (request.method === "POST" && request.url === "/webhooks") return receive(request, response);
  // What was received, for the test.
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify([...events.values()]));
}).listen(Number(process.argv[2]), "127.0.0.1");
