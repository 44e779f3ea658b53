extension ReasonCatalog {
    /// Anon: bearers, members, organisations, SDK clients, user pools.
    static let anonAccess = [
        unissued("member.unknown", "member"),
        unissued("organization.unknown", "organisation"),
        unissued("sdkclient.unknown", "SDK client"),
        unissued("sessionaccessgrant.unknown", "session access grant"),
        unissued("userpool.unknown", "user pool"),
        ReasonCode(
            "client.isService",
            symptom: "401, which a browser on the Link page shows as a CORS error.",
            cause: "The clientId is that of a service client: it has an API key and no user pool.",
            fix: "Use the id of the webapp client."),
        ReasonCode(
            "client.missing",
            symptom: "401, which a browser on the Link page shows as a CORS error.",
            cause: "There is no X-Anon-Sdk-Client-Id header or clientId, so nothing tells the token's user pool.",
            fix: "Send the webapp client's id beside the app user id token."),
        ReasonCode(
            "client.otherEnvironment",
            symptom: "401, which a browser on the Link page shows as a CORS error.",
            cause: "The SDK client is of another environment than the host that was called.",
            fix: "Make clients for each environment, and call sandbox and prod by their own hosts."),
        ReasonCode(
            "client.unknown",
            symptom: "401, which a browser on the Link page shows as a CORS error.",
            cause: "No SDK client has this id: it was cut short, made in another world, or the world was reset since.",
            fix: "Use the id that POST /org/sdkClient answered, in the same world."),
        ReasonCode(
            "key.expired",
            symptom: "401 although the token worked before.",
            cause: "The member's session token has expired on the world's clock.",
            fix: "Log in again with POST /org/login. In a test look at what advanced the clock."),
        ReasonCode(
            "key.notAKey",
            symptom: "502 with \"Upstream error\", or 401.",
            cause: "The bearer is neither a session token nor an API key: a password, an id or an app user's token.",
            fix: "Send the token of POST /org/login, or an API key, which begins with anon_ or ory_."),
        ReasonCode(
            "key.otherEnvironment",
            symptom: "401 although the key is good elsewhere.",
            cause: "The key is of another environment than the host that was called: keys of sandbox and prod are "
                + "separate.",
            fix: "Use a key of the environment. A host that names none is sandbox."),
        ReasonCode(
            "key.otherOrganization",
            symptom: "403.",
            cause: "The body or path names what belongs to another organisation than the key.",
            fix: "Leave organizationId out, or use a key of that organisation."),
        ReasonCode(
            "login.refused",
            symptom: "401 from POST /org/login.",
            cause: "No member has the address, or the password is another one.",
            fix: "Use the ready-made member, admin@drydock.example with the password drydock, or make one."),
        ReasonCode(
            "member.addressTaken",
            symptom: "409 when a member or an organisation is created.",
            cause: "A member has this e-mail address already; people log in with it, so it is one member's.",
            fix: "Use another address, or reset the world."),
        ReasonCode(
            "member.notAdmin",
            symptom: "403 when a member is created.",
            cause: "The session token is that of a member without the role Admin.",
            fix: "Log in as an Admin, or use an API key."),
        ReasonCode(
            "member.readOnly",
            symptom: "403 when something is created.",
            cause: "The session token is that of a member with the role ReadOnly.",
            fix: "Log in as a member who may write."),
        ReasonCode(
            "sdkclient.notService",
            symptom: "400 when a session access grant is created.",
            cause: "The SDK client is a webapp client, which has no API key to use a session with.",
            fix: "Name a service client."),
        ReasonCode(
            "userpool.notHosted",
            symptom: "400 when an app user id token is asked for.",
            cause:
                "The pool has a key set of its own, so its tokens are signed by whoever holds the private key; or no "
                + "hosted pool is there.",
            fix: "Sign the token yourself (in a test `drydock token` does), or name a hosted pool."),
    ]

    /// What is to be said of an object of Anon's that is not there.
    private static func unissued(_ code: String, _ object: String) -> ReasonCode {
        ReasonCode(
            code,
            symptom: "404, 400 where a body names it, or 401 where a clientId leads to it.",
            cause:
                "The world has no such \(object): the id was cut short, made in another world, or the world was reset "
                + "since.",
            fix: "Use the id of the answer that created it, with a key of the same world.")
    }
}
