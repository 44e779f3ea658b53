extension FAQCatalog {
    /// Anchor: identity tokens, callbacks, identities.
    static let anchorIdentities = [
        FAQEntry(
            "token-bad-request", .anchor,
            title: "An identity token is not issued",
            symptom: "400 Bad Request",
            cause: "callbackUrl is not a valid HTTPS URL. In the scenario every request for a token is refused.",
            fix: "Send a whole https URL; for one on this machine start Drydock with --allow-http-callbacks.",
            source: "anchor.md 2.2", scenario: "token-bad-request",
            reasons: ["callback.notHTTPS", "callback.invalid", "rule.problem"],
            recipe: FAQRecipe(
                before: [RecipeCommand.createApplication], fails: [RecipeCommand.createIdentityToken()],
                works: [
                    RecipeCommand.load("default"), RecipeCommand.createApplication, RecipeCommand.createIdentityToken(),
                ])),
        FAQEntry(
            "callback-never-comes", .anchor,
            title: "The user signs in, and the callback is not called",
            symptom: "There is an identity, and the callback is never called",
            cause: "The user closed the tab at the success step, before the browser went back.",
            fix: "Do not wait for the callback alone: list the application's identities and take up new ones.",
            source: "anchor.md 5", scenario: "callback-never-comes", reasons: ["callback.neverComes"],
            recipe: FAQRecipe(
                before: [
                    RecipeCommand.createApplication,
                    RecipeCommand.take(
                        "token", of: RecipeCommand.createIdentityToken(quietly: true), as: "token"),
                ],
                fails: [
                    "curl -si \(RecipeCommand.url)/_drydock/identity-tokens/$token/complete \(RecipeCommand.json) -d '{}'"
                ],
                works: [RecipeCommand.anchorGet("/v1/applications/$application/identities")])),
        FAQEntry(
            "identity-not-found", .anchor,
            title: "An identity is not there yet",
            symptom: "404 Not Found: Not found",
            cause: "The identity that the callback told is looked up before the vendor has it everywhere.",
            fix: "Look again after a pause before the identity is taken for gone; here the second look finds it.",
            source: "anchor.md 3", scenario: "identity-not-found", reasons: ["rule.problem", "identity.unknown"],
            recipe: FAQRecipe(
                before: [RecipeCommand.createIdentity()], fails: [RecipeCommand.anchorGet("/v1/identities/$identity")],
                works: [RecipeCommand.anchorGet("/v1/identities/$identity")])),
        FAQEntry(
            "identity-validation-fails", .anchor,
            title: "An identity fails its validation",
            symptom: #""status":"failed""#,
            cause: "The site did not take the identity's credentials.",
            fix: "Ask the user to connect again, and use an identity only once its status is validated.",
            source: "anchor.md 3", scenario: "identity-validation-fails", reasons: ["identity.failed"],
            recipe: FAQRecipe(
                before: [RecipeCommand.createIdentity(user: "ada")],
                fails: [
                    "curl -s \(RecipeCommand.url)/_drydock/clock \(RecipeCommand.json) -d '{\"advance\":\"2s\"}'",
                    RecipeCommand.anchorGet("/v1/identities/$identity"),
                ],
                works: [
                    RecipeCommand.load("default"), RecipeCommand.createIdentity(user: "ada"),
                    "curl -s \(RecipeCommand.url)/_drydock/clock \(RecipeCommand.json) -d '{\"advance\":\"2s\"}'",
                    RecipeCommand.anchorGet("/v1/identities/$identity"),
                ])),
        FAQEntry(
            "reauthentication-fails", .anchor,
            title: "Signing in again with stored credentials fails",
            symptom: "422 Unprocessable Content: Sign-in failed",
            cause: "The site does not take the stored credentials any more: a changed password, a locked account.",
            fix: "Ask the user for new credentials. Without the scenario the user name user_locked does this.",
            source: "anchor.md 3", scenario: "reauthentication-fails",
            reasons: ["identity.signInFailed", "rule.problem"],
            recipe: signingInAgain(user: "ada")),
        FAQEntry(
            "reauthentication-without-credentials", .anchor,
            title: "Signing in again without stored credentials",
            symptom: "412 Precondition Failed: Identity has no stored credentials",
            cause:
                "The identity was made on the hosted page or without credentials, so there is nothing to sign in with.",
            fix: "Store credentials with PUT first, or send the user to the hosted page again.",
            source: "anchor.md 3", scenario: "reauthentication-without-credentials",
            reasons: ["identity.noCredentials", "rule.problem"],
            recipe: signingInAgain(user: nil)),
        FAQEntry(
            "profile-exists", .anchor,
            title: "A profile's name is taken",
            symptom: "409 Conflict: Profile already exists",
            cause: "A profile of this name is there already.",
            fix: "Look whether it is there, or choose another name.",
            source: "anchor.md 10", scenario: "profile-exists", reasons: ["profile.exists", "rule.problem"],
            recipe: FAQRecipe(
                fails: [createProfile],
                works: [RecipeCommand.load("default"), createProfile])),
    ]

    private static let createProfile = RecipeCommand.anchorPost("/v1/profiles", #"{"name":"office"}"#)

    private static func signingInAgain(user: String?) -> FAQRecipe {
        let again = RecipeCommand.anchorPost("/v1/identities/$identity/reauthenticate")
        return FAQRecipe(
            before: [RecipeCommand.createIdentity(user: user)], fails: [again],
            works: [RecipeCommand.load("default"), RecipeCommand.createIdentity(user: "ada"), again])
    }
}
