import HTTPTypes
import NIOCore
import Synchronization
import Testing

@testable import Edge

@Suite("A client that is slow or reads nothing")
struct SlowClientTests {
    private static let request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test("a head byte by byte is refused after its time, on the first request and on a later one", arguments: 0...2)
    func tricklesHead(earlier: Int) throws {
        let pipeline = try TestPipeline()
        for _ in 0..<earlier {
            pipeline.advance(seconds: 20)
            try pipeline.send(Self.request)
            pipeline.answer()
        }
        if earlier > 0 { pipeline.advance(seconds: 40) }
        let began = pipeline.seconds
        _ = try pipeline.readWritten()
        for byte in "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: 1" where pipeline.isOpen && pipeline.seconds < began + 29 {
            try pipeline.send(String(byte))
            pipeline.advance(seconds: 1)
        }
        #expect(try pipeline.readWritten() == "")
        #expect(pipeline.isOpen)
        pipeline.advance(seconds: 1)
        #expect(try pipeline.readWritten().hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
    }

    @Test("a body byte by byte is refused after its time, and the responder is not asked")
    func tricklesBody() throws {
        let pipeline = try TestPipeline()
        try pipeline.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n")
        for _ in 1...59 {
            try pipeline.send("b")
            pipeline.advance(seconds: 1)
        }
        #expect(pipeline.isOpen)
        #expect(try pipeline.readWritten() == "")
        pipeline.advance(seconds: 1)
        #expect(try pipeline.readWritten().hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
        #expect(pipeline.requests.isEmpty)
    }

    @Test("a body at a good rate may take as long as it takes")
    func sendsLongBody() throws {
        let pipeline = try TestPipeline(bodyLimit: 1_024_000)
        try pipeline.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1024000\r\n\r\n")
        for _ in 1...1000 {
            try pipeline.send(String(repeating: "b", count: 1024))
            pipeline.advance(seconds: 1)
        }
        pipeline.answer()
        #expect(try pipeline.readWritten().hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(pipeline.isOpen)
    }

    @Test("pipelined requests above the limit are refused behind the answers to the others")
    func limitsPipelining() throws {
        let pipeline = try TestPipeline(limits: EdgeLimits(maxPipelinedRequests: 3))
        try pipeline.send(String(repeating: Self.request, count: 10))
        for _ in 1...3 { pipeline.answer() }
        let written = try pipeline.readWritten()
        #expect(written.split(separator: "HTTP/1.1 ").map { $0.prefix(3) } == ["200", "200", "200", "429"])
    }

    @Test("a client that reads nothing of a long answer is reset", .timeLimit(.minutes(5)))
    func readsNothing() async throws {
        let limits = EdgeLimits(writeTimeout: .milliseconds(50))
        let calls = Atomic(0)
        let responder: @Sendable (EdgeRequest) -> Answering = { _ in
            calls.add(1, ordering: .relaxed)
            return .now(.long(20_000_000))
        }
        try await TestServer.run(limits: limits, responder: responder) { server in
            try await server.connect(reads: false) { connection in
                try await connection.send(Self.request)
                // Not that it is open: it may be over before anybody has looked.
                await Poll.until(calls.load(ordering: .relaxed) > 0)
                await Poll.until(server.connections.open == 0)
            }
        }
    }

    @Test("a client that reads a long answer slowly gets all of it", .timeLimit(.minutes(5)))
    func readsSlowly() async throws {
        // Idling is allowed for less time than the answer takes.
        let limits = EdgeLimits(idleTimeout: .milliseconds(1), writeTimeout: .seconds(20))
        try await TestServer.run(limits: limits, responder: { _ in .now(.long(6_000_000)) }) { server in
            let answer = try await server.exchange(Self.request)
            #expect(answer.utf8.count > 6_000_000)
        }
    }
}
