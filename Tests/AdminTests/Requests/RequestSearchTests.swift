import Admin
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Testing

@Suite("Control plane: find, count and wait")
struct RequestSearchTests {
    private static let entries: [JournalEntry] = [
        .made(
            1, .post, path: "/v1/sessions", operation: "anchor.createSession",
            requestHeaders: [.userAgent: "python"], requestBody: ByteBuffer(string: #"{"identities":[{"id":"a"}]}"#)),
        .made(2, .get, path: "/v1/sessions/s-1/screenshot?page=2", operation: "anchor.takeScreenshot", second: 10),
        .made(
            3, .post, path: "/v1/sessions", operation: "anchor.createSession", status: 402, reason: "credits.none",
            second: 20, requestBody: ByteBuffer(string: #"{"identities":[{"id":"b"}]}"#)),
        .made(4, .get, path: "/v1/session", status: 404, reason: "path.unknown", second: 30),
    ]

    private static func control(timer: WaitTimer = .real) -> ControlPlane {
        let control = ControlPlane(timer: timer)
        for entry in entries { control.world.journal.append(entry) }
        return control
    }

    @Test(
        "criteria mean what they mean in a rule",
        arguments: [
            ("", [1, 2, 3, 4]), ("{}", [1, 2, 3, 4]), (#"{"on":"anchor.createSession"}"#, [1, 3]),
            (#"{"on":"anchor.*"}"#, [1, 2, 3]), (#"{"on":"*"}"#, [1, 2, 3]),
            (#"{"when":{"method":"GET"}}"#, [2, 4]), (#"{"when":{"urlPath":"/v1/session"}}"#, [4]),
            (#"{"when":{"path":{"id":"s-1"}}}"#, [2]), (#"{"when":{"query":{"page":2}}}"#, [2]),
            (#"{"when":{"header":{"User-Agent":{"contains":"py"}}}}"#, [1]),
            (#"{"when":{"header":{"host":"localhost:4010"}}}"#, [1, 2, 3, 4]),
            (#"{"when":{"body":{"identities.0.id":"b"}}}"#, [3]),
            (#"{"on":"anchor.createSession","when":{"body":{"identities.0.id":{"matches":"^[ab]$"}}}}"#, [1, 3]),
            (#"{"status":402}"#, [3]), (#"{"status":"4xx"}"#, [3, 4]), (#"{"reason":"*.none"}"#, [3]),
            (#"{"since":2}"#, [3, 4]), (#"{"since":"2026-01-01T00:00:20Z"}"#, [3, 4]), ("status: 4xx\nsince: 3", [4]),
        ])
    func find(body: String, numbers: [Int64]) async throws {
        let control = Self.control()
        let found = try await control.send(.post, "/requests/find", body: body)
        #expect(found["requests"]?.array?.map { $0[path: "number"] } == numbers.map { .integer($0) }, "\(found.text)")
        #expect(found["total"] == .integer(Int64(numbers.count)))
        #expect(found["timedOut"] == nil)
        let counted = try await control.send(.post, "/requests/count", body: body)
        #expect(counted.text == #"{"count":\#(numbers.count),"dropped":0}"#)
    }

    @Test("beyond the limit the newest stay, and all are counted")
    func limit() async throws {
        let found = try await Self.control().send(.post, "/requests/find", body: #"{"limit":1}"#)
        #expect(found["requests"]?.array?.map { $0[path: "number"] } == [4])
        #expect(found["total"] == 4)
    }

    @Test(
        "what cannot be understood is refused, with a suggestion",
        arguments: [
            (#"{"onn":"anchor.*"}"#, "did you mean `on`"), (#"{"on":"anchor.createSesion"}"#, "createSession"),
            (#"{"when":{"boddy":{}}}"#, "did you mean `body`"), (#"{"status":"abc"}"#, "a status such as 404 or 4xx"),
            (#"{"status":99}"#, "a status such as 404 or 4xx"), (#"{"since":"soon"}"#, "a request's number"),
            (#"{"limit":0}"#, "`limit`"), (#"{"when":{"body":{"a":{"matches":"("}}}}"#, "regular expression"),
            ("[]", "mapping"),
        ])
    func refused(body: String, words: String) async throws {
        let reply = try await Self.control().send(.post, "/requests/find", body: body)
        #expect((400...422).contains(reply.status.code))
        #expect(reply["error.message"]?.string?.contains(words) == true, "\(reply.text)")
    }

    @Test(
        "a wait that is already over tells so",
        arguments: [
            ("/requests?operation=anchor.createSession&wait=5s&count=2", ""),
            ("/requests/find?wait=5s", #"{"status":402}"#), ("/requests/count?wait=PT5S&count=4", ""),
            ("/requests/unmatched?wait=1m", ""),
        ])
    func waited(path: String, body: String) async throws {
        let method: HTTPRequest.Method = path.contains("?operation") || path.contains("unmatched") ? .get : .post
        let reply = try await Self.control(timer: .never).send(method, path, body: body)
        #expect(reply.status == .ok)
        #expect(reply["timedOut"] == false)
    }

    @Test("a wait whose limit passes answers what there is", arguments: ["/requests/find", "/requests/count"])
    func timedOut(path: String) async throws {
        let reply = try await Self.control(timer: .over).send(
            .post, "\(path)?wait=5s&count=3", body: #"{"status":"4xx"}"#)
        #expect(reply.status == .ok)
        #expect(reply["timedOut"] == true)
        #expect(reply["count"] ?? reply["total"] == 2)
    }

    @Test("a wait ends with the request that it is for")
    func arrives() async throws {
        let control = Self.control(timer: .never)
        async let waiting = control.send(
            .post, "/requests/find?wait=5s&count=3", body: #"{"on":"anchor.createSession"}"#)
        // Whether it has begun or not: what came before it counts as well.
        control.world.journal.append(.made(5, operation: "anchor.takeScreenshot"))
        control.world.journal.append(.made(6, .post, operation: "anchor.createSession"))
        let reply = try await waiting
        #expect(reply["timedOut"] == false)
        #expect(reply["requests"]?.array?.map { $0[path: "number"] } == [1, 3, 6])
    }

    @Test("a wait in a world that is swapped is refused")
    func swapped() async throws {
        let control = Self.control(timer: .never)
        control.world.journal.retire()
        let reply = try await control.send(.get, "/requests?wait=5s&count=9")
        #expect(reply.status == .conflict)
        #expect(reply["error.reason"] == "wait.worldReplaced")
    }

    @Test(
        "terms that cannot be kept are refused",
        arguments: ["wait=61s", "wait=-1s", "wait=soon", "count=2", "wait=1s&count=0", "wait=1s&count=x"])
    func terms(query: String) async throws {
        let reply = try await Self.control(timer: .over).send(.get, "/requests?\(query)")
        #expect(reply.status == .badRequest)
        #expect(reply["error.reason"] == "query.invalid")
    }
}

extension WaitTimer {
    /// Every limit is over at once.
    fileprivate static let over = WaitTimer { _ in }

    /// No limit is ever over.
    fileprivate static let never = WaitTimer { _ in
        let (silence, continuation) = AsyncStream<Void>.makeStream()
        for await _ in silence {}
        continuation.finish()
        throw CancellationError()
    }
}
