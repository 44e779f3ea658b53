// Node's fetch where the vendor is: `fetch_vendor.mjs KEY URL`. Prints the status and the body.
const [key, url] = process.argv.slice(2);
const response = await fetch(url, {
    method: "POST",
    headers: { "anchor-api-key": key, "Content-Type": "application/json" },
    body: JSON.stringify({ source: "https://node.example.com" }),
});
console.log(JSON.stringify({ status: response.status, body: await response.json() }));
