import Kernel
import Testing

@testable import Tokens

@Suite("UnverifiedToken")
struct UnverifiedTokenTests {
    @Test("header and claims are read without any key")
    func read() throws {
        let claims = HandmadeToken.part(["sdkClientId": "client-1", "n": 1] as JSONObject)
        let token = try UnverifiedToken("\(HandmadeToken.part(["alg": "none"] as JSONObject)).\(claims).")
        #expect(token.header == ["alg": "none"])
        #expect(token.string("sdkClientId") == "client-1")
        #expect(token.string("n") == nil)
    }

    @Test(
        "what is no JWT is refused with words",
        arguments: [
            ("", .missing),
            ("token", .malformed("a JWT is three parts with dots between, this has no dot")),
            ("a.b", .malformed("a JWT has three parts with dots between, this has 2")),
            ("a.b.c.d.e", .malformed("a signed JWT has three parts, this has five: it is encrypted (JWE)")),
            ("e30=.e30.", .malformed("the header is not base64url without padding")),
            ("e30.e3 0.", .malformed("the payload is not base64url without padding")),
            ("e30.e30.+/", .malformed("the signature is not base64url without padding")),
            (
                "e30.e31.",
                .malformed("the payload is not base64url without padding")
            ),
            ("e30.W10.", .malformed("the payload is an array, not an object")),
            (".e30.", .malformed("the header is not JSON: The text is empty at line 1 column 1")),
            ("Bearer e30.e30.", .malformed("the header is not base64url without padding")),
        ] as [(String, TokenRefusal)])
    func refused(text: String, refusal: TokenRefusal) {
        #expect(throws: refusal) { try UnverifiedToken(text) }
    }

    @Test("a token beyond the limit is not looked at")
    func tooLarge() {
        let text = String(repeating: ".", count: UnverifiedToken.limit + 1)
        #expect(throws: TokenRefusal.tooLarge(bytes: 16_385)) { try UnverifiedToken(text) }
        #expect(throws: TokenRefusal.malformed("a JWT has three parts with dots between, this has 16385")) {
            try UnverifiedToken(String(text.dropLast()))
        }
    }
}
