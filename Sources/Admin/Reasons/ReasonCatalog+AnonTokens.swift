extension ReasonCatalog {
    /// Anon: app user id tokens. What the client sees is the same with all of them.
    static let anonTokens = [
        token(
            "jwt.algorithmNone",
            cause: "The token's header says alg none, so nothing proves who made it.",
            fix: "Sign with a key of the pool's key set."),
        token(
            "jwt.algorithmRefused",
            cause:
                "The algorithm in the header is none that is taken, or not that of the key which kid names; HS256 with "
                + "the public key as the secret is the classic attack.",
            fix: "Sign with RS256, ES256 or EdDSA, whichever the key is for."),
        token(
            "jwt.badSignature",
            cause: "The key that kid names did not make the signature, or the token was changed since.",
            fix: "Sign with the private key that belongs to the published one, and pass the token on as it is."),
        token(
            "jwt.criticalExtensions",
            cause: "The header's crit demands extensions that are not known here.",
            fix: "Sign without crit."),
        token(
            "jwt.expired",
            cause: "The token's exp is not after the time of the world's clock.",
            fix: "Issue a new token. In a test look at what advanced the clock."),
        token(
            "jwt.issuedInFuture",
            cause:
                "The token's iat lies ahead of the world's clock, for example because the clock is frozen in the past.",
            fix: "Sign with the world's time: POST /_drydock/token does; or set the clock."),
        token(
            "jwt.malformed",
            cause: "The bearer is not three parts of base64url with JSON in the first two.",
            fix: "Send the whole token, without quotes and line breaks."),
        token(
            "jwt.missing",
            cause: "There is no Authorization: Bearer header with the user's token.",
            fix: "Send the app user id token, together with X-Anon-Sdk-Client-Id."),
        token(
            "jwt.noExpiry",
            cause: "The token has no exp, or one that is no number.",
            fix: "Sign with exp in seconds since 1970."),
        token(
            "jwt.noKid",
            cause: "The token's header has no kid, so no key can be looked up.",
            fix: "Put the kid of the signing key into the header, spelt as in the key set."),
        token(
            "jwt.noSubject",
            cause: "The claim that names the user is missing: sub, or the pool's idClaim.",
            fix: "Put your user's id into that claim."),
        token(
            "jwt.notYetValid",
            cause: "The token's nbf lies ahead of the world's clock.",
            fix: "Leave nbf out, or advance the world's clock."),
        token(
            "jwt.otherPool",
            cause: "The token was issued for the users of another pool than the client's.",
            fix: "Use the webapp client of the token's pool."),
        ReasonCode(
            "jwt.otherUser",
            symptom: "401 when a messenger is linked.",
            cause: "The token names another user than the body.",
            fix: "Send the token of the user whom the body names."),
        token(
            "jwt.tooLarge",
            cause: "The token is longer than tokens are.",
            fix: "Leave large claims out."),
        token(
            "jwt.unknownKid",
            cause: "The key set of the client's pool has no key of this kid: another identity provider signed, the "
                + "clientId is of an old pool, or the key was never published.",
            fix: "Use the client of the pool with this provider's key set, or publish the key under its kid."),
    ]

    private static func token(_ code: String, cause: String, fix: String) -> ReasonCode {
        ReasonCode(
            code, symptom: "401, which a browser on the Link page shows as a CORS error.", cause: cause, fix: fix)
    }
}
