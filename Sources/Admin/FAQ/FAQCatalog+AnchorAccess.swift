extension FAQCatalog {
    /// Anchor: keys, credits, rates, outages.
    static let anchorAccess = [
        FAQEntry(
            "invalid-api-key", .anchor,
            title: "The API key is not taken",
            symptom: "Invalid API Key",
            cause: "The key in anchor-api-key is missing, wrong, or was revoked while the integration ran.",
            fix: "Set the key of the dashboard. In the scenario every key is refused; elsewhere any is taken but those "
                + "that begin with sk-invalid.",
            source: "anchor.md 1.2", scenario: "invalid-api-key",
            reasons: ["key.missing", "key.refused", "rule.problem"],
            recipe: FAQRecipe(
                fails: [RecipeCommand.anchorGet("/v1/applications")],
                works: [RecipeCommand.load("default"), RecipeCommand.anchorGet("/v1/applications")])),
        FAQEntry(
            "session-out-of-credits", .anchor,
            title: "A session is refused for want of credits, once",
            symptom: "402 Payment Required: No credits left",
            cause: "The account's credits were used up, and somebody has bought more since.",
            fix: "Tell the user and try again; 402 is an account matter, which retries alone do not mend.",
            source: "anchor.md 4", scenario: "session-out-of-credits", reasons: ["credits.none"],
            recipe: FAQRecipe(
                fails: [RecipeCommand.anchorPost("/v1/sessions")], works: [RecipeCommand.anchorPost("/v1/sessions")])),
        FAQEntry(
            "no-credits", .anchor,
            title: "Every session is refused for want of credits",
            symptom: "402 Payment Required: No credits left",
            cause: "The account's credits are used up.",
            fix: "Buy credits. Keys that begin with sk-nocredits show the same in every scenario.",
            source: "anchor.md 4", scenario: "no-credits", reasons: ["credits.none"],
            recipe: FAQRecipe(
                fails: [RecipeCommand.anchorPost("/v1/sessions")],
                works: [RecipeCommand.load("default"), RecipeCommand.anchorPost("/v1/sessions")])),
        FAQEntry(
            "session-rate-limited", .anchor,
            title: "Too many sessions in a minute",
            symptom: "Session creation rate limit exceeded.",
            cause: "More sessions were created in the window than RateLimit-Policy allows.",
            fix: "Wait as long as Retry-After says; here advancing the world's clock is enough.",
            source: "anchor.md 1.3", scenario: "session-rate-limited", reasons: ["rate.sessions"],
            recipe: FAQRecipe(
                fails: ["for session in 1 2 3 4 5 6; do\n\(RecipeCommand.anchorPost("/v1/sessions"))\ndone"],
                works: [
                    "curl -s \(RecipeCommand.url)/_drydock/clock \(RecipeCommand.json) -d '{\"advance\":\"1m\"}'",
                    RecipeCommand.anchorPost("/v1/sessions"),
                ])),
        FAQEntry(
            "internal-error", .anchor,
            title: "A call fails inside the vendor",
            symptom: "500 Internal Server Error: Internal server error",
            cause: "A fault of the vendor's, which most operations document.",
            fix: "Try the call again, with a pause; here the second one succeeds.",
            source: "anchor.md 1", scenario: "internal-error", reasons: ["rule.problem"],
            recipe: FAQRecipe(
                fails: [RecipeCommand.anchorGet("/v1/applications")],
                works: [RecipeCommand.anchorGet("/v1/applications")])),
        FAQEntry(
            "service-unavailable", .anchor,
            title: "The vendor is away for a moment",
            symptom: "503 Service Unavailable: Service unavailable",
            cause: "An outage: the scenario has one of three calls.",
            fix: "Try again with growing pauses. SDKs that retry by themselves may hide it.",
            source: "anchor.md 10", scenario: "service-unavailable", reasons: ["rule.problem"],
            recipe: FAQRecipe(
                fails: ["for attempt in 1 2 3; do \(RecipeCommand.anchorGet("/v1/applications")); done"],
                works: [RecipeCommand.anchorGet("/v1/applications")])),
    ]
}
