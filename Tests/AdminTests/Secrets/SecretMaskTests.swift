import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Testing

@testable import Admin

@Suite("Control plane: masked secrets")
struct SecretMaskTests {
    private static let issued = String(repeating: "0123456789abcdef", count: 4)
    private static let account = "ops_eyJzaWduSW5BZGRyZXNzIjoibXkuMXBhc3N3b3JkLmNvbSJ9fQ=="
    private static let webToken = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJlLXRva2Vu"

    @Test(
        "headers",
        arguments: [
            ("anchor-api-key", "sk-test-1234@w1", "***4@w1"), ("Anchor-API-Key", "sk-t", "***"),
            ("Authorization", "Bearer anon_1234567", "Bearer ***4567"),
            ("Authorization", "raw-secret-value", "***alue"),
            ("Authorization", "Basic dXNlcjpwYXNzd29yZA==", "Basic ***"),
            ("Proxy-Authorization", "Basic dXNlcjpwYXNzd29yZA==", "Basic ***"),
            ("Cookie", "theme=dark; wos-session=0123456789ab", "theme=***; wos-session=***89ab"),
            ("Set-Cookie", "wos-session=0123456789ab; Path=/; HttpOnly", "wos-session=***89ab; Path=/; HttpOnly"),
            ("X-Forwarded-Authorization", "Digest response=abcdef", "***cdef"), ("X-Api-Secret-Key", "abc", "***"),
            ("X-Auth-Token", "0123456789ab", "***89ab"), ("X-Anon-Sdk-Client-Id", "client-0123456789", nil),
            ("Referer", "http://x/?apiKey=sk-secret&a=b", "http://x/?apiKey=***&a=b"), ("X-Other", "sk-test", nil),
            ("Location", "https://x/?token=\(issued)", "https://x/?token=***cdef"),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==", nil),
        ])
    func headers(name: String, value: String, shown: String?) async throws {
        let control = ControlPlane()
        let field = try #require(HTTPField.Name(name))
        control.world.journal.append(.made(1, requestHeaders: [field: value], responseHeaders: [field: value]))
        let masked = try await control.send(.get, "/requests")
        let plain = try await control.send(.get, "/requests?secrets=shown")
        for side in ["request", "response"] {
            #expect(masked["requests.0.\(side).headers.\(name)"] == .string(shown ?? value))
            #expect(plain["requests.0.\(side).headers.\(name)"] == .string(value))
        }
    }

