import Kernel
import Testing

@testable import Tokens

@Suite("KeySet")
struct KeySetTests {
    private func jwk(_ algorithm: SigningAlgorithm, _ changes: JSONObject = [:]) -> JSONValue {
        let entry = BuiltInKeys.jwks[path: "keys"]?.array?.compactMap(\.object)
            .first { $0["kid"] == .string(algorithm.kid) }
        var jwk = entry ?? [:]
        for member in changes.members { jwk[member.name] = member.value }
        return .object(jwk)
    }

    @Test("the published document has exactly the public members, base64url without padding")
    func published() throws {
        let keys = try #require(BuiltInKeys.jwks[path: "keys"]?.array).compactMap(\.object)
        #expect(
            keys.map { $0.members.map(\.name) } == [
                ["alg", "e", "kid", "kty", "n", "use"], ["alg", "crv", "kid", "kty", "use", "x", "y"],
                ["alg", "crv", "kid", "kty", "use", "x"],
            ])
        #expect(keys.map { $0["kid"]?.string } == ["drydock-rs256-1", "drydock-es256-1", "drydock-eddsa-1"])
        #expect(keys.allSatisfy { $0["use"] == "sig" })
        for name in ["n", "x", "y"] {
            for value in keys.compactMap({ $0[name]?.string }) {
                #expect(try #require(Base64URL.decode(value)).count == (name == "n" ? 256 : 32))
            }
        }
        #expect(keys[0]["e"] == "AQAB")
    }

    @Test("the published text, read back, verifies what the built-in keys sign", arguments: SigningAlgorithm.allCases)
    func readBack(algorithm: SigningAlgorithm) async throws {
        let keySet = try KeySet(document: try JSONParser.parse(JSONWriter.text(BuiltInKeys.jwks)))
        let token = try await HandmadeToken.make(algorithm).signed()
        #expect(try await TokenVerifier.verify(token, with: keySet, at: HandmadeToken.now).subject == "user-1")
    }

    @Test(
        "an odd entry is left out with the reason, and spoils no other",
        arguments: [
            (["kid": .null], "its kid is null, not a string"),
            (["kty": "oct"], "kty \"oct\" is a shared secret, not a public key"),
            (["kty": "AKP"], "kty \"AKP\" is unknown here"),
            (["kty": 1], "its kty is a number, not a string"),
            (["use": "enc"], "its use is \"enc\", not \"sig\""),
            (["key_ops": ["encrypt"]], "its key_ops have no \"verify\""),
            (["alg": "RSA-OAEP"], "its alg \"RSA-OAEP\" is no signature algorithm of such a key"),
            (["alg": "ES256"], "its alg \"ES256\" is no signature algorithm of such a key"),
            (["alg": 256], "its alg is a number, not a string"),
            (["n": "AQAB"], "its numbers are no public key for RSA of at least 2048 bits"),
            (["n": "AA"], "its numbers are no public key for RSA of at least 2048 bits"),
            (["n": ""], "its n is not base64url without padding"),
            (["n": "a+b/"], "its n is not base64url without padding"),
            (["n": .null], "its n is null, not a string"),
            (["e": "AQ"], "its numbers are no public key for RSA of at least 2048 bits"),
            (["e": "AAAA"], "its numbers are no public key for RSA of at least 2048 bits"),
            (["alg": "ES256K", "kty": "AKP"], "its alg \"ES256K\" is no signature algorithm of such a key"),
        ] as [(JSONObject, String)])
    func oddRSA(changes: JSONObject, why: String) async throws {
        try await expectSkipped(jwk(.rs256, changes), why)
    }

    @Test(
        "so is an odd key of a curve",
        arguments: [
            (.es256, ["crv": "secp256k1"], "crv \"secp256k1\" is unknown here"),
            (.es256, ["crv": "P-384"], "its x has 32 bytes, not 48"),
            (.es256, ["x": "AAAA"], "its x has 3 bytes, not 32"),
            (
                .es256, ["x": .string(String(repeating: "A", count: 43))],
                "its numbers are no public key for P-256"
            ),
            (.es256, ["y": .null], "its y is null, not a string"),
            (.edDSA, ["crv": "Ed448"], "crv \"Ed448\" is unknown here"),
            (.edDSA, ["crv": "X25519"], "crv \"X25519\" is unknown here"),
            (.edDSA, ["x": "AAAA"], "its x has 3 bytes, not 32"),
        ] as [(SigningAlgorithm, JSONObject, String)])
    func oddCurve(algorithm: SigningAlgorithm, changes: JSONObject, why: String) async throws {
        var changes = changes
        changes["kid"] = "odd"
        try await expectSkipped(jwk(algorithm, changes), why)
    }

    private func expectSkipped(_ odd: JSONValue, _ why: String) async throws {
        let keySet = try KeySet(document: ["keys": [jwk(.es256), odd, jwk(.edDSA)]])
        #expect(keySet.kids == ["drydock-es256-1", "drydock-eddsa-1"])
        #expect(keySet.skipped == [SkippedKey(position: 1, kid: odd.object?["kid"]?.string, why: why)])
        let token = try await HandmadeToken.make(.edDSA).signed()
        _ = try await TokenVerifier.verify(token, with: keySet, at: HandmadeToken.now)
    }

    @Test("entries that are no objects are left out too")
    func notObjects() throws {
        let keySet = try KeySet(document: ["keys": [.null, "key", 1, [], [:]]])
        #expect(keySet.kids.isEmpty)
        #expect(keySet.skipped.map(\.position) == [0, 1, 2, 3, 4])
        #expect(keySet.summary.hasPrefix("no usable key; left out: keys[0] (it is null, not an object), "))
    }

    @Test("an RSA key of more than 8192 bits is left out unread")
    func largeModulus() throws {
        let modulus = Base64URL.encode([UInt8](repeating: 0xFF, count: 1025))
        let keySet = try KeySet(document: ["keys": [jwk(.rs256, ["n": .string(modulus)])]])
        #expect(keySet.skipped.map(\.why) == ["its modulus has 1025 bytes, more than 1024"])
    }

    @Test("only the first 200 entries are looked at")
    func limit() throws {
        let entries = (0..<250).map { jwk(.edDSA, ["kid": .string("key-\($0)")]) }
        let keySet = try KeySet(document: ["keys": .array(entries)])
        #expect(keySet.kids.count == 200)
        #expect(
            keySet.skipped.map(\.description) == [
                "keys[200] (this and what follows, 50 in all, are beyond the first 200)"
            ])
    }

    @Test("a key without alg verifies whatever its kind can, token after token")
    func noAlgorithm() async throws {
        let keySet = try KeySet(document: ["keys": [jwk(.rs256, ["kid": "drydock-rs256-1"]).without("alg")]])
        for _ in 1...2 {
            let token = try await HandmadeToken.make().signed()
            _ = try await TokenVerifier.verify(token, with: keySet, at: HandmadeToken.now)
            var other = HandmadeToken.make()
            other.header["alg"] = "PS256"
            let signed = try await other.signed()
            let refusal = await #expect(throws: TokenRefusal.self) {
                try await TokenVerifier.verify(signed, with: keySet, at: HandmadeToken.now)
            }
            #expect(refusal == .badSignature(kid: "drydock-rs256-1", .ps256))
        }
    }

    @Test(
        "a document that is no key set is refused",
        arguments: [
            ([], "a key set is an object with `keys`, this is an array"),
            ([:], "the document is an empty object: a key set has `keys`"),
            (["error": "x"], "the document has no `keys`, only \"error\": it is no key set"),
            (["keys": [:]], "`keys` of the key set is an object, not an array"),
        ] as [(JSONValue, String)])
    func refused(document: JSONValue, detail: String) {
        let refusal = #expect(throws: KeySetRefusal.self) { try KeySet(document: document) }
        #expect(refusal?.reason == Reason(TokenReason.jwksNoKeys, detail))
    }
}

extension JSONValue {
    fileprivate func without(_ name: String) -> JSONValue {
        var object = object ?? [:]
        object[name] = nil
        return .object(object)
    }
}
