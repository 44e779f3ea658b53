import Anon
package import Kernel
package import Tokens

/// What kind of token is wanted, as `POST /_drydock/token` and `drydock token` say it.
package struct TokenRequest: Sendable {
    /// The members of the call's body.
    package static let members = [
        "subject", "sdkClientId", "email", "kid", "algorithm", "issuedAt", "expiresAt", "expiresIn", "claims",
        "mistake",
    ]
    /// How long a token lives where nothing is said.
    package static let lifetime = TimeSpan.minutes(30 * 24 * 60)

    package var subject = ReadyMadeSet.exampleUser
    package var sdkClientID: String?
    package var email: String?
    package var kid: String?
    package var algorithm = SigningAlgorithm.rs256
    package var issuedAt: Moment?
    package var expiresAt: Moment?
    package var expiresIn: TimeSpan?
    package var claims = JSONObject()
    package var mistake: TokenMistake?

    /// A good token for the example user.
    package init() {}

    /// Reads a body. Throws `FieldComplaint` for a value of the wrong type or an unknown word.
    init(_ fields: Fields) throws(FieldComplaint) {
        subject = try fields.optional("subject") ?? subject
        sdkClientID = try fields.optional("sdkClientId")
        email = try fields.optional("email")
        kid = try fields.optional("kid")
        algorithm = try fields.choice("algorithm") ?? algorithm
        issuedAt = try Self.read("issuedAt", Moment.init, "must be an instant such as 2026-01-01T00:00:00Z", fields)
        expiresAt = try Self.read("expiresAt", Moment.init, "must be an instant such as 2026-01-01T00:00:00Z", fields)
        expiresIn = try Self.read("expiresIn", TimeSpan.init, "must be a duration such as 15m", fields)
        claims = try fields.optional("claims") ?? claims
        mistake = try fields.choice("mistake")
    }

    /// The token, as of `now`.
    package func sign(at now: Moment) async -> String {
        var claims = JSONObject()
        claims["sdkClientId"] = sdkClientID.map(JSONValue.string)
        claims["email"] = email.map(JSONValue.string)
        for member in self.claims.members { claims[member.name] = member.value }
        let issuedAt = issuedAt ?? now
        return await TokenSigner.sign(
            TokenOrder(
                subject: subject, claims: claims, kid: kid, issuedAt: issuedAt,
                expiresAt: expiresAt ?? issuedAt + (expiresIn ?? Self.lifetime), algorithm: algorithm, mistake: mistake)
        )
    }

    private static func read<Value>(
        _ name: String, _ parse: (String) -> Value?, _ problem: String, _ fields: Fields
    ) throws(FieldComplaint) -> Value? {
        guard let text: String = try fields.optional(name) else { return nil }
        guard let value = parse(text) else { throw fields.complaint(name, problem) }
        return value
    }
}
