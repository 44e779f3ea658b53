package import Kernel

/// A token to be signed with a built-in key.
package struct TokenOrder: Hashable, Sendable {
    /// The claim `sub`.
    package var subject: String
    /// Further claims, for example `sdkClientId` and `email`; they win over those that Drydock sets.
    package var claims: JSONObject
    /// The `kid` of the header; nil for the built-in key's own.
    package var kid: String?
    /// The claim `iat`, written in whole seconds.
    package var issuedAt: Moment
    /// The claim `exp`, written in whole seconds.
    package var expiresAt: Moment
    /// How it is signed, and with it which built-in key signs.
    package var algorithm: SigningAlgorithm
    /// What is to be wrong with it.
    package var mistake: TokenMistake?

    /// An order; a right token by RS256, if not said otherwise.
    package init(
        subject: String, claims: JSONObject = [:], kid: String? = nil, issuedAt: Moment, expiresAt: Moment,
        algorithm: SigningAlgorithm = .rs256, mistake: TokenMistake? = nil
    ) {
        self.subject = subject
        self.claims = claims
        self.kid = kid
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.algorithm = algorithm
        self.mistake = mistake
    }
}
