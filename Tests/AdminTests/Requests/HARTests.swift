import Admin
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Testing

@Suite("Control plane: HTTP Archive")
struct HARTests {
    private static func control() throws -> ControlPlane {
        let control = ControlPlane()
        control.world.journal.append(
            .made(
                1, .post, path: "/v1/sessions?a=b%20c&apiKey=sk-secret", operation: "anchor.createSession", status: 402,
                reason: "credits.none", second: 1,
                requestHeaders: [.contentType: "application/json", .cookie: "theme=dark; wos-session=0123456789ab"],
                requestBody: ByteBuffer(string: #"{"password":"hunter2","x":1}"#),
                responseHeaders: [
                    .contentType: "text/plain", .setCookie: "wos-session=0123456789ab; Path=/; HttpOnly",
                    .location: "/next",
                ],
                responseBody: ByteBuffer(string: "no")))
        control.world.journal.append(
            .made(
                2, .post, path: "/identity/create",
                requestHeaders: [.contentType: "application/x-www-form-urlencoded"],
                requestBody: ByteBuffer(string: "userName=ada&password=hunter2"),
                responseBody: ByteBuffer(bytes: [0xFF, 0x00])))
        return control
    }

    @Test("an exchange is an entry of version 1.2")
    func entry() async throws {
        let reply = try await Self.control().send(.get, "/requests.har")
        #expect(reply.headers[.contentDisposition] == "attachment; filename=\"drydock-default.har\"")
        #expect(reply["log.version"] == "1.2")
        #expect(reply["log.creator"] == ["name": "Drydock", "version": "1.2.3"])
        #expect(reply["log.pages"] == [])
        let entry = try #require(reply["log.entries.0"])
        #expect(entry[path: "startedDateTime"] == "2026-01-01T00:00:01.000Z")
        #expect(entry[path: "time"] == 0 && entry[path: "timings"] == ["send": 0, "wait": 0, "receive": 0])
        #expect(entry[path: "request.url"] == "http://localhost:4010/v1/sessions?a=b%20c&apiKey=***")
        #expect(entry[path: "request.queryString.0"] == ["name": "a", "value": "b c"])
        #expect(entry[path: "request.queryString.1"] == ["name": "apiKey", "value": "***"])
        #expect(entry[path: "request.cookies.1"] == ["name": "wos-session", "value": "***89ab"])
        #expect(entry[path: "request.postData.text"] == #"{"password":"***","x":1}"#)
        #expect(entry[path: "response.content"] == ["size": 2, "mimeType": "text/plain", "text": "no"])
        #expect(
            entry[path: "response.cookies.0"]
                == ["name": "wos-session", "value": "***89ab", "path": "/", "httpOnly": true, "secure": false])
        #expect(entry[path: "response.redirectURL"] == "/next")
        #expect(
            entry[path: "_drydock"] == [
                "world": "default", "number": 1, "direction": "incoming", "operation": "anchor.createSession",
                "rule": .null,
                "connection": .null, "reason": ["code": "credits.none", "detail": "in detail"],
            ])
    }

    @Test("forms are parameters, and what is no text is base64")
    func bodies() async throws {
        let reply = try await Self.control().send(.get, "/requests.har?since=1")
        #expect(
            reply["log.entries.0.request.postData.params"] == [
                ["name": "userName", "value": "ada"], ["name": "password", "value": "***"],
            ])
        #expect(
            reply["log.entries.0.response.content"] == [
                "size": 2, "mimeType": "", "text": "/wA=", "encoding": "base64",
            ])
    }

    @Test("secrets are shown where that is asked for")
    func shown() async throws {
        let masked = try await Self.control().send(.get, "/requests.har")
        let plain = try await Self.control().send(.get, "/requests.har?secrets=shown")
        for secret in ["sk-secret", "hunter2", "0123456789ab"] {
            #expect(!masked.text.contains(secret))
            #expect(plain.text.contains(secret))
        }
    }

    @Test("all is exported unless a limit says otherwise")
    func limit() async throws {
        let control = ControlPlane(journalBytes: 1 << 30)
        for number in 1...1001 { control.world.journal.append(.made(number)) }
        #expect(try await control.send(.get, "/requests.har")["log.entries"]?.array?.count == 1001)
        let last = try await control.send(.get, "/requests.har?limit=1")
        #expect(last["log.entries"]?.array?.map { $0[path: "_drydock.number"] } == [1001])
    }

    @Test(
        "long archives and listings are made in parts, and say the same as short ones",
        arguments: ["/requests.har", "/requests"])
    func parts(path: String) async throws {
        let control = ControlPlane(journalBytes: 1 << 22)
        for number in 1...20 {
            control.world.journal.append(.made(number, responseBody: ByteBuffer(repeating: 0x78, count: 20_000)))
        }
        let reply = try await control.send(.get, path)
        let parts = try #require(reply.parts)
        let text = (0..<parts.count).map { String(buffer: parts.bytes(at: $0)) }.joined()
        #expect(parts.length == text.utf8.count)
        #expect(reply.footprint < 25_000)
        let value = try JSONParser.parse(text)
        let entries = value[path: "log.entries"] ?? value[path: "requests"]
        #expect(entries?.array?.count == 20)
        // One by one they are short enough to be whole.
        for (index, entry) in (entries?.array ?? []).enumerated() {
            let one = try await control.send(.get, "\(path)?since=\(index)&limit=20")
            guard index == 19 else { continue }
            #expect((one["log.entries.0"] ?? one["requests.0"]) == entry)
        }
    }
}
