import Browsers
import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@testable import Anchor

@Suite("Attaching to a session")
struct SessionAttachmentTests {
    @Test(
        "what is wrong with an offer is said before anything else",
        arguments: [
            ("Connection", "keep-alive", 400), ("Sec-WebSocket-Version", "12", 426), ("Sec-WebSocket-Version", "", 426),
            ("Sec-WebSocket-Key", "short", 400), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=\u{e9}", 400),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==, dGhlIHNhbXBsZSBub25jZQ==", 400),
            ("Transfer-Encoding", "chunked", 400), ("Content-Length", "3", 400),
        ])
    func offers(field: String, value: String, status: Int) async throws {
        let client = Self.client()
        client.key = nil
        client.headers[try #require(HTTPField.Name(field))] = value
        let answer = await client.get("/?sessionId=s")
        #expect(answer.status == status)
        #expect(answer.reason == "browser.malformedOffer")
        #expect(answer.reply.headers[.secWebSocketVersion] == (status == 426 ? "13" : nil))
    }

    @Test(
        "a page may not attach, unless the scenario lists its origin",
        arguments: ["/?", "/devtools/page/p?", "/json/list?"])
    func pages(path: String) async throws {
        for origin in ["https://evil.example.com", "http://127.0.0.1:4010", "null", ""] {
            let client = Self.client { $0.browserOrigins = ["https://app.example.com"] }
            let session = await client.session()
            if path.hasPrefix("/json") { client.headers = [:] }
            client.headers[.origin] = origin
            let answer = await client.get("\(path)sessionId=\(session)")
            #expect(answer.status == 403)
            #expect(answer.reason == "browser.foreignOrigin")
            client.headers[.origin] = "https://app.example.com"
            #expect(await client.get("\(path)sessionId=\(session)").reason == "browser.tooMany")
        }
    }

    @Test(
        "the key is that of the address, else that of the header",
        arguments: [
            ("&apiKey=sk-a", nil, "browser.tooMany"), ("", "sk-a", "browser.tooMany"),
            ("", nil, "key.missing"), ("&apiKey=", "sk-a", "key.missing"), ("&token=", nil, "key.missing"),
            ("&apiKey=sk-invalid", "sk-a", "key.refused"),
            ("&apiKey=sk-b", nil, "key.refused"), ("&apiKey=sk-a@default", nil, "browser.tooMany"),
            ("&apiKey=sk-a@other", nil, "session.unknown"), ("&token=t", nil, "sessionToken.unknown"),
        ] as [(String, String?, String)])
    func keys(query: String, header: String?, reason: String) async {
        let client = Self.client { $0.apiKeys = ["sk-a"] }
        client.key = "sk-a"
        let session = await client.session()
        client.key = header
        for path in ["/", "/json/version", "/json"] {
            client.headers = path == "/" ? Self.handshake : [:]
            #expect(await client.get("\(path)?sessionId=\(session)\(query)").reason == reason, "\(path)")
        }
    }

    @Test(
        "at one page a session's id is as good as a key, unless the session has scoped access",
        arguments: [
            ("{}", "", "browser.tooMany"),
            (#"{"session":{"scoped_access":{"active":true}}}"#, "", "sessionToken.required"),
            (#"{"session":{"scoped_access":{"active":true}}}"#, "&apiKey=sk-a", "sessionToken.required"),
            ("{}", "&apiKey=sk-invalid", "key.refused"),
        ])
    func pageKeys(body: String, query: String, reason: String) async {
        let client = Self.client()
        let session = await client.session(body)
        client.key = nil
        #expect(await client.get("/devtools/page/p?sessionId=\(session)\(query)").reason == reason)
        #expect(await client.get("/devtools/page/p").reason == "key.missing")
    }

    @Test("only a session that runs is attached to, and refusals are plain text that says what to do")
    func sessions() async {
        let client = Self.client()
        let session = await client.session()
        let unknown = await client.get("/?sessionId=unknown")
        #expect(unknown.status == 404)
        #expect(unknown.text == "Session not found. No session has unknown.")
        #expect(unknown.reply.headers[.contentType] == "text/plain; charset=utf-8")
        client.advance(.minutes(5))
        let ended = await client.get("/?sessionId=\(session)")
        #expect(ended.status == 410)
        #expect(ended.reason == "session.ended")
        #expect(ended.text == "Session has ended. Session \(session) is no longer running. Create a new one.")
        client.headers = [:]
        #expect(await client.get("/json/list?sessionId=\(session)")["error.code"] == 410)
    }

    @Test(
        "a browser that is not to be had is refused in words",
        arguments: [
            (BrowserFailure.tooMany(limit: 4), 503, "browser.tooMany", "4 browsers run already"),
            (.startFailed("No usable sandbox!"), 503, "browser.startFailed", "No usable sandbox!"),
            (.ended("It went."), 503, "browser.ended", "It went."),
        ])
    func failures(failure: BrowserFailure, status: Int, reason: String, words: String) async {
        let client = Self.client(failing: failure)
        let session = await client.session()
        let answer = await client.get("/?sessionId=\(session)")
        #expect(answer.status == status)
        #expect(answer.reason == reason)
        #expect(answer.text.contains(words))
    }

    @Test("without a browser 501 names the flag, whatever session is asked for")
    func notConfigured() async {
        let client = AnchorClient()
        client.headers = Self.handshake
        for target in ["/", "/?sessionId=unknown", "/devtools/page/p?sessionId=s"] {
            let answer = await client.get(target)
            #expect(answer.status == 501)
            #expect(answer.reason == "browser.notConfigured")
            #expect(answer.text.contains("--browser"))
        }
        #expect(await client.sessions().isEmpty)
    }

    @Test("a key alone makes a session, by the same rules as creating one")
    func creates() async {
        let client = Self.client()
        #expect(await client.get("/?apiKey=sk-a").reason == "browser.tooMany")
        client.headers = [:]
        #expect(await client.sessions().count == 1)
        client.headers = Self.handshake
        #expect(await client.get("/?apiKey=sk-nocredits").status == 402)
        #expect(await client.get("/?apiKey=sk-ratelimited").status == 429)
    }

    // MARK: Idle time

    @Test("as long as a client is attached a session is not idle; with the last its idle time begins")
    func idle() throws {
        var life = try SessionLife()
        life.state.attach(to: life.id, at: life.now)
        life.state.attach(to: life.id, at: life.now)
        life.advance(15)
        #expect(life.status == .running)
        life.state.detach(from: life.id, at: life.now)
        life.advance(4)
        #expect(life.status == .running)
        life.state.detach(from: life.id, at: life.now)
        #expect(life.state.attachedSessions.isEmpty)
        life.advance(1)
        #expect(life.status == .completed)
    }

    @Test("with no longest duration the idle time after the last client is what counts, to the millisecond")
    func idleAfterwards() throws {
        var life = try SessionLife(maximumDuration: -1)
        life.state.attach(to: life.id, at: life.now)
        life.advance(1_000_000)
        life.state.detach(from: life.id, at: life.now)
        #expect(life.session?.endsAt == life.now + .minutes(5))
    }

    @Test("an end stays where it was, whoever comes and goes afterwards")
    func endStays() throws {
        var life = try SessionLife()
        life.state.attach(to: life.id, at: life.now)
        life.advance(30)
        let end = life.session?.endsAt
        life.state.detach(from: life.id, at: life.now)
        life.state.attach(to: life.id, at: life.now)
        life.state.detach(from: "unknown", at: life.now)
        #expect(life.session?.endsAt == end)
        #expect(life.session?.end(at: life.now) == AnchorClient.start + .minutes(20))
    }

    @Test("connections are not written, and a state that went back counts those that there are")
    func isNotKept() throws {
        var life = try SessionLife()
        life.state.attach(to: life.id, at: life.now)
        let read = try RowCoding.value(try RowCoding.bytes(life.state)) as AnchorState
        #expect(read.sessions[life.id]?.connections == 0)
        #expect(read.attachedSessions.isEmpty)

        let before = life.state
        life.state.detach(from: life.id, at: life.now)
        life.state = before
        life.state.settleConnections([:], at: life.now)
        #expect(life.session?.connections == 0)
        #expect(life.state.attachedSessions.isEmpty)
    }

    // MARK: Support

    private static let handshake: HTTPFields = [
        .connection: "keep-alive, Upgrade", .upgrade: "websocket", .secWebSocketVersion: "13",
        .secWebSocketKey: "dGhlIHNhbXBsZSBub25jZQ==",
    ]

    /// A client that offers a WebSocket to a server whose browsers fail in the end.
    private static func client(
        failing failure: BrowserFailure = .tooMany(limit: 4), _ policies: (inout AnchorPolicies) -> Void = { _ in }
    ) -> AnchorClient {
        let client = AnchorClient(browsers: FailingBrowsers(failure: failure), policies)
        client.headers = handshake
        return client
    }
}

/// Browsers that are there, and of which none starts.
struct FailingBrowsers: SessionBrowsers {
    let failure: BrowserFailure

    var areConfigured: Bool { true }
    var loadsExtensions: Bool { false }

    func browser(
        of session: String, startingWith setup: BrowserSetup
    ) async throws(BrowserFailure) -> SessionBrowser { throw failure }

    func runningBrowser(of session: String) -> SessionBrowser? { nil }
    func remains(of session: String) async -> BrowserRemains? { nil }
    func end(_ session: String) {}
}

/// One session, and the time.
private struct SessionLife {
    var state: AnchorState
    let id: String
    var now = AnchorClient.start

    init(maximumDuration: Int = 20) throws {
        state = AnchorState(ids: IDSequence(seed: 7, tag: WorldName.default.tag, stream: "anchor"))
        var configuration = SessionConfiguration()
        configuration.session.timeout.maximumDuration = maximumDuration
        id = try state.createSession(configuration, AnchorTurn(policies: AnchorPolicies(), now: now)).id
    }

    var session: Session? { state.sessions[id] }
    var status: Session.Status? { session?.status(at: now) }

    mutating func advance(_ minutes: Int64) { now = now + .minutes(minutes) }
}
