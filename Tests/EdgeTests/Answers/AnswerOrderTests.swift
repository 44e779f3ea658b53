import HTTPTypes
import NIOCore
import Synchronization
import Testing

@testable import Edge

@Suite("Answers that are there and answers that come later", .timeLimit(.minutes(5)))
struct AnswerOrderTests {
    private static func get(_ path: String) -> String { "GET \(path) HTTP/1.1\r\nHost: a\r\n\r\n" }

    /// A connection whose request waits for its answer.
    private static func waiting() throws -> (TestPipeline, AnswerRecipient) {
        let recipient = Mutex<AnswerRecipient?>(nil)
        let pipeline = try TestPipeline { _ in
            .later(
                PendingAnswer { deliver in
                    recipient.withLock { $0 = deliver }
                    return {}
                })
        }
        try pipeline.send(get("/1"))
        return (pipeline, try #require(recipient.withLock { $0 }))
    }

    @Test("an answer that is there waits for one that comes later, if that is the older request's")
    func keepsOrder() throws {
        let calls = Atomic(0)
        let pipeline = try TestPipeline { request in
            calls.add(1, ordering: .relaxed)
            return request.head.path == "/later" ? nil : TestServer.echo(request)
        }
        try pipeline.send(Self.get("/1") + Self.get("/later") + Self.get("/2") + Self.get("/3"))
        #expect(try pipeline.readWritten().hasSuffix("<GET /1 >"))
        #expect(calls.load(ordering: .relaxed) == 2)
        pipeline.answer("<later>")
        let rest = try pipeline.readWritten()
        #expect(rest.matches(of: /<.*?>/).map { String($0.output) } == ["<later>", "<GET /2 >", "<GET /3 >"])
    }

    @Test("answers to requests that came at once leave in one write")
    func writesOnce() throws {
        let pipeline = try TestPipeline(responder: TestServer.echo)
        try pipeline.send((1...10).map { Self.get("/\($0)") }.joined())
        #expect(try pipeline.readWrites().count == 1)
    }

    @Test("an answer that is delivered while it is begun goes out like any other")
    func deliversAtOnce() throws {
        let pipeline = try TestPipeline { request in
            .later(
                PendingAnswer { deliver in
                    deliver(.echo(of: request))
                    return {}
                })
        }
        try pipeline.send((1...3).map { Self.get("/\($0)") }.joined())
        let written = try pipeline.readWritten()
        #expect(written.matches(of: /<.*?>/).map { String($0.output) } == ["<GET /1 >", "<GET /2 >", "<GET /3 >"])
    }

    @Test("an answer from elsewhere goes out in its turn, unless the client is gone", arguments: [false, true])
    func deliversInTurn(hasLeft: Bool) throws {
        let (pipeline, deliver) = try Self.waiting()
        if hasLeft { try pipeline.hangUp() }
        deliver(.text("<made>"))
        #expect(try pipeline.readWritten() == "")
        pipeline.advance(seconds: 0)
        #expect(try pipeline.readWritten().hasSuffix("<made>") == !hasLeft)
    }

    @Test(
        "an answer is made at once for whoever is in the middle of nothing on the event loop, also for a client that is gone",
        arguments: [false, true])
    func makesAnswer(hasLeft: Bool) throws {
        let (pipeline, deliver) = try Self.waiting()
        if hasLeft { try pipeline.hangUp() }
        var made = 0
        for _ in 1...2 {
            deliver(makingNow: {
                made += 1
                return .text("<made>")
            })
        }
        #expect(made == 2)
        pipeline.advance(seconds: 0)
        #expect(try pipeline.readWritten().matches(of: /<made>/).count == (hasLeft ? 0 : 1))
    }

    @Test("what is delivered once more, or for an earlier request, is nobody's answer")
    func deliversOnce() throws {
        let pipeline = try TestPipeline()
        try pipeline.send(Self.get("/1") + Self.get("/2"))
        pipeline.deliver(.text("<1>"), to: 0)
        pipeline.deliver(.text("<again>"), to: 0)
        pipeline.deliver(nil, to: 0)
        pipeline.deliver(.text("<2>"), to: 1)
        pipeline.deliver(.text("<late>"), to: 1)
        let written = try pipeline.readWritten()
        #expect(written.matches(of: /<.*?>/).map { String($0.output) } == ["<1>", "<2>"])
        #expect(pipeline.isOpen)
        #expect(pipeline.cancelled == 0)
    }

    @Test("no answer closes the connection, behind the answers before")
    func closes() throws {
        let pipeline = try TestPipeline()
        try pipeline.send(Self.get("/1") + Self.get("/2") + Self.get("/3"))
        pipeline.answer("<1>")
        pipeline.deliver(nil)
        #expect(try pipeline.readWritten().hasSuffix("<1>"))
        #expect(pipeline.isOpen == false)
        #expect(pipeline.requests.count == 2)
    }

    @Test("when the client is gone nobody waits for its answer, and none of its other requests is handed on")
    func cancels() throws {
        let pipeline = try TestPipeline()
        try pipeline.send(Self.get("/1") + Self.get("/2"))
        try pipeline.hangUp()
        #expect(pipeline.cancelled == 1)
        pipeline.answer("<late>")
        #expect(pipeline.requests.count == 1)
    }

    @Test("a client that sends no more gets its answers, and then the connection ends")
    func answersHalfClosed() throws {
        let pipeline = try TestPipeline()
        try pipeline.send(Self.get("/1") + Self.get("/2"))
        pipeline.trigger(ChannelEvent.inputClosed)
        #expect(pipeline.cancelled == 0)
        pipeline.answer("<1>")
        #expect(pipeline.isOpen)
        pipeline.answer("<2>")
        let written = try pipeline.readWritten()
        #expect(written.matches(of: /<.*?>/).map { String($0.output) } == ["<1>", "<2>"])
        #expect(pipeline.isOpen == false)
    }

    @Test("a responder learns that the client sends no more, or is gone")
    func tellsDeparture() async throws {
        let (departures, departed) = AsyncStream.makeStream(of: Bool.self)
        let responder: @Sendable (EdgeRequest) -> Answering = { request in
            .later(
                PendingAnswer {
                    await request.client.untilGone()
                    departed.yield(Task.isCancelled)
                    return .text("<gone>")
                })
        }
        try await TestServer.run(responder: responder) { server in
            var seen = departures.makeAsyncIterator()
            try await server.connect { connection in
                try await connection.send(Self.get("/1"))
                connection.finish()
                #expect(await connection.readToEnd().hasSuffix("<gone>"))
            }
            #expect(await seen.next() == false)
            try await server.connect { connection in
                try await connection.send(Self.get("/2"))
                await Poll.until(server.connections.open > 0)
            }
            #expect(await seen.next() != nil)
            await Poll.until(server.connections.open == 0)
        }
    }

    @Test("a request whose body breaks while its answer is waited for is refused, and the answer is nobody's")
    func breaksRefusedBody() throws {
        let pipeline = try TestPipeline(bodyLimit: 1)
        try pipeline.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\nzz\r\n")
        #expect(pipeline.requests == ["more than 1"])
        #expect(pipeline.cancelled == 1)
        pipeline.answer("<late>")
        let written = try pipeline.readWritten()
        #expect(written.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
        #expect(written.contains("<late>") == false)
    }

    @Test("an answer without an end that begins when the server already stops is ended")
    func endsOpenAnswer() throws {
        let pipeline = try TestPipeline()
        try pipeline.send(Self.get("/1"))
        pipeline.trigger(ChannelShouldQuiesceEvent())
        let (pieces, next) = AsyncStream.makeStream(of: ByteBuffer.self)
        pipeline.deliver(
            EdgeAnswer(HTTPResponse(status: .ok), .pieces(first: ByteBuffer(), pieces, length: nil)))
        #expect(try pipeline.readWritten().hasSuffix("Connection: close\r\n\r\n0\r\n\r\n"))
        #expect(pipeline.isOpen == false)
        next.finish()
    }
}
