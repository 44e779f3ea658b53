import Crypto
package import Kernel

/// Signs app user id tokens with the built-in keys, correctly or with one mistake.
package enum TokenSigner {
    /// The claim `iss`. Ours: no document says what Anon's hosted pools write.
    package static let issuer = "urn:drydock"
    /// The claim `aud`. Ours, as `issuer`.
    package static let audience = "urn:drydock:anon"

    private static let unknownKid = "drydock-unknown-1"
    private static let mistakenBy = TimeSpan.minutes(60)

    /// The compact JWT for `draft`, members sorted by name; equal drafts give equal bytes, except by ES256.
    package static func sign(_ draft: TokenDraft) async -> String {
        let signed = "\(part(header(for: draft))).\(part(claims(for: draft)))"
        return "\(signed).\(Base64URL.encode(await signature(over: Array(signed.utf8), for: draft)))"
    }

    private static func header(for draft: TokenDraft) -> JSONObject {
        var header: JSONObject = ["typ": "JWT"]
        switch draft.mistake {
        case .algNone: header["alg"] = "none"
        case .hs256PublicKey: header["alg"] = "HS256"
        default: header["alg"] = .string(draft.algorithm.rawValue)
        }
        switch draft.mistake {
        case .noKid: break
        case .unknownKid: header["kid"] = .string(unknownKid)
        default: header["kid"] = .string(draft.kid ?? draft.algorithm.kid)
        }
        return header
    }

    private static func claims(for draft: TokenDraft) -> JSONObject {
        let issued = draft.issuedAt
        var claims: JSONObject = [
            "iss": .string(issuer),
            "aud": .string(audience),
            "sub": .string(draft.subject),
            "iat": .integer(issued.seconds),
            "exp": .integer(draft.expiresAt.seconds),
        ]
        claims.merge(draft.claims)
        switch draft.mistake {
        case .expired:
            claims["exp"] = .integer(issued.seconds - mistakenBy.seconds)
            claims["iat"] = .integer(issued.seconds - 2 * mistakenBy.seconds)
        case .notYetValid: claims["nbf"] = .integer(issued.seconds + mistakenBy.seconds)
        case .noSub: claims["sub"] = nil
        default: break
        }
        return claims
    }

    private static func signature(over bytes: [UInt8], for draft: TokenDraft) async -> [UInt8] {
        let own = BuiltInKeys.own[draft.algorithm]
        switch draft.mistake {
        case .algNone: return []
        case .hs256PublicKey:
            let secret = SymmetricKey(data: Array(own.publicPEM.utf8))
            return Array(HMAC<SHA256>.authenticationCode(for: bytes, using: secret))
        case .wrongKey: return await sign(bytes, with: BuiltInKeys.foreign[draft.algorithm])
        default: return await sign(bytes, with: own)
        }
    }

    private static func sign(_ bytes: [UInt8], with key: SigningKey) async -> [UInt8] {
        do { return try await key.sign(bytes) } catch { preconditionFailure("a built-in key cannot sign: \(error)") }
    }

    private static func part(_ object: JSONObject) -> String { Base64URL.encode(JSONWriter.bytes(object)) }
}

/// A token to be signed with a built-in key.
package struct TokenDraft: Hashable, Sendable {
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
    /// How it is signed, which also says by which built-in key.
    package var algorithm: SigningAlgorithm
    /// What is to be wrong with it.
    package var mistake: TokenMistake?

    /// A draft; unless said otherwise, of a correct token signed by RS256.
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

/// What can be wrong with a token on demand.
package enum TokenMistake: String, CaseIterable, Sendable {
    /// No `kid` in the header.
    case noKid
    /// A `kid` that the built-in key set does not have.
    case unknownKid
    /// The `kid` of a built-in key with the signature of a foreign key.
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
