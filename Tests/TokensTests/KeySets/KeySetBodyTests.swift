import Kernel
import Testing

@testable import Tokens

@Suite("The body of a key set")
struct KeySetBodyTests {
    private func text(_ body: [UInt8]) -> String {
        do throws(SerdeJSONComplaint) {
            return "\(try SerdeJSONReader.keys(in: body).count) keys"
        } catch {
            return error.description
        }
    }

    @Test("is refused in the words of serde_json", arguments: RefusedBodies.texts)
    func refused(body: String, text expected: String) {
        #expect(text(Array(body.utf8)) == expected)
    }

    @Test(
        "is refused in the words of serde_json where it is not UTF-8 or too deep", arguments: RefusedBodies.bytes)
    func refusedBytes(body: [UInt8], text expected: String) {
        #expect(text(body) == expected)
    }

    @Test(
        "is read to the same values as by our own parser",
        arguments: [
            #"{"keys":[]}"#,
            #" { "a" : [ { } ] , "keys" : [ 1 , -2 , 1.5 , 1e3 , "é\n\ud83d\ude00" , null , true ] } "#,
            #"{"keys":[{"kty":"RSA","n":"AQAB","x":{"y":[[],{}]}}],"x":[1,{"a":[]},"b"],"y":false,"z":-0.5e-2}"#,
            #"{"keys":[9223372036854775807,-9223372036854775808,0.25]}"#,
        ])
    func accepted(body: String) throws {
        let parsed = try JSONParser.parse(body).object?["keys"]?.array
        #expect(try SerdeJSONReader.keys(in: Array(body.utf8)) == parsed)
    }

    @Test(
        "is refused in words of our own where it is JSON of another kind or has half a surrogate pair",
        arguments: RefusedBodies.kinds + RefusedBodies.simplified)
    func refusedInOurWords(body: String, text expected: String) {
        #expect(text(Array(body.utf8)) == expected)
    }

    @Test("may have anything in members that nobody reads")
    func lenience() {
        #expect(text(Array(#"{"x":"\ud800","y":1e999,"keys":[1]}"#.utf8)) == "1 keys")
        let deep = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
        #expect(text(Array("{\"x\":\(deep),\"keys\":[]}".utf8)) == "0 keys")
    }

    @Test("that is no key set is said to be so, with the address and how it begins")
    func reasons() async {
        func reason(_ body: String) async -> Reason? {
            let cache = KeySetCache(downloading: CountedDownloads(body), lifetime: .minutes(5))
            do throws(KeySetFailure) {
                _ = try await cache.keySet(for: "http://keys.test", at: HandmadeToken.now, freshness: .fresh)
                return nil
            } catch {
                return error.reason
            }
        }
        #expect(
            await reason("<html>")
                == Reason(
                    TokenReason.jwksNotJSON,
                    "http://keys.test/ answers with something that is not JSON, for example the sign-in page of a guard: "
                        + #"it begins with "<html>""#))
        #expect(await reason("")?.code == "jwks.notJSON")
        #expect(await reason("")?.detail.contains("empty body") == true)
        for body in ["{}", "[]", "7", #"{"keys":{}}"#] { #expect(await reason(body)?.code == "jwks.noKeys") }
        #expect(await reason(#"{"keys":[]}"#) == nil)
    }
}
