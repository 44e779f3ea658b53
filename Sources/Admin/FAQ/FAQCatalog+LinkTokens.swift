extension FAQCatalog {
    /// The Link page is Unauthorized because of its token (anon.md 9, row 4b).
    static let linkTokens = [
        entry(
            "link-token-without-kid", title: "Token without a kid",
            cause: "The token's header has no kid, so no key of the pool's key set is looked for.",
            fix: "Sign with the kid of the key in the header, spelt as in the key set.",
            reason: "jwt.noKid", mistake: "noKid"),
        entry(
            "link-token-unknown-kid", title: "Token whose kid is not in the key set",
            cause: "The header's kid names no key of the pool's key set: keys were changed, or another key set signed.",
            fix: "Publish the key under that kid at the pool's jwksUri, or sign with one that is there.",
            reason: "jwt.unknownKid", mistake: "unknownKid"),
        entry(
            "link-token-of-other-key-set", title: "Token signed by another key",
            cause: "The kid is known, and the key in the key set is not the one that signed.",
            fix: "Sign with the private key that belongs to the published one.",
            reason: "jwt.badSignature", mistake: "wrongKey"),
        entry(
            "link-token-expired", title: "Token that has expired",
            cause: "The token's exp is over on the world's clock.",
            fix: "Issue a token when the user is about to open Link.",
            reason: "jwt.expired", mistake: "expired"),
    ]

    private static func entry(
        _ id: String, title: String, cause: String, fix: String, reason: String, mistake: String
    ) -> FAQEntry {
        FAQEntry(
            id, .anon, title: title,
            symptom: "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            cause: cause, fix: fix, source: "anon.md 9, row 4b", reasons: [reason],
            recipe: FAQRecipe(
                before: [RecipeCommand.createPool(), RecipeCommand.createClient()],
                fails: [RecipeCommand.signToken(mistake: mistake), RecipeCommand.getAppIntegration()],
                works: [RecipeCommand.signToken(), RecipeCommand.getAppIntegration()]))
    }
}
