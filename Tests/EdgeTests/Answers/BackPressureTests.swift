import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes
import Synchronization
import Testing

@testable import Edge

@Suite("A client that asks for more than it takes", .timeLimit(.minutes(5)))
struct BackPressureTests {
    private static let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test("nothing is handed on, and nothing read, while the client does not take what is written")
    func waitsForClient() throws {
        let pipeline = try TestPipeline(responder: TestServer.echo)
        try pipeline.send(Self.get)
        pipeline.setWritable(false)
        try pipeline.send(String(repeating: Self.get, count: 5))
        #expect(pipeline.requests.count == 1)
        #expect(pipeline.reads == .held)
        pipeline.setWritable(true)
        #expect(pipeline.requests.count == 6)
        #expect(pipeline.reads == .passed)
        #expect(try pipeline.readWritten().ranges(of: "<GET / >").count == 6)
    }

    @Test("behind a request that waits for its answer some ten more are read, and no body of a later one")
    func readsAhead() throws {
        let pipeline = try TestPipeline()
        for _ in 0...9 { try pipeline.send(Self.get) }
        #expect(pipeline.reads == .passed)
        try pipeline.send(Self.get)
        #expect(pipeline.reads == .held)
        pipeline.answer()
        #expect(pipeline.reads == .passed)
        try pipeline.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\na")
        #expect(pipeline.reads == .held)
    }

    @Test("a burst of requests is answered in a loop, however many there are", arguments: [false, true])
    func loops(isLater: Bool) throws {
        let count = 3000
        let pipeline = try TestPipeline(limits: EdgeLimits(maxPipelinedRequests: count)) { request in
            guard isLater else { return TestServer.echo(request) }
            return .later(
                PendingAnswer { deliver in
                    deliver(.echo(of: request))
                    return {}
                })
        }
        pipeline.setWritable(false)
        try pipeline.send(String(repeating: Self.get, count: count))
        #expect(pipeline.requests.isEmpty)
        pipeline.setWritable(true)
        #expect(pipeline.requests.count == count)
        #expect(try pipeline.readWritten().ranges(of: "<GET / >").count == count)
    }

    @Test("of a long answer so much is written at a time that others on the event loop have their turn")
    func takesTurns() throws {
        let pipeline = try TestPipeline { request in
            request.head.path == "/" ? .now(.long(1_000_000)) : TestServer.echo(request)
        }
        try pipeline.sendWithinTurn(Self.get + "GET /next HTTP/1.1\r\nHost: a\r\n\r\n")
        let first = try pipeline.readWritten()
        #expect(first.hasPrefix("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n"))
        #expect(first.utf8.count < 70_000)
        // A client that stops reading meanwhile gets no more, and each slice once.
        pipeline.setWritable(false)
        pipeline.advance(seconds: 1)
        #expect(try pipeline.readWritten() == "")
        pipeline.setWritable(true)
        #expect(try pipeline.readWritten().utf8.count < 70_000)
        pipeline.advance(seconds: 1)
        let rest = try pipeline.readWritten()
        #expect(rest.hasSuffix("<GET /next >"))
        #expect(pipeline.requests.count == 2)
    }

    @Test("a client of HTTP/2 gets a long answer so, too")
    func takesTurnsOnStreams() throws {
        let channel = EmbeddedChannel()
        let environment = TestPipeline.environment { _ in .now(.long(1_000_000)) }
        try channel.pipeline.syncOperations.addHandler(StreamHandler(environment))
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        try channel.writeInbound(
            HTTPRequestPart.head(HTTPRequest(method: .get, scheme: "https", authority: "a", path: "/")))
        try channel.writeInbound(HTTPRequestPart.end(nil))
        let first = try Self.bodyLength(channel)
        #expect(1...70_000 ~= first)
        channel.embeddedEventLoop.run()
        #expect(try Self.bodyLength(channel) == 0)
        channel.embeddedEventLoop.advanceTime(by: .seconds(1))
        #expect(try first + Self.bodyLength(channel) == 1_000_000)
    }

    /// How many bytes of bodies were written since the last call: few at a time, or a slow client seems to take none.
    private static func bodyLength(_ channel: EmbeddedChannel) throws -> Int {
        var length = 0
        while let part = try channel.readOutbound(as: HTTPResponsePart.self) {
            guard case .body(let bytes) = part else { continue }
            #expect(bytes.readableBytes <= 16 * 1024)
            length += bytes.readableBytes
        }
        return length
    }

    @Test("5,000 requests for long answers that nobody reads take no more memory than a few")
    func boundsMemory() async throws {
        let calls = Atomic(0)
        let responder: @Sendable (EdgeRequest) -> Answering = { _ in
            calls.add(1, ordering: .relaxed)
            return .now(.long(64 * 1024))
        }
        try await TestServer.run(responder: responder) { server in
            try await server.connect(reads: false) { connection in
                try await connection.send(String(repeating: Self.get, count: 5000))
                // As long as it goes on, the client's and the server's system have room.
                var seen = -1
                while seen != calls.load(ordering: .relaxed) || seen == 0 {
                    seen = calls.load(ordering: .relaxed)
                    for _ in 1...1000 { await Task.yield() }
                }
                #expect(seen < 1000)
            }
            await Poll.until(server.connections.open == 0)
        }
    }

    @Test("requests for long answers are all answered if the client reads")
    func answersAll() async throws {
        try await TestServer.run(responder: { _ in .now(.long(64 * 1024)) }) { server in
            try await server.connect { connection in
                // Their end is there before most of them are answered.
                try await connection.send(String(repeating: Self.get, count: 200))
                connection.finish()
                let answers = await connection.readToEnd()
                #expect(answers.utf8.count > 200 * 64 * 1024)
            }
        }
    }
}
