/// What can be wrong with a token, on demand.
package enum TokenMistake: String, CaseIterable, Sendable {
    /// No `kid` in the header.
    case noKid
    /// A `kid` that the built-in key set does not have.
    case unknownKid
    /// The `kid` of a built-in key, the signature of a stranger's.
    case wrongKey
    /// `exp` an hour before the instant of signing.
    case expired
    /// `nbf` an hour after the instant of signing.
    case notYetValid
    /// No `sub`.
    case noSub
    /// `alg: none` and no signature.
    case algNone
    /// HS256 with the PEM text of the public key as the secret: the classic confusion of algorithms.
    case hs256PublicKey
}
