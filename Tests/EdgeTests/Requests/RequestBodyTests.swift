import HTTPTypes
import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import Edge

@Suite("The bodies of requests", .timeLimit(.minutes(5)))
struct RequestBodyTests {
    private static func post(_ length: Int, chunked: Bool = false) -> String {
        let body = String(repeating: "b", count: length)
        let head = "POST / HTTP/1.1\r\nHost: a\r\n"
        guard chunked else { return head + "Content-Length: \(length)\r\n\r\n\(body)" }
        return head + "Transfer-Encoding: chunked\r\n\r\n\(String(length, radix: 16))\r\n\(body)\r\n0\r\n\r\n"
    }

    @Test(
        "a body that announces no more than any may have is not asked about",
        arguments: [
            (RequestTraits.Body.bytes(0), 0), (.bytes(1), 100), (.bytes(100), 100), (.bytes(101), 1000),
            (.chunked, 1000),
        ])
    func asksAboutLargeOnes(announced: RequestTraits.Body, limit: Int) {
        let responder = TestResponder(bodyLimit: 1000, usualBodyLimit: 100) { _ in .now(.text("")) }
        let head = HTTPRequest(method: .post, scheme: nil, authority: nil, path: "/")
        #expect(responder.bodyLimit(for: head, announcing: announced, from: EdgeClient(EmbeddedChannel())) == limit)
    }

    @Test("a body of so many bytes is taken, and one of more is not", arguments: [false, true])
    func limits(chunked: Bool) throws {
        let pipeline = try TestPipeline(bodyLimit: 10, responder: TestServer.echo)
        for length in [10, 11, 5] { try pipeline.send(Self.post(length, chunked: chunked)) }
        #expect(pipeline.requests == ["bbbbbbbbbb", "more than 10", "bbbbb"])
        #expect(pipeline.isOpen)
    }

    @Test("a body that announces itself as too long is not waited for")
    func refusesAnnounced() throws {
        let pipeline = try TestPipeline(bodyLimit: 10, responder: TestServer.echo)
        try pipeline.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n")
        #expect(pipeline.requests == ["more than 10"])
        #expect(try pipeline.readWritten().hasSuffix("<POST / more than 10>"))
    }

    @Test("what is to come of a refused body is not read before its request is answered")
    func holdsRefusedBody() throws {
        let pipeline = try TestPipeline(bodyLimit: 10)
        try pipeline.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\nbbb")
        #expect(pipeline.reads == .held)
        pipeline.advance(seconds: 1000)
        #expect(pipeline.isOpen)
        pipeline.answer("<no>")
        #expect(pipeline.reads == .passed)
        try pipeline.send(String(repeating: "b", count: 17) + Self.post(2))
        #expect(pipeline.requests == ["more than 10", "bb"])
    }

    @Test("a body for which there is no room is refused; afterwards all of the room is there")
    func refusesWithoutRoom() throws {
        let bodies = ByteBudget(20_000)
        let pipeline = try TestPipeline(bodies: bodies)
        try pipeline.send(Self.post(ByteCharge.free + 20_001))
        #expect(pipeline.requests == ["no room of 20000"])
        #expect(bodies.used == 0)
        pipeline.answer()
        try pipeline.send(Self.post(ByteCharge.free + 20_000))
        #expect(bodies.used == 20_000)
        pipeline.answer()
        #expect(bodies.used == 0)
        try pipeline.send(Self.post(ByteCharge.free))
        #expect(bodies.used == 0)
        #expect(pipeline.requests.map(\.count) == [16, ByteCharge.free + 20_000, ByteCharge.free])
    }

    @Test("a client that goes takes nothing with it, whether its body was complete or not", arguments: [true, false])
    func givesBack(isComplete: Bool) throws {
        let bodies = ByteBudget(100_000)
        let pipeline = try TestPipeline(bodies: bodies)
        let request = Self.post(50_000)
        try pipeline.send(isComplete ? request : String(request.dropLast(1000)))
        #expect(bodies.used > 0)
        // What was complete is not answered, and what was not is broken.
        try? pipeline.hangUp()
        #expect(bodies.used == 0)
    }

    @Test("the charge of an answer is held until its client has taken it, or is gone")
    func holdsCharge() async throws {
        let bodies = ByteBudget(1 << 30)
        let responder: @Sendable (EdgeRequest) -> Answering = { _ in
            var answer = EdgeAnswer.long(20_000_000)
            let charge = ByteCharge(bodies)
            charge.note(20_000_000)
            answer.charge = charge
            return .now(answer)
        }
        try await TestServer.run(bodies: bodies, responder: responder) { server in
            try await server.connect(reads: false) { connection in
                try await connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                await Poll.until(bodies.used == 20_000_000)
                for _ in 1...100 { await Task.yield() }
                #expect(bodies.used == 20_000_000)
            }
            await Poll.until(bodies.used == 0)
            let answer = try await server.exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(answer.utf8.count > 20_000_000)
            await Poll.until(bodies.used == 0)
        }
    }

    @Test("one answer that counts leaves before the next is begun, however many are asked for at once")
    func countsOneAtATime() async throws {
        let bodies = ByteBudget(1 << 30)
        let most = Atomic(0)
        let responder: @Sendable (EdgeRequest) -> Answering = { _ in
            var answer = EdgeAnswer.long(90_000)
            let charge = ByteCharge(bodies)
            charge.note(90_000)
            answer.charge = charge
            most.max(bodies.used, ordering: .relaxed)
            return .now(answer)
        }
        try await TestServer.run(bodies: bodies, responder: responder) { server in
            let get = "GET / HTTP/1.1\r\nHost: a\r\n"
            let answers = try await server.exchange(
                String(repeating: get + "\r\n", count: 30) + get + "Connection: close\r\n\r\n")
            #expect(answers.utf8.count > 31 * 90_000)
            await Poll.until(bodies.used == 0)
        }
        #expect(most.load(ordering: .relaxed) == 90_000)
    }
}
