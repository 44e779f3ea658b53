package import Kernel

/// Checks JWTs against a key set, at an instant of the world's clock.
///
/// `iss` and `aud` are not looked at: a pool has no field to say what they should be (anon.md 6).
package enum TokenVerifier {
    /// How far `nbf` and `iat` may lie ahead, for a signer whose clock differs a little from the world's. Ours: the contract
    /// is silent. `exp` has no leeway, so that a test which advances the clock to it sees the token expire.
    package static let leeway = TimeSpan.seconds(5)

    /// Verifies a compact JWT: its form, its algorithm and key, its signature, then its claims, in this order.
    ///
    /// `kid` must name a key of the set exactly. Of several keys of that name those count that are for the token's algorithm, and
    /// one of them has to have signed; that each is tried is ours, RFC 7517 is silent. `exp` and the id claim are required, `nbf` and `iat` are checked if present.
    ///
    /// - Parameters:
    ///   - token: The compact form, without `Bearer `.
    ///   - keySet: The keys of the pool.
    ///   - idClaim: The claim that names the user.
    ///   - now: The world's time.
    /// - Throws: `TokenRefusal` for the first thing that is wrong.
    package static func verify(
        _ token: String, with keySet: KeySet, idClaim: String = "sub", at now: Moment
    ) async throws(TokenRefusal) -> VerifiedToken {
        let token = try UnverifiedToken(token)
        let algorithm = try algorithm(of: token.header)
        let (kid, keys) = try keys(for: token.header, algorithm, in: keySet)
        guard await isSigned(token, by: keys, algorithm) else { throw .badSignature(kid: kid, algorithm) }
        let expiry = try checkTimes(of: token.claims, at: now)
        return VerifiedToken(
            subject: try subject(of: token.claims, idClaim),
            email: token.string("email"),
            kid: kid,
            expiresAt: expiry,
            header: token.header,
            claims: token.claims)
    }

    static func algorithm(of header: JSONObject) throws(TokenRefusal) -> TokenAlgorithm {
        guard let name = header["alg"]?.string else {
            throw .algorithmRefused(nil, why: "the header has to say how the token was signed")
        }
        guard name.lowercased() != "none" else { throw .algorithmNone }
        guard let algorithm = TokenAlgorithm(rawValue: name) else {
            let why =
                name.hasPrefix("HS")
                ? "a shared secret cannot be checked with the public keys of a key set"
                : "known are \(TokenAlgorithm.allCases.map(\.rawValue).joined(separator: ", "))"
            throw .algorithmRefused(name, why: why)
        }
        if let critical = header["crit"] {
            throw .criticalExtensions(critical.array?.compactMap(\.string) ?? [])
        }
        return algorithm
    }

    private static func keys(
        for header: JSONObject, _ algorithm: TokenAlgorithm, in keySet: KeySet
    ) throws(TokenRefusal) -> (kid: String, keys: [VerifyingKey]) {
        guard let kid = header["kid"]?.string else { throw .noKid(keySet: keySet.summary) }
        let named = keySet[kid]
        let fitting = named.filter { $0.algorithms.contains(algorithm) }
        guard fitting.isEmpty else { return (kid, fitting) }
        let key = "key \(Quotation.of(kid))"
        if !named.isEmpty {
            let known = TokenAlgorithm.allCases.filter { known in named.contains { $0.algorithms.contains(known) } }
            throw .algorithmRefused(
                algorithm.rawValue, why: "\(key) is for \(known.map(\.rawValue).joined(separator: ", "))")
        }
        if let why = keySet.refusedAlgorithm(ofKey: kid) {
            throw .algorithmRefused(algorithm.rawValue, why: "\(key) of the key set is left out: \(why)")
        }
        throw .unknownKid(kid, keySet: keySet.summary)
    }

    private static func isSigned(
        _ token: UnverifiedToken, by keys: [VerifyingKey], _ algorithm: TokenAlgorithm
    ) async -> Bool {
        for key in keys
        where await key.material.verifies(token.signature, over: token.signedBytes, by: algorithm) { return true }
        return false
    }

    static func checkTimes(of claims: JSONObject, at now: Moment) throws(TokenRefusal) -> Moment {
        guard let expiry = claims["exp"].flatMap(Moment.init(numericDate:)) else {
            throw .noExpiry(kind: claims["exp"]?.kind)
        }
        guard now < expiry else { throw .expired(at: expiry, now: now) }
        if let start = try date("nbf", of: claims), start > now + leeway {
            throw .notYetValid(from: start, now: now)
        }
        if let start = try date("iat", of: claims), start > now + leeway {
            throw .issuedInFuture(at: start, now: now)
        }
        return expiry
    }

    private static func date(_ claim: String, of claims: JSONObject) throws(TokenRefusal) -> Moment? {
        guard let value = claims[claim] else { return nil }
        guard let moment = Moment(numericDate: value) else {
            throw .malformed("\(claim) is \(value.kind), not a number of seconds since 1970")
        }
        return moment
    }

    static func subject(of claims: JSONObject, _ idClaim: String) throws(TokenRefusal) -> String {
        guard let value = claims[idClaim] else { throw .noSubject(claim: idClaim, kind: nil) }
        guard let subject = value.string else { throw .noSubject(claim: idClaim, kind: value.kind) }
        guard !subject.isEmpty else { throw .noSubject(claim: idClaim, kind: "empty") }
        return subject
    }
}

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

// MARK: - Dates

extension Moment {
    /// The instant that a NumericDate of RFC 7519 names: seconds since 1970, whole or with a fraction.
    ///
    /// Fractions of a millisecond are cut off, and what lies outside the years 0001 to 9999 becomes their end. Returns nil for
    /// what is not a number.
    fileprivate init?(numericDate: JSONValue) {
        let seconds: Double
        switch numericDate {
        case .integer(let integer): seconds = Double(integer)
        case .number(let number): seconds = number
        default: return nil
        }
        let milliseconds = (seconds * 1000).rounded(.down)
        self.init(
            milliseconds: Int64(
                min(max(milliseconds, Double(Self.earliest.milliseconds)), Double(Self.latest.milliseconds))))
    }
}
