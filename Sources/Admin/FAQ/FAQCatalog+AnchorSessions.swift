extension FAQCatalog {
    /// Anchor: browser sessions.
    static let anchorSessions = [
        FAQEntry(
            "session-captcha-needs-proxy", .anchor,
            title: "The captcha solver without a proxy",
            symptom: "CAPTCHA solver requires proxy to be active.",
            cause: "The session asks for the captcha solver and has no active proxy.",
            fix: "Make the proxy active in the same request, or leave the solver off.",
            source: "anchor.md 1.1", scenario: "session-captcha-needs-proxy",
            reasons: ["session.captchaNeedsProxy"],
            recipe: FAQRecipe(
                fails: [RecipeCommand.anchorPost("/v1/sessions", solver)],
                works: [
                    RecipeCommand.load("default"),
                    RecipeCommand.anchorPost(
                        "/v1/sessions",
                        #"{"session":{"proxy":{"type":"anchor_proxy","active":true}},"browser":{"captcha_solver":{"active":true}}}"#
                    ),
                ])),
        FAQEntry(
            "session-vanishes", .anchor,
            title: "A session that was created is not found",
            symptom: "404 Not Found: Not found",
            cause: "The session is looked up before the vendor has it everywhere.",
            fix: "Look again a few times before the session is taken for ended; here the fourth look finds it.",
            source: "anchor.md 4", scenario: "session-vanishes", reasons: ["rule.problem", "session.unknown"],
            recipe: FAQRecipe(
                before: [
                    RecipeCommand.take(
                        "id", of: RecipeCommand.anchorPost("/v1/sessions", quietly: true),
                        as: "session")
                ],
                fails: [
                    "for look in 1 2 3; do \(RecipeCommand.anchorGet("/v1/sessions/$session")); done"
                ],
                works: [RecipeCommand.anchorGet("/v1/sessions/$session")])),
    ]

    private static let solver = #"{"browser":{"captcha_solver":{"active":true}}}"#
}
