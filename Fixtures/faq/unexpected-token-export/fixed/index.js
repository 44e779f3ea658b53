import("./sdk.js").then(({ Client }) => {
  const client = new Client("sandbox");
  console.log(`The SDK is loaded, for ${client.environment}.`);
});
