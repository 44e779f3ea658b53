import JWTKit
import Kernel
import Testing

@testable import Tokens

/// Our verifier and signer against what others made, and the other way round.
@Suite("Foreign tokens")
struct ForeignTokenTests {
    private struct Claims: JWTPayload {
        var sub = "user-1"
        var exp = 1_767_229_200

        func verify(using algorithm: some JWTAlgorithm) {}
    }

    private func expectVerified(_ token: String, _ jwk: JSONValue, _ name: String) async throws {
        let keySet = try KeySet(document: ["keys": [jwk]])
        let verified = try await TokenVerifier.verify(token, with: keySet, at: HandmadeToken.now)
        #expect(verified.subject == "user-1")
        #expect(verified.header["alg"] == .string(name))
    }

    @Test(
        "RSA tokens of every padding and digest verify",
        arguments: ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"])
    func rsa(name: String) async throws {
        let key = try Insecure.RSA.PrivateKey(pem: PackageResources.drydock_rs256_pem)
        let digests: [Substring: DigestAlgorithm] = ["256": .sha256, "384": .sha384, "512": .sha512]
        let digest = try #require(digests[name.suffix(3)])
        let keys = JWTKeyCollection()
        if name.hasPrefix("PS") {
            await keys.add(pss: key, digestAlgorithm: digest, kid: "theirs")
        } else {
            await keys.add(rsa: key, digestAlgorithm: digest, kid: "theirs")
        }
        var jwk = try BuiltInKeys.own[.rs256].publicJWK()
        jwk["kid"] = "theirs"
        try await expectVerified(try await keys.sign(Claims(), kid: "theirs"), .object(jwk), name)
    }

    @Test("tokens of every curve verify")
    func curves() async throws {
        try await expectCurve(ES256PrivateKey(), "ES256", "P-256")
        try await expectCurve(ES384PrivateKey(), "ES384", "P-384")
        try await expectCurve(ES512PrivateKey(), "ES512", "P-521")
    }

    private func expectCurve<Key: ECDSAKey>(_ key: Key, _ name: String, _ curve: String) async throws {
        let keys = JWTKeyCollection()
        await keys.add(ecdsa: key, kid: "theirs")
        let parameters = try #require(key.parameters)
        func coordinate(_ base64: String) -> JSONValue {
            .string(base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: ""))
        }
        let jwk: JSONValue = [
            "kty": "EC", "crv": .string(curve), "kid": "theirs", "x": coordinate(parameters.x),
            "y": coordinate(parameters.y),
        ]
        try await expectVerified(try await keys.sign(Claims(), kid: "theirs"), jwk, name)
    }

    @Test("jwt-kit believes our tokens with our published key set", arguments: SigningAlgorithm.allCases)
    func ours(algorithm: SigningAlgorithm) async throws {
        let keys = try await JWTKeyCollection().add(jwksJSON: JSONWriter.text(BuiltInKeys.jwks))
        let order = TokenDraft(
            subject: "user-2", issuedAt: HandmadeToken.now, expiresAt: HandmadeToken.now + .minutes(60),
            algorithm: algorithm)
        let claims = try await keys.verify(await TokenSigner.sign(order), as: Claims.self)
        #expect(claims.sub == "user-2")
    }

    @Test("the Ed25519 example of RFC 8037 verifies")
    func exampleOfRFC8037() async throws {
        let key = try VerifyingKey(jwk: [
            "kty": "OKP", "crv": "Ed25519", "kid": "rfc", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
        ])
        let signed = Array("eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc".utf8)
        let signature = try #require(
            Base64URL.decode(
                "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"))
        #expect(await key.material.verifies(signature, over: signed, by: .edDSA))
        #expect(await !key.material.verifies(signature, over: signed + [0], by: .edDSA))
    }
}
