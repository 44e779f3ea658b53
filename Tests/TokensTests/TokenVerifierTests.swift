import Kernel
import Testing

@testable import Tokens

@Suite("TokenVerifier")
struct TokenVerifierTests {
    private static let now = HandmadeToken.now
    private static let seconds = HandmadeToken.now.seconds

    private func verify(
        _ token: HandmadeToken, idClaim: String = "sub", at now: Moment = now
    ) async throws -> VerifiedToken {
        try await TokenVerifier.verify(try await token.signed(), with: BuiltInKeys.keySet, idClaim: idClaim, at: now)
    }

    private func reason(_ body: () async throws -> VerifiedToken) async -> Reason? {
        await #expect(throws: TokenRefusal.self) { try await body() }?.reason
    }

    @Test(
        "a token is expired from the instant of exp on",
        arguments: [(-1, nil), (0, "jwt.expired"), (1, "jwt.expired")] as [(Int64, String?)])
    func expiry(milliseconds: Int64, code: String?) async throws {
        let token = try await HandmadeToken.make().signed()
        let now = Self.now + .minutes(60) + .milliseconds(milliseconds)
        do {
            let verified = try await TokenVerifier.verify(token, with: BuiltInKeys.keySet, at: now)
            #expect(code == nil)
            #expect(verified.expiresAt == Self.now + .minutes(60))
        } catch { #expect(error.reason.code == code) }
    }

    @Test(
        "dates are numbers of any size; each that is wrong has its reason",
        arguments: [
            (["exp": .number(1_767_225_600.5)], nil),
            (["exp": .number(1_767_225_599.999)], "jwt.expired"),
            (["exp": 0], "jwt.expired"),
            (["exp": .integer(.min)], "jwt.expired"),
            (["exp": .number(-1e300)], "jwt.expired"),
            (["exp": .integer(.max)], nil),
            (["exp": .number(1e300)], nil),
            (["exp": "1767229200"], "jwt.noExpiry"),
            (["exp": .null], "jwt.noExpiry"),
            (["nbf": .integer(seconds)], nil),
            (["nbf": .integer(seconds + 5)], nil),
            (["nbf": .number(1_767_225_605.001)], "jwt.notYetValid"),
            (["nbf": .number(1e300)], "jwt.notYetValid"),
            (["nbf": "soon"], "jwt.malformed"),
            (["iat": .integer(seconds + 5)], nil),
            (["iat": .integer(seconds + 6)], "jwt.issuedInFuture"),
            (["iat": .integer(.min)], nil),
            (["iat": []], "jwt.malformed"),
        ] as [(JSONObject, String?)])
    func dates(claims: JSONObject, code: String?) async throws {
        var token = HandmadeToken.make()
        for member in claims.members { token.claims[member.name] = member.value }
        guard let code else {
            _ = try await verify(token)
            return
        }
        #expect(await reason { try await verify(token) }?.code == code)
    }

    @Test("exp is required")
    func noExpiry() async {
        var token = HandmadeToken.make()
        token.claims["exp"] = nil
        #expect(await reason { try await verify(token) } == Reason(TokenReason.jwtNoExpiry, "exp is missing"))
    }

    @Test("the pool's id claim names the user, and sub need not be there")
    func idClaim() async throws {
        var token = HandmadeToken.make()
        token.claims["sub"] = nil
        token.claims["email"] = "user@example.com"
        #expect(try await verify(token, idClaim: "email").subject == "user@example.com")
    }

    @Test(
        "an id claim that names nobody is refused",
        arguments: [
            (nil, #"the claim "email", which names the user, is missing"#),
            ("", #"the claim "email", which names the user, is empty"#),
            (7, #"the claim "email", which names the user, is a number"#),
            (.null, #"the claim "email", which names the user, is null"#),
        ] as [(JSONValue?, String)])
    func noSubject(value: JSONValue?, detail: String) async {
        var token = HandmadeToken.make()
        token.claims["email"] = value
        #expect(
            await reason { try await verify(token, idClaim: "email") } == Reason(TokenReason.jwtNoSubject, detail))
    }

    @Test(
        "a header that does not lead to one key and its algorithm is refused",
        arguments: [
            (["alg": "NONE"], "jwt.algorithmNone"),
            (["alg": "None"], "jwt.algorithmNone"),
            (["alg": "HS512"], "jwt.algorithmRefused"),
            (["alg": "rs256"], "jwt.algorithmRefused"),
            (["alg": .null], "jwt.algorithmRefused"),
            (["alg": "RS512"], "jwt.algorithmRefused"),
            (["alg": "PS256"], "jwt.algorithmRefused"),
            (["alg": "EdDSA"], "jwt.algorithmRefused"),
            (["kid": 1], "jwt.noKid"),
            (["kid": .null], "jwt.noKid"),
            (["kid": ""], "jwt.unknownKid"),
            (["kid": "DRYDOCK-RS256-1"], "jwt.unknownKid"),
            (["kid": "drydock-rs256-1 "], "jwt.unknownKid"),
            (["kid": "drydock-es256-1"], "jwt.algorithmRefused"),
            (["crit": ["b64"], "b64": false], "jwt.criticalExtensions"),
        ] as [(JSONObject, String)])
    func headers(members: JSONObject, code: String) async {
        var token = HandmadeToken.make()
        for member in members.members { token.header[member.name] = member.value }
        #expect(await reason { try await verify(token) }?.code == code)
    }

    @Test("an unknown kid never falls back to a key of the set, not even to the only one")
    func noFallback() async throws {
        let jwk = try #require(BuiltInKeys.jwks[path: "keys.0"])
        let only = try KeySet(document: ["keys": [jwk]])
        var token = HandmadeToken.make()
        token.header["kid"] = "another"
        let signed = try await token.signed()
        let refusal = await #expect(throws: TokenRefusal.self) {
            try await TokenVerifier.verify(signed, with: only, at: Self.now)
        }
        #expect(refusal == .unknownKid("another", keySet: #""drydock-rs256-1""#))
        #expect(
            refusal?.reason.detail == #"kid "another" is not in the key set, which has "drydock-rs256-1""#)
    }

    @Test("a changed payload, header or signature is refused", arguments: SigningAlgorithm.allCases)
    func tampered(algorithm: SigningAlgorithm) async throws {
        let token = HandmadeToken.make(algorithm)
        let parts = try await token.signed().split(separator: ".").map(String.init)
        var claims = token.claims
        claims["sub"] = "user-2"
        var header = token.header
        header["typ"] = "at+jwt"
        var signature = try #require(Base64URL.decode(parts[2]))
        signature[10] ^= 1
        let texts = [
            "\(parts[0]).\(HandmadeToken.part(claims)).\(parts[2])",
            "\(HandmadeToken.part(header)).\(parts[1]).\(parts[2])",
            "\(parts[0]).\(parts[1]).\(Base64URL.encode(signature))",
            "\(parts[0]).\(parts[1]).\(Base64URL.encode(Array(signature.dropLast())))",
            "\(parts[0]).\(parts[1]).\(Base64URL.encode(signature + [0]))",
            "\(parts[0]).\(parts[1]).",
        ]
        for text in texts {
            let refusal = await #expect(throws: TokenRefusal.self) {
                try await TokenVerifier.verify(text, with: BuiltInKeys.keySet, at: Self.now)
            }
            #expect(refusal?.reason.code == "jwt.badSignature")
        }
    }

    @Test("the reason of an expired token tells both instants")
    func detail() async {
        let reason = await reason { try await verify(.make(), at: Self.now + .minutes(75)) }
        #expect(
            reason?.detail
                == "exp 2026-01-01T01:00:00.000Z is 15m ago: the world's clock says 2026-01-01T01:15:00.000Z")
    }
}
