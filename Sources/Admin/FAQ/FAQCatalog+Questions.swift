extension FAQCatalog {
    /// Questions of Anon's FAQ that are no failures (anon.md 10).
    static let questions = [
        FAQEntry(
            "another-example-user", .anon,
            title: "More example users",
            symptom: "How do I get another example user and token?",
            cause: "Anon gave its customers one example user and a script that signs tokens for others. Drydock has a "
                + "ready-made set, printed at start, and signs for anybody.",
            fix: "drydock token signs with the built-in key set; POST /org/appUserIdToken issues for a hosted pool.",
            source: "anon.md 10",
            recipe: FAQRecipe(
                works: [
                    "drydock token --subject ben",
                    """
                    curl -s \(RecipeCommand.url)/org/appUserIdToken \(RecipeCommand.key) \(RecipeCommand.json) \\
                      -d '{"appUserId":"ben"}'
                    """,
                ])),
        FAQEntry(
            "another-user-pool", .anon,
            title: "More user pools and SDK clients",
            symptom: "May I have another user pool, another SDK client?",
            cause: "An organisation has as many as it likes: a pool has one key set, a client has one pool, and each "
                + "app of yours knows its client's id.",
            fix: "Create a pool and a client on it, and give the app that clientId.",
            source: "anon.md 10",
            recipe: FAQRecipe(
                before: [RecipeCommand.createPool(), RecipeCommand.createClient()],
                works: [
                    RecipeCommand.createPool("second"), RecipeCommand.createClient("secondClient", pool: "$second"),
                    RecipeCommand.signToken(), RecipeCommand.getAppIntegration(client: "$secondClient"),
                ])),
        FAQEntry(
            "token-without-oauth-provider", .anon,
            title: "Tokens without an OAuth provider",
            symptom: "Can my users have a token without an OAuth provider?",
            cause: "Anon needs a JWT and the key set that it verifies with; who signs is not looked at.",
            fix: "Sign with a key of your own, with iss, sub, aud, exp and iat as claims and kid in the header, and "
                + "publish the public key as a key set.",
            source: "anon.md 10", reasons: ["jwt.noKid", "jwt.noSubject", "jwt.noExpiry"],
            recipe: FAQRecipe(works: ownKeySet)),
        FAQEntry(
            "in-house-authentication", .anon,
            title: "Authentication made in-house",
            symptom: "Do we need OpenID Connect if we authenticate our users ourselves?",
            cause: "No: the session cookies or passwords of your own system do not matter to Anon, only a JWT and its "
                + "key set do.",
            fix:
                "After your own sign-in issue a JWT with the user's id as sub, or use a hosted pool, whose tokens Anon "
                + "issues to your backend.",
            source: "anon.md 10",
            recipe: FAQRecipe(
                works: ownKeySet + [
                    """
                    curl -s \(RecipeCommand.url)/org/appUserIdToken \(RecipeCommand.key) \(RecipeCommand.json) \\
                      -d '{"appUserId":"ada"}'
                    """
                ])),
    ]

    private static let ownKeySet = [
        "curl -s \(RecipeCommand.url)/.well-known/jwks.json",
        RecipeCommand.createPool(), RecipeCommand.createClient(),
        RecipeCommand.signToken(#"{"subject":"ada"}"#), RecipeCommand.getAppIntegration(),
    ]
}
