extension FAQCatalog {
    /// The quickstart has no link to open (anon.md 9, row 12).
    static let linkURLs = [
        FAQEntry(
            "link-url-unauthorized", .anon,
            title: "No link for want of a good key",
            symptom: "The quickstart says that the Link URL could not be had and that the API key should be checked",
            cause: "GET /link/url answered 401: the API key is missing, wrong or of another environment.",
            fix: "Use an API key of the environment that is called.",
            source: "anon.md 9, row 12", reasons: ["key.missing", "key.refused"],
            recipe: FAQRecipe(fails: [getURL(key: "anon_invalid")], works: [getURL(key: "anon_test")])),
        FAQEntry(
            "link-url-fails", .anon,
            title: "No link although the key is good",
            symptom: "The quickstart says that the Link URL could not be had, several times in a row",
            cause: "GET /link/url answered 500, which in autumn 2024 happened so often that the quickstart told to try "
                + "four or five times.",
            fix: "Try again; here the fifth call succeeds.",
            source: "anon.md 4.1", scenario: "faq/link-url-fails", reasons: ["rule.problem"],
            recipe: FAQRecipe(
                fails: ["for attempt in 1 2 3 4; do\n\(getURL(key: "anon_test"))\ndone"],
                works: [getURL(key: "anon_test")])),
        FAQEntry(
            "production-key", .anon,
            title: "A sandbox key in production",
            symptom: "How do I go to production?",
            cause: "Production is the same API on another host, and keys of the sandbox are not taken there.",
            fix: "Ask Anon for a production key and call svc.prod.anon.com with it; pools, clients and links are made "
                + "anew there.",
            source: "anon.md 10", reasons: ["key.otherEnvironment"],
            recipe: FAQRecipe(
                before: [
                    RecipeCommand.createServiceClient("secret", as: "sandboxKey"),
                    RecipeCommand.createServiceClient("secret", as: "prodKey", host: "\(prod) "),
                ],
                fails: [getURL(key: "$sandboxKey", host: " \(prod)")],
                works: [getURL(key: "$prodKey", host: " \(prod)")])),
    ]

    private static let prod = "-H 'Host: svc.prod.anon.localhost'"

    private static func getURL(key: String, host: String = "") -> String {
        """
        curl -si -G \(RecipeCommand.url)/link/url\(host) -H "Authorization: Bearer \(key)" \\
          -d app=linkedin -d appUserId=ada -d redirectUrl=http://localhost:3000/done
        """
    }
}
