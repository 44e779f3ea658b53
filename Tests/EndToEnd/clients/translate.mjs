// Looks an app user up with Node's fetch and says what went wrong the way the vendor's SDK does: status - statusText.
const [base, key, externalUserId] = process.argv.slice(2);

const query = new URLSearchParams({ externalUserId });
const response = await fetch(`${base}/account/api/v1/appUser?${query}`, {
    headers: { authorization: `Bearer ${key}` },
});
if (response.ok) {
    console.log(JSON.stringify(await response.json()));
} else {
    console.log(`Error translating external user id: ${response.status} - ${response.statusText}`);
}
