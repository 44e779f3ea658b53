import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Testing

@Suite("Control plane: journal entries")
struct ShownEntryTests {
    private static func named(_ name: String) throws -> HTTPField.Name { try #require(HTTPField.Name(name)) }

    @Test("an entry tells the whole exchange")
    func whole() async throws {
        let control = ControlPlane()
        control.world.journal.append(
            .made(
                7, .post, path: "/v1/sessions?a=b", operation: "anchor.createSession", status: 402,
                reason: "credits.none",
                second: 1, requestHeaders: [.contentType: "application/json", .accept: "a", .accept: "b"],
                requestBody: ByteBuffer(string: #"{"x": 1}"#), responseHeaders: [.contentType: "text/plain"],
                responseBody: ByteBuffer(string: "no \"credits\"")))
        let reply = try await control.send(.get, "/requests/7")
        #expect(
            reply.text == """
                {"number":7,"direction":"incoming","at":"2026-01-01T00:00:01.000Z","operation":"anchor.createSession","rule":null,\
                "reason":{"code":"credits.none","detail":"in detail"},\
                "request":{"method":"POST","path":"/v1/sessions?a=b","headers":{"Content-Type":"application/json",\
                "Accept":"a, b","Host":"localhost:4010"},"body":{"x":1},"encoding":"json"},\
                "response":{"status":402,"reasonPhrase":"","headers":{"Content-Type":"text/plain"},\
                "body":"no \\"credits\\"","encoding":"text"}}
                """)
    }

    @Test("an entry that is not there is refused", arguments: ["8", "x", "-1", "007"])
    func unknown(number: String) async throws {
        let control = ControlPlane()
        control.world.journal.append(.made(7))
        let reply = try await control.send(.get, "/requests/\(number)")
        #expect(reply.status == .notFound)
        #expect(reply["error.reason"] == "request.unknown")
    }

    @Test(
        "a body is shown as JSON, as text, or in base64",
        arguments: [
            ([], JSONValue.null, JSONValue.null), (Array("[1]".utf8), [1], "json"), (Array("{".utf8), "{", "text"),
            (Array("ä".utf8), "ä", "text"), ([0xFF], "/w==", "base64"), ([0xFF, 0x00], "/wA=", "base64"),
            ([0xFF, 0x00, 0xFE], "/wD+", "base64"), ([0xFF, 0x00, 0xFE, 0x41], "/wD+QQ==", "base64"),
        ] as [([UInt8], JSONValue, JSONValue)])
    func body(bytes: [UInt8], shown: JSONValue, encoding: JSONValue) async throws {
        let control = ControlPlane()
        control.world.journal.append(.made(1, requestBody: ByteBuffer(bytes: bytes)))
        let reply = try await control.send(.get, "/requests/1")
        #expect(reply["request.body"] == shown)
        #expect(reply["request.encoding"] == encoding)
    }
}
