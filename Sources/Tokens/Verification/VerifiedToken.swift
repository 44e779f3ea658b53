package import Kernel

/// A JWT that the key set vouches for, at the instant of the check.
package struct VerifiedToken: Hashable, Sendable {
    /// Who the user is: the value of the pool's id claim (anon.md 6), never empty.
    package let subject: String
    /// The `email` claim, if it is a string.
    package let email: String?
    /// The `kid` of the key that signed.
    package let kid: String
    /// The first instant at which it is expired.
    package let expiresAt: Moment
    /// The header's members.
    package let header: JSONObject
    /// All claims.
    package let claims: JSONObject
}
