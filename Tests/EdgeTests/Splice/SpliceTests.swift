import HTTPTypes
import NIOCore
import Synchronization
import Testing

@testable import Edge

@Suite("Splices over real sockets", .timeLimit(.minutes(5)))
struct SpliceTests {
    static let upgrade = """
        GET /?sessionId=s HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n\r\n
        """

    @Test(
        "what the client sends behind its request reaches the server that takes it, whose answer goes out as it is",
        arguments: [1, 7, 500])
    func passesOn(pieces: Int) async throws {
        let (reports, report) = AsyncStream.makeStream(of: SpliceReport.self)
        try await TestTarget.run(serving: TestBrowser.echo) { port in
            let splicing = SplicingResponder(port: port, reports: report)
            try await TestServer.run(responder: splicing.answer) { server in
                try await server.connect { connection in
                    let everything = Array(("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n" + Self.upgrade + "early bytes.").utf8)
                    let length = everything.count / pieces + 1
                    for start in stride(from: 0, to: everything.count, by: length) {
                        let piece = everything[start..<min(start + length, everything.count)]
                        try await connection.send(String(decoding: piece, as: UTF8.self))
                    }
                    #expect(try await connection.read(through: ">").hasSuffix("<GET /1 >"))
                    #expect(try await connection.read(through: "bytes.") == TestBrowser.taken + "early bytes.")
                    try await connection.send("GET / HTTP/1.1\r\n\r\n")
                    #expect(try await connection.read(through: "\r\n\r\n") == "GET / HTTP/1.1\r\n\r\n")
                }
            }
        }
        let seen = try #require(await reports.first { _ in true })
        #expect(seen.endedBy == .client)
        #expect((seen.bytesUp, seen.bytesDown) == (30, 30))
        #expect(seen.duration > .zero)
    }

