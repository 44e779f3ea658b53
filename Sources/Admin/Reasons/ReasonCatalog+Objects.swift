extension ReasonCatalog {
    /// Anchor: applications and identities.
    static let objects = [
        unknown("application.unknown", "application"),
        unknown("authflow.unknown", "auth flow"),
        unknown("identity.unknown", "identity"),
        unknown("project.unknown", "project"),
        ReasonCode(
            "identity.credentialsHidden",
            symptom: "404 when an identity's credentials are read.",
            cause: "The policy identityCredentials hides this path, as the vendor does by now.",
            fix: "Do without reading credentials back, or set the policy to shown."),
        ReasonCode(
            "identity.failed",
            symptom: "400 when a session is created.",
            cause: "An identity that the session asks for has the status failed.",
            fix: "Have the identity sign in again, or connect a new one, before a session uses it."),
        ReasonCode(
            "identity.noCredentials",
            symptom: "412 when an identity is to sign in again.",
            cause: "The identity was made without credentials, so there is nothing to sign in with.",
            fix: "Store credentials with PUT first, or send the user to the hosted page again."),
        ReasonCode(
            "identity.notVisible",
            symptom: "404 for an identity, or 400 when a session is created with it, right after it was made.",
            cause: "The API knows new identities only some time after they are made (policy identityVisibility).",
            fix: "Ask again after a short pause, with a limit, before taking the identity for lost."),
        ReasonCode(
            "identity.signInFailed",
            symptom: "422 when an identity is to sign in again.",
            cause: "The site did not take the stored credentials: the scenario or a magic user name says so.",
            fix: "Ask the user for new credentials; in a test choose another user name."),
    ]

    /// What is to be said of any object that is not there.
    static func unknown(_ code: String, _ object: String) -> ReasonCode {
        ReasonCode(
            code,
            symptom: "404, or 400 where the vendor documents no 404.",
            cause:
                "The world has no such \(object): it was deleted, made in another world, or the world was reset since.",
            fix: "Create it in the same world, that is with the same @name behind the API key. For ids that a test "
                + "makes up there is the policy unknownIds: adopt.")
    }
}
