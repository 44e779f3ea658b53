extension FAQCatalog {
    /// Another identity provider signs the users' tokens.
    static let identityProviders = [
        FAQEntry(
            "identity-provider-switched", .anon,
            title: "Link fails after a change of identity provider",
            symptom: "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            cause:
                "The clientId is still that of the client on the old provider's pool, whose key set does not know the "
                + "keys of the new one.",
            fix: "Create a pool with the new provider's key set and a client on it, and use the new client's id.",
            source: "anon.md 9, row 4a", scenario: "faq/identity-provider-switched", reasons: ["jwt.unknownKid"],
            recipe: FAQRecipe(
                before: [
                    RecipeCommand.createPool("oldPool", keys: "\(keys)?provider=old"),
                    RecipeCommand.createClient("oldClient", pool: "$oldPool"), RecipeCommand.signToken(),
                ],
                fails: [RecipeCommand.getAppIntegration(client: "$oldClient")],
                works: [
                    RecipeCommand.createPool("newPool"), RecipeCommand.createClient("newClient", pool: "$newPool"),
                    RecipeCommand.getAppIntegration(client: "$newClient"),
                ])),
        FAQEntry(
            "own-identity-provider", .anon,
            title: "Changing to an identity provider of one's own",
            symptom: "How do I use my own identity provider?",
            cause: "A pool's key set is fixed, and a client's pool is, too; so a provider needs a pool and a client.",
            fix:
                "Create a pool with the provider's key set, a client on it, and put its id where the old clientId was.",
            source: "anon.md 10",
            recipe: FAQRecipe(
                works: [
                    RecipeCommand.createPool(), RecipeCommand.createClient(),
                    RecipeCommand.signToken(), RecipeCommand.getAppIntegration(),
                ])),
    ]

    private static let keys = "\(RecipeCommand.url)/.well-known/jwks.json"
}
