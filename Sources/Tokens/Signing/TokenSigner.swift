import Crypto
import Kernel

/// Signs app user id tokens with the built-in keys, rightly or with one mistake.
package enum TokenSigner {
    /// The claim `iss`. Ours: no document says what Anon's hosted pools write.
    package static let issuer = "urn:drydock"
    /// The claim `aud`. Ours, as `issuer`.
    package static let audience = "urn:drydock:anon"

    private static let strangeKid = "drydock-unknown-1"
    private static let mistakenBy = TimeSpan.minutes(60)

    /// The compact JWT for `order`, members sorted by name; equal orders give equal bytes, except by ES256.
    package static func sign(_ order: TokenOrder) async -> String {
        let signed = "\(part(header(for: order))).\(part(claims(for: order)))"
        return "\(signed).\(Base64URL.encode(await signature(over: Array(signed.utf8), for: order)))"
    }

    private static func header(for order: TokenOrder) -> JSONObject {
        var header: JSONObject = ["typ": "JWT"]
        switch order.mistake {
        case .algNone: header["alg"] = "none"
        case .hs256PublicKey: header["alg"] = "HS256"
        default: header["alg"] = .string(order.algorithm.rawValue)
        }
        switch order.mistake {
        case .noKid: break
        case .unknownKid: header["kid"] = .string(strangeKid)
        default: header["kid"] = .string(order.kid ?? order.algorithm.kid)
        }
        return header
    }

    private static func claims(for order: TokenOrder) -> JSONObject {
        let issued = order.issuedAt
        var claims: JSONObject = [
            "iss": .string(issuer),
            "aud": .string(audience),
            "sub": .string(order.subject),
            "iat": .integer(issued.seconds),
            "exp": .integer(order.expiresAt.seconds),
        ]
        for member in order.claims.members { claims[member.name] = member.value }
        switch order.mistake {
        case .expired:
            claims["exp"] = .integer(issued.seconds - mistakenBy.seconds)
            claims["iat"] = .integer(issued.seconds - 2 * mistakenBy.seconds)
        case .notYetValid: claims["nbf"] = .integer(issued.seconds + mistakenBy.seconds)
        case .noSub: claims["sub"] = nil
        default: break
        }
        return claims
    }

    private static func signature(over bytes: [UInt8], for order: TokenOrder) async -> [UInt8] {
        let own = BuiltInKeys.own[order.algorithm]
        switch order.mistake {
        case .algNone: return []
        case .hs256PublicKey:
            let secret = SymmetricKey(data: Array(own.publicPEM.utf8))
            return Array(HMAC<SHA256>.authenticationCode(for: bytes, using: secret))
        case .wrongKey: return await sign(bytes, with: BuiltInKeys.strange[order.algorithm])
        default: return await sign(bytes, with: own)
        }
    }

    private static func sign(_ bytes: [UInt8], with key: SigningKey) async -> [UInt8] {
        do { return try await key.sign(bytes) } catch { preconditionFailure("a built-in key cannot sign: \(error)") }
    }

    private static func part(_ object: JSONObject) -> String { Base64URL.encode(JSONWriter.bytes(object)) }
}
