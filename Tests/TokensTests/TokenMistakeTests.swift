import Kernel
import Testing

@testable import Tokens

@Suite("TokenMistake")
struct TokenMistakeTests {
    private let now = HandmadeToken.now

    private func order(_ algorithm: SigningAlgorithm, _ mistake: TokenMistake?) -> TokenDraft {
        TokenDraft(
            subject: "user-1", claims: ["email": "user@example.com", "sdkClientId": "client-1"], issuedAt: now,
            expiresAt: now + .minutes(60), algorithm: algorithm, mistake: mistake)
    }

    @Test(
        "each mistake is refused for its own reason, whatever the algorithm",
        arguments: SigningAlgorithm.allCases,
        [
            (.noKid, "jwt.noKid"), (.unknownKid, "jwt.unknownKid"), (.wrongKey, "jwt.badSignature"),
            (.expired, "jwt.expired"), (.notYetValid, "jwt.notYetValid"), (.noSub, "jwt.noSubject"),
            (.algNone, "jwt.algorithmNone"), (.hs256PublicKey, "jwt.algorithmRefused"),
        ] as [(TokenMistake, String)])
    func refused(algorithm: SigningAlgorithm, _ row: (mistake: TokenMistake, code: String)) async {
        let token = await TokenSigner.sign(order(algorithm, row.mistake))
        let refusal = await #expect(throws: TokenRefusal.self) {
            try await TokenVerifier.verify(token, with: BuiltInKeys.keySet, at: now)
        }
        #expect(refusal?.reason.code == row.code)
    }

    @Test("the table of refusals has every mistake")
    func complete() {
        #expect(TokenMistake.allCases.count == 8)
    }

    @Test("without a mistake the token is right", arguments: SigningAlgorithm.allCases)
    func right(algorithm: SigningAlgorithm) async throws {
        let token = await TokenSigner.sign(order(algorithm, nil))
        let verified = try await TokenVerifier.verify(token, with: BuiltInKeys.keySet, at: now)
        #expect(verified.subject == "user-1")
        #expect(verified.email == "user@example.com")
        #expect(verified.kid == algorithm.kid)
        #expect(verified.expiresAt == now + .minutes(60))
        #expect(verified.claims["sdkClientId"] == "client-1")
        #expect(verified.claims["iss"] == "urn:drydock")
        #expect(verified.claims["aud"] == "urn:drydock:anon")
        #expect(verified.claims["iat"] == .integer(now.seconds))
        #expect(verified.header["typ"] == "JWT")
    }

    @Test("equal orders are equal bytes", arguments: [SigningAlgorithm.rs256, .edDSA])
    func deterministic(algorithm: SigningAlgorithm) async {
        let first = await TokenSigner.sign(order(algorithm, nil))
        #expect(await TokenSigner.sign(order(algorithm, nil)) == first)
    }

    @Test("an order's own kid and claims win over the usual ones")
    func overrides() async throws {
        var order = order(.rs256, nil)
        order.kid = "mine"
        order.claims["iss"] = "https://issuer.example"
        let token = try UnverifiedToken(await TokenSigner.sign(order))
        #expect(token.header["kid"] == "mine")
        #expect(token.string("iss") == "https://issuer.example")
        #expect(token.string("sub") == "user-1")
    }
}
