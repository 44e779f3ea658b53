import JWTKit
import Kernel
import Testing

@testable import Tokens

/// RFC 7517, 4.5: several keys may have one `kid`, for example for different algorithms or kinds.
@Suite("Keys of one kid")
struct SharedKidTests {
    private static let kid = "shared"

    private func entry(_ algorithm: SigningAlgorithm, alg: String? = nil) throws -> JSONValue {
        var jwk = try BuiltInKeys.own[algorithm].publicJWK()
        jwk["kid"] = .string(Self.kid)
        if let alg { jwk["alg"] = .string(alg) }
        return .object(jwk)
    }

    /// Another key than the built-in one, in the same form.
    private func foreign(_ algorithm: SigningAlgorithm) throws -> JSONValue {
        var jwk = try BuiltInKeys.foreign[algorithm].publicJWK()
        jwk["kid"] = .string(Self.kid)
        return .object(jwk)
    }

    private func token(_ algorithm: SigningAlgorithm, alg: String? = nil) async throws -> String {
        var token = HandmadeToken.make(algorithm)
        token.header["kid"] = .string(Self.kid)
        if let alg { token.header["alg"] = .string(alg) }
        return try await token.signed()
    }

    private func verify(_ token: String, _ entries: [JSONValue]) async -> TokenRefusal? {
        do throws(TokenRefusal) {
            _ = try await TokenVerifier.verify(token, with: KeySet(entries: entries), at: HandmadeToken.now)
            return nil
        } catch {
            return error
        }
    }

    private func rs512() async throws -> String {
        struct Claims: JWTPayload {
            var sub = "user-1"
            var exp = 1_767_229_200
            func verify(using algorithm: some JWTAlgorithm) {}
        }
        let key = try Insecure.RSA.PrivateKey(pem: PackageResources.drydock_rs256_pem)
        let keys = JWTKeyCollection()
        await keys.add(rsa: key, digestAlgorithm: .sha512, kid: JWKIdentifier(string: Self.kid))
        return try await keys.sign(Claims(), kid: JWKIdentifier(string: Self.kid))
    }

    @Test("each key of a kid verifies the tokens of its own alg, in whatever order they stand")
    func algorithms() async throws {
        let entries = try [entry(.rs256, alg: "RS256"), entry(.rs256, alg: "RS512")]
        for entries in [entries, entries.reversed()] {
            #expect(try await verify(token(.rs256), entries) == nil)
            #expect(try await verify(rs512(), entries) == nil)
        }
        #expect(try await verify(rs512(), [entries[0]])?.reason.code == "jwt.algorithmRefused")
    }

    @Test("each key of a kid verifies the tokens of its own kind", arguments: SigningAlgorithm.allCases)
    func kinds(algorithm: SigningAlgorithm) async throws {
        let entries = try SigningAlgorithm.allCases.map { try entry($0) }
        #expect(KeySet(entries: entries).kids == [Self.kid])
        #expect(try await verify(token(algorithm), entries) == nil)
    }

    @Test("of several keys of one kid and algorithm, any may have signed")
    func sameAlgorithm() async throws {
        let entries = try [foreign(.es256), entry(.es256)]
        #expect(try await verify(token(.es256), entries) == nil)
        #expect(try await verify(token(.es256), [entries[0]])?.reason.code == "jwt.badSignature")
    }

    @Test("more than eight keys of one kid are not tried")
    func bounded() async throws {
        let keySet = KeySet(entries: try Array(repeating: foreign(.edDSA), count: 8) + [entry(.edDSA)])
        #expect(keySet.skipped.map(\.why) == ["8 earlier keys have the same kid"])
        let token = try await token(.edDSA)
        await #expect(throws: TokenRefusal.badSignature(kid: Self.kid, .edDSA)) {
            try await TokenVerifier.verify(token, with: keySet, at: HandmadeToken.now)
        }
    }

    @Test(
        "Ed25519 and EdDSA are one algorithm, in the token and in the key",
        arguments: ["EdDSA", "Ed25519"], ["EdDSA", "Ed25519", nil])
    func edwards(ofToken: String, ofKey: String?) async throws {
        #expect(try await verify(token(.edDSA, alg: ofToken), [entry(.edDSA, alg: ofKey)]) == nil)
    }

    @Test("Ed25519 is no algorithm of another kind of key")
    func edwardsOfOtherKey() async throws {
        let refusal = try await verify(token(.rs256, alg: "Ed25519"), [entry(.rs256)])
        #expect(refusal?.reason.code == "jwt.algorithmRefused")
    }

    @Test(
        "a key whose alg is refused says alg, not kid",
        arguments: [
            (.rs256, "RSA-OAEP"), (.rs256, "ES256"), (.rs256, "HS256"), (.es256, "ES256K"), (.edDSA, "Ed448"),
        ] as [(SigningAlgorithm, String)])
    func refusedAlgorithm(algorithm: SigningAlgorithm, alg: String) async throws {
        let refusal = try await verify(token(algorithm), [entry(algorithm, alg: alg)])
        #expect(
            refusal
                == .algorithmRefused(
                    algorithm.rawValue,
                    why: "key \"shared\" of the key set is left out: "
                        + "its alg \"\(alg)\" is no signature algorithm of such a key"))
    }

    @Test("a key set that lacks the key for the token's algorithm is downloaded anew, as one that lacks its kid")
    func wanted() async throws {
        let keySet = KeySet(entries: [try entry(.rs256, alg: "RS256")])
        #expect(keySet.knows(WantedKey(of: try await token(.rs256))))
        #expect(!keySet.knows(WantedKey(of: try await rs512())))
        #expect(!keySet.knows(WantedKey(kid: "another")))
        #expect(keySet.knows(WantedKey(kid: nil)))
        #expect(keySet.knows(WantedKey(of: "no token")))
    }
}
