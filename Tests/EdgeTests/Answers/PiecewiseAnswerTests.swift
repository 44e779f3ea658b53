import HTTPTypes
import NIOCore
import Testing

@testable import Edge

@Suite("An answer that goes out in pieces, over a real socket", .timeLimit(.minutes(5)))
struct PiecewiseAnswerTests {
    private static let get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test("head and first piece come at once, each further piece as soon as it is there")
    func streams() async throws {
        let source = PieceSource()
        try await TestServer.run(responder: source.responder(first: "one", length: nil)) { server in
            try await server.connect { connection in
                try await connection.send(Self.get)
                let begin = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n"
                #expect(try await connection.read(through: "one\r\n") == begin)
                source.send("two")
                #expect(try await connection.read(through: "two\r\n") == "3\r\ntwo\r\n")
                source.send("three")
                source.finish()
                #expect(try await connection.read(through: "0\r\n\r\n") == "5\r\nthree\r\n0\r\n\r\n")
                try await connection.send("GET /2 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                #expect(await connection.readToEnd().hasPrefix("HTTP/1.1 200 OK\r\n"))
            }
        }
    }

    @Test("without a first piece the head comes alone")
    func sendsHead() async throws {
        let source = PieceSource()
        try await TestServer.run(responder: source.responder(first: "", length: nil)) { server in
            try await server.connect { connection in
                try await connection.send(Self.get)
                let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                #expect(try await connection.read(through: "\r\n\r\n") == head)
            }
            await source.isAbandoned()
        }
    }

    @Test("pieces of a known length go out as one body, and the connection is kept")
    func sendsKnownLength() async throws {
        let source = PieceSource()
        try await TestServer.run(responder: source.responder(first: "one", length: 6)) { server in
            try await server.connect { connection in
                try await connection.send(Self.get)
                let begin = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\none"
                #expect(try await connection.read(through: "one") == begin)
                source.send("two")
                #expect(try await connection.read(through: "two") == "two")
                try await connection.send(Self.get)
                #expect(try await connection.read(through: "one") == begin)
                source.finish()
            }
        }
    }

    @Test("pieces that end too early end the connection, so that no client takes them for the whole")
    func cutsShort() async throws {
        let source = PieceSource()
        source.finish()
        try await TestServer.run(responder: source.responder(first: "one", length: 6)) { server in
            let answer = try await server.exchange(Self.get)
            #expect(answer == "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\none")
        }
    }

    @Test("the source is left when the client hangs up, though it has no piece")
    func hangsUp() async throws {
        let source = PieceSource()
        try await TestServer.run(responder: source.responder(first: "one", length: nil)) { server in
            try await server.connect { connection in
                try await connection.send(Self.get)
                _ = try await connection.read(through: "one")
            }
            await source.isAbandoned()
            await Poll.until(server.connections.open == 0)
        }
    }

    @Test("a client that sends no more gets all of a body of known length")
    func answersHalfClosed() async throws {
        let source = PieceSource()
        try await TestServer.run(responder: source.responder(first: "one", length: 6)) { server in
            try await server.connect { connection in
                try await connection.send(Self.get)
                connection.finish()
                #expect(try await connection.read(through: "one").hasSuffix("one"))
                source.send("two")
                source.finish()
                #expect(await connection.readToEnd() == "two")
            }
        }
    }

    @Test(
        "an answer without an end is ended in good order when the server stops",
        arguments: [
            (Self.get, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n0\r\n\r\n"),
            ("GET / HTTP/1.0\r\n\r\n", "HTTP/1.0 200 OK\r\nConnection: close\r\n\r\none"),
        ])
    func shutsDown(request: String, answer: String) async throws {
        let source = PieceSource()
        try await TestServer.run(responder: source.responder(first: "one", length: nil)) { server in
            try await server.connect { connection in
                try await connection.send(request)
                let begin = try await connection.read(through: "one")
                await server.shutDown()
                #expect(await begin + connection.readToEnd() == answer)
            }
            await source.isAbandoned()
            #expect(server.connections.open == 0)
        }
    }

    @Test("no more than one piece is taken from the source before the client takes it")
    func keepsPace() async throws {
        let source = PieceSource()
        try await TestServer.run(responder: source.endlessResponder) { server in
            try await server.connect { connection in
                try await connection.send(Self.get)
                _ = try await connection.read(through: "\r\n\r\n")
                // As long as it goes on, the client's and the server's system have room.
                var taken = -1
                while taken != source.taken {
                    taken = source.taken
                    for _ in 1...1000 { await Task.yield() }
                }
                #expect(taken * PieceSource.longPiece < 64_000_000)
            }
            await source.isAbandoned()
        }
    }

    @Test(
        "a long piece arrives as it is, whether the length of the whole is known or not", arguments: [nil, 1_000_003])
    func sendsLongPiece(length: Int?) async throws {
        let source = PieceSource()
        source.send(String(repeating: "x", count: 1_000_000))
        source.finish()
        try await TestServer.run(responder: source.responder(first: "one", length: length)) { server in
            let answer = try await server.exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(answer.count { $0 == "x" } == 1_000_000)
            #expect(answer.hasSuffix(length == nil ? "x\r\n0\r\n\r\n" : "x"))
        }
    }
}
