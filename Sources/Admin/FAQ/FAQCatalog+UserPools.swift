extension FAQCatalog {
    /// Creating a user pool: who may.
    static let userPools = [
        FAQEntry(
            "user-pool-unauthorized", .anon,
            title: "Creating a user pool is refused for want of a token",
            symptom: "Unauthorized",
            cause: "The request has no bearer, or one that has expired, was revoked or belongs to another environment.",
            fix: "Log in with POST /org/login and send Authorization: Bearer with the session token of the answer; an "
                + "API key does as well.",
            source: "anon.md 9, row 1", reasons: ["key.missing", "key.refused", "key.expired"],
            recipe: FAQRecipe(
                fails: [create()], works: [RecipeCommand.logIn, create(#" -H "Authorization: Bearer $token""#)])),
        FAQEntry(
            "user-pool-upstream-error", .anon,
            title: "Creating a user pool fails behind the gateway",
            symptom: #""error": "Upstream error""#,
            cause: "There is a bearer, and it is neither a member's session token nor an API key: a password, an app "
                + "user's token, an id.",
            fix: "Send the session token that POST /org/login answers, not the password that it was asked with.",
            source: "anon.md 9, row 2", reasons: ["key.notAKey"],
            recipe: FAQRecipe(
                fails: [create(" -H 'Authorization: Bearer drydock'")],
                works: [RecipeCommand.logIn, create(#" -H "Authorization: Bearer $token""#)])),
        FAQEntry(
            "user-pool-trailing-comma", .anon,
            title: "The guide's command for creating a pool, pasted as it is",
            symptom: "Request body is not valid JSON",
            cause: "The JSON of the command in one of Anon's guides has a comma before a closing brace.",
            fix: "Remove the comma. X-Drydock-Reason tells this mistake from other broken JSON.",
            source: "anon.md 2.9", reasons: ["body.trailingComma"],
            recipe: FAQRecipe(
                fails: [create(" \(RecipeCommand.key)", body: #"{"name":"Users","description":"Ours",}"#)],
                works: [create(" \(RecipeCommand.key)")])),
    ]

    /// The call that creates a pool.
    static func create(
        _ authorization: String = "", body: String = #"{"name":"Users","description":"Ours"}"#
    ) -> String {
        """
        curl -si \(RecipeCommand.url)/org/userPool\(authorization) \(RecipeCommand.json) \\
          -d '\(body)'
        """
    }
}
