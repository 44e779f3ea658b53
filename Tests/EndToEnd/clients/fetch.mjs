// Node's fetch: five requests one after another, then five at once; prints each status and body.
const [base, key] = process.argv.slice(2);

async function create(number) {
    const response = await fetch(`${base}/v1/applications`, {
        method: "POST",
        headers: { "anchor-api-key": key, "content-type": "application/json" },
        body: JSON.stringify({ source: `https://node-${number}.example.com` }),
    });
    return { status: response.status, url: (await response.json()).url };
}

const answers = [];
for (let number = 0; number < 5; number++) answers.push(await create(number));
answers.push(...(await Promise.all([5, 6, 7, 8, 9].map(create))));
console.log(JSON.stringify(answers));
