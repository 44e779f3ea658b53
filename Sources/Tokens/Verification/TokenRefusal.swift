package import Kernel

/// Why a JWT is not believed: one case for each reason.
package enum TokenRefusal: Error, Hashable, Sendable {
    /// There is no token: the text is empty.
    case missing
    /// The token has so many bytes, more than `UnverifiedToken.limit`.
    case tooLarge(bytes: Int)
    /// It is no JWT, or a member has a form that it cannot have; in words.
    case malformed(String)
    /// The header says `alg: none`, in whatever case.
    case algorithmNone
    /// The header's `alg`, if there is one, is not for public keys or does not fit the key; in words.
    case algorithmRefused(String?, why: String)
    /// The header demands with `crit` that these extensions are understood; none is.
    case criticalExtensions([String])
    /// The header has no `kid`; the key set has this.
    case noKid(keySet: String)
    /// The header's `kid` is not in the key set, which has this.
    case unknownKid(String, keySet: String)
    /// The signature is not that of the named key.
    case badSignature(kid: String, TokenAlgorithm)
    /// `exp` is missing, or is for example `a string`.
    case noExpiry(kind: String?)
    /// The token expired.
    case expired(at: Moment, now: Moment)
    /// `nbf` is still to come.
    case notYetValid(from: Moment, now: Moment)
    /// `iat` is still to come.
    case issuedInFuture(at: Moment, now: Moment)
    /// The id claim is missing, empty, or is for example `a number`.
    case noSubject(claim: String, kind: String?)
}
