extension FAQCatalog {
    /// The proxy of a user's browser: user name is the app user id, password the API key.
    static let tunnel = [
        FAQEntry(
            "tunnel-refused", .anon,
            title: "The browser's proxy refuses the tunnel",
            symptom: "net::ERR_TUNNEL_CONNECTION_FAILED",
            cause: "The user has no session, so there is no proxy for it: CONNECT is refused, with a status that is "
                + "neither 2xx nor 407. Pages over http: show that answer instead.",
            fix: "Let the user finish Link under the same id, then try again.",
            source: "anon.md 9, row 8", scenario: "faq/tunnel-refused",
            reasons: ["tunnel.userNotLinked", "tunnel.hostNotMapped", "tunnel.targetUnreachable"],
            recipe: FAQRecipe(
                before: [RecipeCommand.newUser], fails: [connect(#" --proxy-user "$user:anon_test""#)],
                works: [RecipeCommand.link(), connect(#" --proxy-user "$user:anon_test""#)])),
        FAQEntry(
            "tunnel-without-credentials", .anon,
            title: "The browser does not sign in to the proxy",
            symptom: "net::ERR_INVALID_AUTH_CREDENTIALS",
            cause: "The proxy asks who is there, and the browser was given no user name and password.",
            fix: "Give the proxy's user name, the app user id, and its password, the API key.",
            source: "anon.md 9.2", scenario: "faq/tunnel-refused", reasons: ["tunnel.noCredentials"],
            recipe: FAQRecipe(
                before: [RecipeCommand.newUser, RecipeCommand.link()], fails: [connect("")],
                works: [connect(#" --proxy-user "$user:anon_test""#)])),
        FAQEntry(
            "tunnel-key-refused", .anon,
            title: "The proxy does not take the browser's password",
            symptom: "net::ERR_TUNNEL_CONNECTION_FAILED",
            cause:
                "The proxy's password is no API key that is taken, so CONNECT is answered 403; the browser shows the same as "
                + "for a user who never linked.",
            fix: "Use the backend's API key as the password.",
            source: "anon.md 9.2", scenario: "faq/tunnel-refused", reasons: ["tunnel.keyRefused"],
            recipe: FAQRecipe(
                before: [RecipeCommand.newUser, RecipeCommand.link()],
                fails: [connect(#" --proxy-user "$user:anon_invalid""#)],
                works: [connect(#" --proxy-user "$user:anon_test""#)])),
    ]

    /// A page through the tunnel; the scenario leads its name to Drydock itself.
    private static func connect(_ credentials: String) -> String {
        """
        curl -si --proxytunnel --proxy \(RecipeCommand.url)\(credentials) \\
          http://page.test/.well-known/jwks.json
        """
    }
}
