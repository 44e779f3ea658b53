import DrydockTesting
import FoundationEssentials
import Kernel
import Testing

@Suite("What rules do to connections, on a running server", .timeLimit(.minutes(5)))
struct ConnectionEffectTests {
    private static let garbage = "\u{FFFD}\u{FFFD}\u{0}\u{1}these bytes are no HTTP\r\n\r\n"

    @Test(
        "reset, close and garbage take the place of the answer, and the journal says so",
        arguments: [("reset", " (reset)"), ("close", ""), ("garbage", garbage)],
        [Self.request(), Self.request("HEAD"), Self.request(version: "1.0")])
    func losesAnswer(effect: (name: String, ending: String), request: String) async throws {
        try await withDrydock { drydock in
            try await Self.prepare(drydock, #"{"connection":"\#(effect.name)"}"#)
            let ending = try await Self.ending(drydock, request)
            #expect(ending == effect.ending)
            let entry = try await Self.lastEntry(drydock)
            #expect(entry?[path: "connection"]?.string == effect.name)
            #expect(entry?[path: "rule"] == "fault")
        }
    }

    @Test("after handling, the operation has run and its answer is lost", arguments: ["reset", "close", "garbage"])
    func losesAnswerAfterHandling(effect: String) async throws {
        try await withDrydock { drydock in
            let rule =
                #"{"on":"anchor.createSession","effect":{"afterHandling":{"connection":"\#(effect)"}}}"#
            let made = try await drydock.post("/_drydock/rules?world=w", rule)
            #expect(made.status == 201, "\(made.text)")
            _ = try await Self.ending(drydock, Self.request("POST", "/v1/sessions"))
            let entry = try await Self.lastEntry(drydock)
            #expect(entry?[path: "connection"]?.string == effect)
            let sessions = try await drydock.get("/v1/sessions/all/status", key: "sk@w")
            #expect(sessions["data.count"] == 1)
        }
    }

    @Test("a truncated answer has its own head and the first bytes of its body")
    func truncates() async throws {
        try await withDrydock { drydock in
            let whole = try await drydock.get("/v1/applications", key: "sk@w").text
            try await Self.prepare(drydock, #"{"connection":{"truncate":{"after":10}}}"#)
            let ending = try await Self.ending(drydock, Self.request())
            #expect(ending.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(ending.contains("Content-Length: \(whole.utf8.count)\r\n"))
            #expect(ending.hasSuffix("\r\n\r\n" + whole.prefix(10)))
            let entry = try await Self.lastEntry(drydock)
            #expect(entry?[path: "connection.truncate.after"] == 10)
            // The journal tells what the answer was to be.
            #expect(entry?[path: "response.status"] == 200)
        }
    }

    @Test("a dribbled answer goes on when the world's clock does, and by as many pieces as are due")
    func dribbles() async throws {
        try await withDrydock { drydock in
            let reply = #""reply":{"status":200,"body":"<1><2><3><4><5><"}"#
            try await Self.prepare(drydock, #"{\#(reply),"connection":{"dribble":{"bytes":3,"every":"1m"}}}"#)
            try await RawConnection.run(port: drydock.port, sending: Self.request()) { connection in
                let head = try await connection.read(through: "\r\n\r\n")
                #expect(head.contains("Content-Length: 16\r\n"))
                let first = try await connection.read(through: ">")
                #expect(first == "<1>")
                for piece in 2...3 {
                    try await Self.advance(drydock, "1m")
                    let read = try await connection.read(through: ">")
                    #expect(read == "<\(piece)>")
                }
                try await Self.advance(drydock, "3m")
                let rest = try await connection.read(through: "5><")
                #expect(rest == "<4><5><")
            }
        }
    }

    @Test("a dribbled answer of a world that is reset goes out at once")
    func dribblesOut() async throws {
        try await withDrydock { drydock in
            try await Self.prepare(drydock, #"{"connection":{"dribble":{"bytes":5,"every":"1h"}}}"#)
            let ending = try await RawConnection.run(
                port: drydock.port, sending: Self.request(closes: true)
            ) { connection in
                let head = try await connection.read(through: "\r\n\r\n")
                try await Self.awaitSleeper(drydock)
                _ = try await drydock.post("/_drydock/reset?world=w")
                return await head + connection.readToEnding()
            }
            let whole = try await drydock.get("/v1/applications", key: "sk@w").text
            #expect(ending.hasSuffix("\r\n\r\n" + whole))
        }
    }

    @Test("a connection effect is not for the requests behind it on the same connection")
    func isForOneRequest() async throws {
        try await withDrydock { drydock in
            let rule =
                #"{"on":"anchor.listApplications","times":1,"effect":{"connection":{"dribble":{"bytes":9,"every":"0s"}}}}"#
            let made = try await drydock.post("/_drydock/rules?world=w", rule)
            #expect(made.status == 201, "\(made.text)")
            let last = Self.request(closes: true)
            let ending = try await Self.ending(drydock, Self.request() + last)
            #expect(ending.split(separator: "HTTP/1.1 200 OK").count == 2)
        }
    }

    @Test("a CONNECT is reset, closed or answered with garbage like any other request", arguments: ["reset", "close"])
    func failsTunnel(effect: String) async throws {
        try await withDrydock { drydock in
            let rule = #"{"on":"anon.openTunnel","effect":{"connection":"\#(effect)"}}"#
            let made = try await drydock.post("/_drydock/rules?world=w", rule)
            #expect(made.status == 201, "\(made.text)")
            let credentials = Data("ada:anon_test@w".utf8).base64EncodedString()
            let ending = try await Self.ending(
                drydock,
                "CONNECT a.test:443 HTTP/1.1\r\nHost: a.test:443\r\nProxy-Authorization: Basic \(credentials)\r\n\r\n")
            #expect(ending == (effect == "reset" ? " (reset)" : ""))
            let entry = try await Self.lastEntry(drydock)
            #expect(entry?[path: "connection"]?.string == effect)
        }
    }

    private static func request(
        _ method: String = "GET", _ path: String = "/v1/applications", version: String = "1.1", closes: Bool = false
    ) -> String {
        "\(method) \(path) HTTP/\(version)\r\nHost: localhost\r\nanchor-api-key: sk-test@w\r\n"
            + (closes ? "Connection: close\r\n\r\n" : "\r\n")
    }

    private static func prepare(_ drydock: RunningDrydock, _ effect: String) async throws {
        let rule = #"{"id":"fault","on":"anchor.listApplications","effect":\#(effect)}"#
        let answer = try await drydock.post("/_drydock/rules?world=w", rule)
        try #require(answer.status == 201, "\(answer.text)")
    }

    private static func ending(_ drydock: RunningDrydock, _ request: String) async throws -> String {
        try await RawConnection.run(port: drydock.port, sending: request) { connection in
            await connection.readToEnding()
        }
    }

    private static func lastEntry(_ drydock: RunningDrydock) async throws -> JSONValue? {
        try await drydock.get("/_drydock/requests?world=w")["requests"]?.array?.last
    }

    private static func awaitSleeper(_ drydock: RunningDrydock) async throws {
        while try await drydock.get("/_drydock/clock?world=w")["pending"]?.array?.isEmpty != false {}
    }

    private static func advance(_ drydock: RunningDrydock, _ span: String) async throws {
        try await awaitSleeper(drydock)
        _ = try await drydock.post("/_drydock/clock?world=w", #"{"advance":"\#(span)"}"#)
    }
}