    @Test("5 MB arrive as they were sent, both ways at once")
    func carriesMuch() async throws {
        let sent = (0..<5 * 1024 * 1024 / 8).reduce(into: ByteBuffer()) { buffer, number in
            buffer.writeInteger(UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
        }
        try await TestTarget.run(serving: TestBrowser.echo) { port in
            try await TestServer.run(responder: SplicingResponder(port: port).answer) { server in
                try await server.connect { connection in
                    try await connection.send(Self.upgrade)
                    #expect(try await connection.read(through: "\r\n\r\n") == TestBrowser.taken)
                    let received = try await connection.exchange(sent)
                    #expect(received == sent)
                }
            }
        }
    }

    @Test(
        "a server that does not take the upgrade has its answer sent as an ordinary one, and the connection goes on",
        arguments: [
            ("HTTP/1.1 403 Forbidden\r\nContent-Length: 5\r\n\r\n<no!>", "HTTP/1.1 403 Forbidden\r\n"),
            ("HTTP/1.1 500 Broken\r\nContent-Length: 500000\r\n\r\n<no!>", "HTTP/1.1 500 Broken\r\n"),
            ("HTTP/1.1 404 Not Found\r\n\r\n<no!>", "HTTP/1.1 404 Not Found\r\n"),
        ])
    func refuses(answer: String, status: String) async throws {
        try await TestTarget.run(serving: TestBrowser.saying(String(answer.prefix(10)), String(answer.dropFirst(10)))) {
            port in
            try await TestServer.run(
                responder: { request in
                    guard request.head.path == "/?sessionId=s" else { return .now(.echo(of: request)) }
                    return .later(
                        PendingAnswer {
                            let upgrade = ByteBuffer(string: "GET / HTTP/1.1\r\n\r\n")
                            let answer = try await request.client.splice(
                                toPort: port, sending: upgrade, within: .seconds(5))
                            guard case .refused(let head, let body) = answer else { return .text("<taken>") }
                            return EdgeAnswer(HTTPResponse(status: head.status), .whole(body))
                        })
                }
            ) { server in
                try await server.connect { connection in
                    try await connection.send(Self.upgrade + "GET /next HTTP/1.1\r\nHost: a\r\n\r\n")
                    let answer = try await connection.read(through: ">")
                    #expect(answer.hasPrefix(status))
                    #expect(answer.hasSuffix("<no!>"))
                    #expect(try await connection.read(through: ">").hasSuffix("<GET /next >"))
                }
            }
        }
    }

    @Test(
        "a server that says nothing that can be understood is told of in words",
        arguments: [
            "", "HTTP/1.1 101", "no HTTP\r\n\r\n", "HTTP/1.1 x y\r\n\r\n", "HTTP/1.1 101 OK\r\nno field\r\n\r\n",
        ])
    func misunderstands(answer: String) async throws {
        let (events, event) = AsyncStream.makeStream(of: String.self)
        try await TestTarget.run(serving: TestBrowser.saying(answer)) { port in
            try await TestServer.run(responder: SplicingResponder(port: port, events: event).answer) { server in
                try await server.connect { connection in
                    try await connection.send(Self.upgrade)
                    #expect(try await connection.read(through: ">").hasSuffix("<no way>"))
                }
            }
        }
        #expect(await events.first { _ in true } == "noAnswer")
    }

    @Test("a server that never answers is waited for as long as the limit says")
    func timesOut() async throws {
        let (events, event) = AsyncStream.makeStream(of: String.self)
        let silent: TestTarget.Service = { bytes, _ in while try await bytes.next() != nil {} }
        try await TestTarget.run(serving: silent) { port in
            var splicing = SplicingResponder(port: port, events: event)
            splicing.limit = .milliseconds(30)
            try await TestServer.run(responder: splicing.answer) { server in
                try await server.connect { connection in
                    try await connection.send(Self.upgrade)
                    #expect(try await connection.read(through: ">").hasSuffix("<no way>"))
                }
            }
        }
        #expect(await events.first { _ in true } == "timedOut")
    }

    @Test("nobody at the other end is told of in words")
    func failsToDial() async throws {
        let (events, event) = AsyncStream.makeStream(of: String.self)
        let port = try UnheardPort()
        try await TestServer.run(responder: SplicingResponder(port: port.number, events: event).answer) { server in
            try await server.connect { connection in
                try await connection.send(Self.upgrade)
                #expect(try await connection.read(through: ">").hasSuffix("<no way>"))
            }
        }
        withExtendedLifetime(port) {}
        #expect(await events.first { _ in true }?.contains("Connection refused") == true)
    }

    @Test("a server that hangs up ends the client's connection")
    func targetHangsUp() async throws {
        let (events, event) = AsyncStream.makeStream(of: String.self)
        try await TestTarget.run(serving: TestBrowser.saying(TestBrowser.taken, "bye")) { port in
            try await TestServer.run(responder: SplicingResponder(port: port, events: event).answer) { server in
                try await server.connect { connection in
                    try await connection.send(Self.upgrade)
                    #expect(await connection.readToEnd() == TestBrowser.taken + "bye")
                }
                await Poll.until(server.connections.open == 0)
            }
        }
        event.finish()
        #expect(await events.reduce(into: [String]()) { $0.append($1) } == ["taken 101", "ended by target"])
    }

    @Test(
        "a client that says that it leaves has ended it, although the server hangs up", arguments: [[], [0x03, 0xe8]])
    func clientSaysGoodbye(payload: [UInt8]) async throws {
        let (events, event) = AsyncStream.makeStream(of: String.self)
        let polite = TestBrowser.taking { bytes, outbound in
            while let next = try await bytes.next(), !next.readableBytesView.contains(0x88) {}
            outbound.finish()
        }
        try await TestTarget.run(serving: polite) { port in
            try await TestServer.run(responder: SplicingResponder(port: port, events: event).answer) { server in
                try await server.connect { connection in
                    try await connection.send(Self.upgrade)
                    #expect(try await connection.read(through: "\r\n\r\n") == TestBrowser.taken)
                    try await connection.send(
                        [0x81, 0x80, 1, 2, 3, 4, 0x88, 0x80 | UInt8(payload.count), 1, 2, 3, 4] + payload)
                    #expect(await connection.readToEnd() == "")
                }
            }
        }
        event.finish()
        #expect(await events.reduce(into: [String]()) { $0.append($1) } == ["taken 101", "ended by client"])
    }

    @Test("a silent client is not cut off, and a server that stops cuts it at once")
    func outlastsSilence() async throws {
        let (reports, report) = AsyncStream.makeStream(of: SpliceReport.self)
        let (pauses, pause) = AsyncStream.makeStream(of: Void.self)
        let quiet = TestBrowser.taking { bytes, outbound in
            while let next = try await bytes.next() {
                for await _ in pauses { break }
                try await outbound.write(next)
            }
        }
        let limits = EdgeLimits(idleTimeout: .milliseconds(300), writeTimeout: .milliseconds(300))
        try await TestTarget.run(serving: quiet) { port in
            let splicing = SplicingResponder(port: port, reports: report)
            try await TestServer.run(limits: limits, responder: splicing.answer) { server in
                try await server.connect { connection in
                    try await connection.send(Self.upgrade + "hello")
                    #expect(try await connection.read(through: "\r\n\r\n") == TestBrowser.taken)
                    // Another connection is closed meanwhile, as it is as silent.
                    let other = try await server.exchange("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(other.hasSuffix("<GET /1 >"))
                    pause.yield()
                    #expect(try await connection.read(through: "hello") == "hello")
                    await server.shutDown()
                    #expect(await connection.readToEnd() == "")
                }
            }
        }
        let seen = await reports.first { _ in true }
        #expect(seen?.endedBy == .edge)
    }

    @Test("a client that does not read holds the server up, and its end ends both")
    func holdsBack() async throws {
        let (reports, report) = AsyncStream.makeStream(of: SpliceReport.self)
        let written = Atomic(0)
        let flood = TestBrowser.taking { _, outbound in
            let piece = ByteBuffer(repeating: UInt8(ascii: "x"), count: 1 << 16)
            while true {
                try await outbound.write(piece)
                written.add(1 << 16, ordering: .relaxed)
            }
        }
        try await TestTarget.run(serving: flood) { port in
            let splicing = SplicingResponder(port: port, reports: report)
            try await TestServer.run(responder: splicing.answer) { server in
                try await server.connect(reads: false) { connection in
                    try await connection.send(Self.upgrade)
                    // It stands still once the systems' buffers are full, and what the flood itself has ready, which is more on a
                    // busy machine: gigabytes while its own loop has no turn. Others may have none for a moment, either.
                    var (seen, since) = (-1, ContinuousClock.now)
                    while seen < 1 << 16 || since.duration(to: .now) < .milliseconds(200), seen < 16 << 30 {
                        await Task.yield()
                        let now = written.load(ordering: .relaxed)
                        if now != seen { (seen, since) = (now, .now) }
                    }
                }
                // Before the server stops, which would end it, too.
                let seen = try #require(await reports.first { _ in true })
                #expect(seen.endedBy == .client)
                #expect((1 << 16..<64 << 20).contains(seen.bytesDown))
            }
        }
    }

    @Test("a way that nobody goes is closed, be it that another answer is given or that the client has gone")
    func isAbandoned() async throws {
        let (events, event) = AsyncStream.makeStream(of: String.self)
        try await TestTarget.run(serving: TestBrowser.echo) { port in
            var splicing = SplicingResponder(port: port, events: event)
            splicing.replacement = .text("<another>")
            try await TestServer.run(responder: splicing.answer) { server in
                try await server.connect { connection in
                    try await connection.send(Self.upgrade)
                    #expect(try await connection.read(through: ">").hasSuffix("<another>"))
                    try await connection.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(try await connection.read(through: ">").hasSuffix("<GET /next >"))
                }
            }
        }
        var iterator = events.makeAsyncIterator()
        #expect(await iterator.next() == "taken 101")
        #expect(await iterator.next()?.hasPrefix("ended by") == true)
    }

    @Test("a splice in answer to what offered no WebSocket closes the connection")
    func isNoUpgrade() async throws {
        try await TestTarget.run(serving: TestBrowser.echo) { port in
            let splicing = SplicingResponder(port: port)
            try await TestServer.run(responder: splicing.answer) { server in
                for request in [
                    "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n\r\n",
                    "POST / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
                    "GET / HTTP/1.0\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
                ] {
                    let answer = try await server.exchange(request)
                    #expect(answer == "")
                }
            }
        }
    }
}
