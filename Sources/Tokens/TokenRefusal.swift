package import Kernel

/// Why a JWT is not believed.
package enum TokenRefusal: Error, Hashable, Sendable {
    /// There is no token: the text is empty.
    case missing
    /// The token has this many bytes, more than `UnverifiedToken.limit`.
    case tooLarge(bytes: Int)
    /// It is no JWT, or a member of it has the wrong form; in words.
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

extension TokenRefusal {
    /// The reason with its stable code, and the case at hand for whoever has to find the mistake.
    package var reason: Reason {
        Reason(code, detail)
    }

    private var code: TokenReason {
        switch self {
        case .missing: .jwtMissing
        case .tooLarge: .jwtTooLarge
        case .malformed: .jwtMalformed
        case .algorithmNone: .jwtAlgorithmNone
        case .algorithmRefused: .jwtAlgorithmRefused
        case .criticalExtensions: .jwtCriticalExtensions
        case .noKid: .jwtNoKid
        case .unknownKid: .jwtUnknownKid
        case .badSignature: .jwtBadSignature
        case .noExpiry: .jwtNoExpiry
        case .expired: .jwtExpired
        case .notYetValid: .jwtNotYetValid
        case .issuedInFuture: .jwtIssuedInFuture
        case .noSubject: .jwtNoSubject
        }
    }

    private var detail: String {
        switch self {
        case .missing: "there is no token"
        case .tooLarge(let bytes): "the token has \(bytes) bytes, more than \(UnverifiedToken.limit)"
        case .malformed(let complaint): complaint
        case .algorithmNone: "the header says alg \"none\": the token has no signature that could be checked"
        case .algorithmRefused(let name, let why): "alg \(name.map { Quotation.of($0) } ?? "is missing"): \(why)"
        case .criticalExtensions(let names): "the header's crit demands \(Quotation.of(names)), unknown here"
        case .noKid(let keySet): "the header has no kid; the key set has \(keySet)"
        case .unknownKid(let kid, let keySet): "kid \(Quotation.of(kid)) is not in the key set, which has \(keySet)"
        case .badSignature(let kid, let algorithm):
            "the \(algorithm.rawValue) signature is not that of key \(Quotation.of(kid)): "
                + "another key signed, or the token was changed since"
        case .noExpiry(let kind): "exp is \(kind.map { "\($0), not a number of seconds since 1970" } ?? "missing")"
        case .expired(let expiry, let now):
            "exp \(expiry) is \(now == expiry ? "now" : "\(now.elapsed(since: expiry)) ago"): the world's clock says \(now)"
        case .notYetValid(let start, let now): Self.early("nbf", start, now)
        case .issuedInFuture(let start, let now): Self.early("iat", start, now)
        case .noSubject(let claim, let kind):
            "the claim \(Quotation.of(claim)), which names the user, is \(kind ?? "missing")"
        }
    }

    private static func early(_ claim: String, _ start: Moment, _ now: Moment) -> String {
        "\(claim) \(start) is \(start.elapsed(since: now)) ahead of the world's clock, which says \(now)"
    }
}
