extension FAQCatalog {
    /// The Link page is Unauthorized because of its clientId (anon.md 9, row 4a).
    static let linkClients = [
        FAQEntry(
            "link-service-client", .anon,
            title: "clientId of the wrong kind",
            symptom: "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            cause: "The clientId is that of a service client, which has no user pool.",
            fix: "Use the id of the webapp client; the service client is for its API key only.",
            source: "anon.md 9, row 4a", reasons: ["client.isService"],
            recipe: FAQRecipe(
                before: [RecipeCommand.createServiceClient("id", as: "service"), token],
                fails: [RecipeCommand.getAppIntegration(client: "$service")], works: working)),
        FAQEntry(
            "service-client-in-template", .anon,
            title: "clientId from the template of May 2024",
            symptom: "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            cause: "The environment template of Anon's examples told to copy Link's clientId from "
                + "serviceSdkClient.json; a month later it was corrected.",
            fix: "Copy it from webAppSdkClient.json: of the two clients the one that points to a user pool.",
            source: "anon.md 10", reasons: ["client.isService"],
            recipe: FAQRecipe(
                before: [
                    "serviceSdkClient=$(mktemp)",
                    """
                    curl -s \(RecipeCommand.url)/org/sdkClient \(RecipeCommand.key) \(RecipeCommand.json) \\
                      -d '{"name":"Backend","description":"Jobs","kind":"service"}' > "$serviceSdkClient"
                    """, token,
                ],
                fails: [
                    RecipeCommand.take("id", of: #"cat "$serviceSdkClient""#, as: "client"),
                    RecipeCommand.getAppIntegration(),
                ],
                works: working)),
        FAQEntry(
            "link-client-of-other-pool", .anon,
            title: "clientId of another user pool",
            symptom: "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            cause: "Client, pool and key set are a chain, and the token was issued for the users of another pool.",
            fix: "Take clientId and token of the same pool.",
            source: "anon.md 9, row 4a", reasons: ["jwt.otherPool", "jwt.unknownKid"],
            recipe: FAQRecipe(
                before: [
                    RecipeCommand.createHostedPool("staff"), RecipeCommand.createClient("staffClient", pool: "$staff"),
                    RecipeCommand.createHostedPool("guests"),
                    RecipeCommand.createClient("guestClient", pool: "$guests"),
                    RecipeCommand.take(
                        "appUserIdToken",
                        of: """
                            curl -s \(RecipeCommand.url)/org/appUserIdToken \(RecipeCommand.key) \(RecipeCommand.json) \\
                              -d "{\\"appUserId\\":\\"ada\\",\\"userPoolId\\":\\"$staff\\"}"
                            """, as: "token"),
                ],
                fails: [RecipeCommand.getAppIntegration(client: "$guestClient")],
                works: [RecipeCommand.getAppIntegration(client: "$staffClient")])),
        FAQEntry(
            "link-client-unknown", .anon,
            title: "clientId that was never issued",
            symptom: "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            cause: "No SDK client of this environment has the id: it was cut short, or is of another environment.",
            fix: "Use the id that POST /org/sdkClient answered in the same environment.",
            source: "anon.md 9, row 4a", reasons: ["client.unknown", "client.otherEnvironment", "client.missing"],
            recipe: FAQRecipe(
                before: [token],
                fails: [RecipeCommand.getAppIntegration(client: "00000000-0000-4000-8000-000000000000")],
                works: working)),
    ]

    private static let token = RecipeCommand.signToken()
    private static let working = [
        RecipeCommand.createPool(), RecipeCommand.createClient(), RecipeCommand.getAppIntegration(),
    ]
}
