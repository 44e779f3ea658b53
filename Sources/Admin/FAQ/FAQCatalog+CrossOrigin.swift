extension FAQCatalog {
    /// What the browser says of the Link page's own request. The texts begin behind "has been blocked by CORS policy: ".
    static let crossOrigin = [
        FAQEntry(
            "cors-as-quoted", .anon,
            title: "CORS error on the Link page, as the FAQ quotes it",
            symptom: "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            cause: "The Link page asks for the app integration, is Unauthorized, and that 401 has no CORS headers: the "
                + "browser shows the missing header instead of the 401. X-Drydock-Reason in the journal tells why.",
            fix: "Send the id of the webapp client whose pool's key set signed the token, and a token whose kid is in "
                + "that key set.",
            source: "anon.md 9.1",
            reasons: [
                "jwt.noKid", "jwt.unknownKid", "jwt.badSignature", "jwt.expired", "client.unknown", "client.isService",
            ],
            recipe: FAQRecipe(
                before: [RecipeCommand.createPool(), RecipeCommand.createClient()],
                fails: [
                    RecipeCommand.preflight,
                    RecipeCommand.signToken(mistake: "noKid"), RecipeCommand.getAppIntegration(),
                ],
                works: [RecipeCommand.signToken(), RecipeCommand.getAppIntegration()])),
        FAQEntry(
            "cors-as-explained", .anon,
            title: "CORS error on the Link page, as the FAQ explains it",
            symptom: "Response to preflight request doesn't pass access control check: No "
                + "'Access-Control-Allow-Origin' header is present on the requested resource.",
            cause: "Authorisation comes before CORS in the gateway, so the browser's OPTIONS, which never has "
                + "credentials, is answered with a bare 401.",
            fix:
                "The webapp client's id and a token of its pool: a Link page that is opened with them passes. A preflight "
                + "itself carries neither, so Drydock goes by the last Link page for the app; for a page of your own, set the "
                + "policy cors to another value, such as the default.",
            source: "anon.md 9.1", scenario: "faq/cors-as-explained", reasons: ["cors.preflightRefused"],
            recipe: FAQRecipe(
                fails: [RecipeCommand.preflight], works: [RecipeCommand.load("default"), RecipeCommand.preflight])),
        FAQEntry(
            "app-integration-unauthorized", .anon,
            title: "The Link page is Unauthorized, and the browser may say so",
            symptom: "Failed to load resource: the server responded with a status of 401 (Unauthorized)",
            cause: "The same mistake as behind the CORS error, where the 401 does have CORS headers.",
            fix: "The webapp client's id, and a token of its pool.",
            source: "anon.md 9.1", scenario: "faq/app-integration-unauthorized", reasons: ["jwt.noKid"],
            recipe: FAQRecipe(
                before: [RecipeCommand.createPool(), RecipeCommand.createClient()],
                fails: [RecipeCommand.signToken(mistake: "noKid"), RecipeCommand.getAppIntegration()],
                works: [RecipeCommand.signToken(), RecipeCommand.getAppIntegration()])),
    ]
}