    @Test(
        "texts: URLs, forms, pages, broken JSON",
        arguments: [
            ("/?apiKey=sk-secret&sessionId=1", "/?apiKey=***&sessionId=1"),
            ("wss://x?apiKey=sk-test%40world-1&b=1", "wss://x?apiKey=***ld-1&b=1"),
            ("see ws://x?apiKey=sk-secret, or ?apiKey=", "see ws://x?apiKey=***, or ?apiKey="),
            ("user_name=ada&password=hunter2hunter2&x=1", "user_name=ada&password=***ter2&x=1"),
            ("app=x&appUserIdToken=abc", "app=x&appUserIdToken=***"), ("api_key=abc", "api_key=***"),
            ("name=\"token\" value=\"\(issued)\"", "name=\"token\" value=\"***cdef\""),
            ("to%3Ftoken%3D\(issued)%26a", "to%3Ftoken%3D***cdef%26a"), ("sk-\(issued)", "sk-***cdef"),
            ("ory_st_\(issued), again \(issued)", "ory_st_***cdef, again ***cdef"),
            ("Bearer \(webToken)!", "Bearer ***a2Vu!"), ("%3d\(webToken)", "%3d***a2Vu"),
            ("http://user:hunter2@proxy:8080/a:b@c", "http://user:***@proxy:8080/a:b@c"),
            ("http://user:hunter:2@proxy:8080/", "http://user:***@proxy:8080/"),
            (
                "step=details&field-0=hunter2hunter2&field-1=&code=123456",
                "step=details&field-0=***ter2&field-1=&code=***"
            ),
            ("field-name=a&field-=b&error_code=bad_input&code=", nil),
            ("to%3Fpassword%3Dhunter2%26a&b=c", "to%3Fpassword%3D***%26a&b=c"),
            ("to%3fcode%3d123456&b=c", "to%3fcode%3d***&b=c"),
            ("name=\"field-0\"\r\n\r\nhunter2\r\n--x", "name=\"field-0\"\r\n\r\n***\r\n--x"),
            ("name=\"city\"\r\n\r\nUlm\r\n--x", nil),
            (#"{"password": "open sesame", "a""#, #"{"password": "***", "a""#), (#"{"token":"#, #"{"token":"#),
            ("tokenHash=abc&sessionId=0b2e", nil), ("00000000-0000-4000-8000-000000000000", nil),
            ("eyJhbGciOiJSUzI1NiJ9 is a header only", nil), ("", nil), ("=", nil), (":", nil),
            ("é=ü&token=ü", "é=ü&token=***"),
            ("12:30, \"a\": 1 and //x:y/@", nil),
        ])
    func texts(text: String, shown: String?) {
        #expect(SecretMask.masking.text(text) == shown ?? text)
        #expect(SecretMask.showing.text(text) == text)
    }

    @Test(
        "JSON, at any depth",
        arguments: [
            (#"{"token":"0123456789ab","tokenHash":"h"}"#, #"{"token":"***89ab","tokenHash":"h"}"#),
            (#"{"a":[{"apikey":"abc","name":"x"}]}"#, #"{"a":[{"apikey":"***","name":"x"}]}"#),
            (
                #"{"option_index":0,"values":{"code":"123456","username":"ada@example.com"}}"#,
                #"{"option_index":0,"values":{"code":"***","username":"***.com"}}"#
            ),
            (
                #"{"secret_values":{"user":"ada","*.example.com":{"pass":"hunter2hunter2"}}}"#,
                #"{"secret_values":{"*.example.com":{"pass":"***ter2"},"user":"***"}}"#
            ),
            (
                #"{"password":1234,"tokens":["a","b"],"maxTokens":3}"#,
                #"{"maxTokens":3,"password":"***","tokens":["***","***"]}"#
            ),
            (
                #"{"token":{"id":"a","secret":"b"},"secret":null}"#,
                #"{"secret":null,"token":{"id":"a","secret":"***"}}"#
            ),
            (#"{"name":"wos-session-token","value":"b"}"#, #"{"name":"wos-session-token","value":"***"}"#),
            (
                #"{"type":"custom","fields":[{"name":"Member","value":"m-1"}]}"#,
                #"{"fields":[{"name":"Member","value":"***"}],"type":"custom"}"#
            ),
            (
                #"{"type":"text","fields":[{"name":"Member","value":"m-1"}]}"#,
                #"{"fields":[{"name":"Member","value":"m-1"}],"type":"text"}"#
            ),
            (#"{"cdp_url":"wss://x?apiKey=k&sessionId=1"}"#, #"{"cdp_url":"wss://x?apiKey=***&sessionId=1"}"#),
            (#"["x \#(issued)"]"#, #"["x ***cdef"]"#), (#"{"code":402,"ok":true}"#, #"{"code":402,"ok":true}"#),
            (#"{"tokenHash":"\#(issued)"}"#, #"{"tokenHash":"\#(issued)"}"#),
            (
                #"{"type":"serviceAccount","data":{"serviceAccount":"ops_short"}}"#,
                #"{"data":{"serviceAccount":"***"},"type":"serviceAccount"}"#
            ), (#"["x \#(account)."]"#, #"["x ***fQ==."]"#),
            (#"["drops_in_the_bucket_of_water"]"#, #"["drops_in_the_bucket_of_water"]"#),
            (#"["ops_team"]"#, #"["ops_team"]"#),
            (
                #"["-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIDKg\n-----END EC PRIVATE KEY-----"]"#,
                #"["-----BEGIN EC PRIVATE KEY-----***DKg\n-----END EC PRIVATE KEY-----"]"#
            ),
            (
                #"["-----BEGIN CERTIFICATE-----\nMHcCAQEEIDKg\n-----END CERTIFICATE-----"]"#,
                #"["-----BEGIN CERTIFICATE-----\nMHcCAQEEIDKg\n-----END CERTIFICATE-----"]"#
            ),
        ])
    func bodies(body: String, shown: String) async throws {
        let control = ControlPlane()
        let bytes = ByteBuffer(string: body)
        control.world.journal.append(.made(1, requestBody: bytes, responseBody: bytes))
        let masked = try await control.send(.get, "/requests/1")
        let plain = try await control.send(.get, "/requests/1?secrets=shown")
        for side in ["request", "response"] {
            #expect(masked["\(side).body"].map(JSONWriter.text) == shown)
            #expect(plain["\(side).body"] == (try JSONParser.parse(body)))
        }
    }

    @Test(
        "a long text costs one pass, whatever it is full of",
        arguments: [
            ("eyJ", nil), ("=", nil), (":", nil), ("//u:", nil), ("é", nil), ("aeyJ", nil), ("a", "***aaaa"),
            ("token=", "token=***ken="), ("-----BEGIN ", nil), ("ops_", "***ops_"), (" ops_", nil), ("%3D", nil),
            ("name=\"", nil),
        ])
    func cost(piece: String, shown: String?) {
        // Anything that looks back or ahead at each letter would not come to an end here.
        let text = String(repeating: piece, count: 1 << 14)
        #expect(SecretMask.masking.text(text) == shown ?? text)
    }
}
