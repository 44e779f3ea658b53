extension FAQCatalog {
    /// Creating a user pool: its key set cannot be read.
    static let keySets = [
        FAQEntry(
            "user-pool-jwks-decode-error", .anon,
            title: "The key set's address answers a page",
            symptom: "error decoding response body: expected value at line 1 column 1",
            cause: "jwksUri is not public: instead of JSON a sign-in page, an error page or plain text came back. The "
                + "status of that answer is not looked at.",
            fix: "Serve the key set where anybody can read it without signing in, then create the pool again.",
            source: "anon.md 9, row 3", reasons: ["jwks.notJSON"],
            recipe: recipe(failing: "\(RecipeCommand.url)/_drydock/")),
        FAQEntry(
            "user-pool-jwks-without-keys", .anon,
            title: "The key set's address answers other JSON",
            symptom: "error decoding response body: missing field `keys` at line 1 column",
            cause: "jwksUri answers JSON that is no key set, as the 403 of an API in front of it does.",
            fix: "Give the address of the key set itself, an object with keys, often /.well-known/jwks.json.",
            source: "anon.md 7", reasons: ["jwks.noKeys"],
            recipe: recipe(failing: "\(RecipeCommand.url)/_drydock/health")),
        FAQEntry(
            "user-pool-jwks-unreachable", .anon,
            title: "Nothing answers at the key set's address",
            symptom: "error sending request for url",
            cause: "The host of jwksUri is unknown or does not listen, for example because it is a machine behind a "
                + "firewall or the developer's own.",
            fix: "Publish the key set under a name that the service reaches.",
            source: "anon.md 7", reasons: ["jwks.unreachable"],
            recipe: recipe(failing: "http://127.0.0.1:9/jwks.json")),
        FAQEntry(
            "user-pool-unexpanded-variable", .anon,
            title: "The key set's address is the name of a shell variable",
            symptom: "builder error: relative URL without a base",
            cause:
                "The command of the guide has the variable inside single quotes, where the shell leaves it alone, so "
                + "its name is sent.",
            fix: "Put the address in place of the variable, or use double quotes around the body.",
            source: "anon.md 2.9", reasons: ["jwks.unexpandedVariable"],
            recipe: recipe(failing: "$ANON_JWKS_PUBLIC_URL")),
    ]

    private static func recipe(failing address: String) -> FAQRecipe {
        FAQRecipe(
            fails: [create(keys: address)], works: [create(keys: "\(RecipeCommand.url)/.well-known/jwks.json")])
    }

    private static func create(keys: String) -> String {
        create(
            " \(RecipeCommand.key)",
            body: #"{"name":"Users","description":"Ours","authorization":{"jwksUri":"\#(keys)"}}"#)
    }
}
