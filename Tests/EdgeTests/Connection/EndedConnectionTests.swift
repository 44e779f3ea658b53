import HTTPTypes
import NIOCore
import Testing

@testable import Edge

@Suite("A connection that the server ends, over a real socket", .timeLimit(.minutes(5)))
struct EndedConnectionTests {
    @Test(
        "what is no acceptable request is refused in words, and the connection is closed",
        arguments: [
            ("GET / HTTP/1.1\r\n\r\n", 400, "A request of HTTP/1.1 needs a Host header."),
            ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, "The request has more than one Host header."),
            ("GET /\u{1} HTTP/1.1\r\nHost: a\r\n\r\n", 400, "The request target is malformed."),
            ("GET / HTTP/1.1\r\nHo st: a\r\n\r\n", 400, "A header field of the request is malformed."),
            (
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n", 400,
                "The Content-Length of the request is not a number."
            ),
            (
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400,
                "The request has more than one Content-Length, or one beside Transfer-Encoding."
            ),
            (
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 400,
                "A chunk size in the request's body is malformed."
            ),
            ("\u{16}\u{3}\u{1}\u{2}\r\n\r\n", 400, "The request method is malformed."),
            (
                "GET / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n", 417,
                "The only expectation met here is 100-continue."
            ),
            ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "Only HTTP/1.0 and HTTP/1.1 are spoken here."),
        ])
    func refuses(request: String, code: Int, message: String) async throws {
        try await TestServer.run { server in
            let answer = try await server.exchange(request)
            #expect(answer.hasPrefix("HTTP/1.1 \(code) "))
            #expect(answer.contains("\r\nConnection: close\r\n"))
            #expect(answer.hasSuffix("\r\n\r\n{\"error\":{\"code\":\(code),\"message\":\"\(message)\"}}"))
        }
    }

    @Test("a malformed request is refused after the answers to those before it")
    func refusesInOrder() async throws {
        try await TestServer.run { server in
            let answer = try await server.exchange("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\n\r\n")
            let first = try #require(answer.firstRange(of: "<GET /1 >"))
            let second = try #require(answer.firstRange(of: "HTTP/1.1 400 Bad Request"))
            #expect(first.upperBound == second.lowerBound)
        }
    }

    @Test("header fields above the limit get 431, however many bytes follow", arguments: [70_000, 400_000])
    func limitsHeaders(bytes: Int) async throws {
        try await TestServer.run { server in
            let answer = try await server.exchange(
                "GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "x", count: bytes))\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 431 Request Header Fields Too Large\r\n"))
            #expect(
                answer.hasSuffix(
                    "{\"error\":{\"code\":431,\"message\":\"The request's header fields are too large.\"}}"))
        }
    }

    @Test("a connection on which no request comes in time is closed without a word")
    func timesHeadOut() async throws {
        let limits = EdgeLimits(headTimeout: .milliseconds(30), idleTimeout: .seconds(60))
        try await TestServer.run(limits: limits) { server in
            let answer = try await server.exchange("")
            #expect(answer.isEmpty)
        }
    }

    @Test(
        "a connection that waits too long for its client is closed, and a request that was begun is answered",
        arguments: [
            ("", ""),
            (
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabc",
                "{\"error\":{\"code\":408,\"message\":\"The request's body took too long.\"}}"
            ),
        ])
    func timesIdleOut(bytes: String, end: String) async throws {
        let limits = EdgeLimits(idleTimeout: .milliseconds(30))
        try await TestServer.run(limits: limits) { server in
            try await server.connect { connection in
                try await connection.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n\(bytes)")
                #expect(try await connection.read(through: ">").hasSuffix("<GET /1 >"))
                let rest = await connection.readToEnd()
                #expect(rest.hasSuffix(end) && rest.isEmpty == end.isEmpty)
            }
        }
    }

    @Test("one connection more than allowed gets 503; when another one ended there is room again")
    func limitsConnections() async throws {
        try await TestServer.run(limits: EdgeLimits(maxConnections: 1)) { server in
            try await server.connect { connection in
                try await connection.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try await connection.read(through: ">")
                let refused = try await server.exchange("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(refused.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
                #expect(refused.hasSuffix("{\"error\":{\"code\":503,\"message\":\"Too many connections are open.\"}}"))
            }
            await Poll.until(server.connections.open == 0)
            let served = try await server.exchange("GET /3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(served.hasSuffix("<GET /3 >"))
        }
    }

    @Test("a responder that leaves a short body unread keeps the connection")
    func drainsShortBody() async throws {
        try await TestServer.run(bodyLimit: 0, responder: Self.ignoring) { server in
            try await server.connect { connection in
                for _ in 1...2 {
                    let body = String(repeating: "b", count: 100_000)
                    try await connection.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n\(body)")
                    #expect(try await connection.read(through: ">").hasSuffix("<ignored>"))
                }
            }
        }
    }

    @Test(
        "a responder that leaves a long body unread ends the connection, and its answer arrives",
        arguments: ["Content-Length: 3000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n2DC6C1\r\nb"])
    func closesOnLongBody(fields: String) async throws {
        try await TestServer.run(bodyLimit: 0, responder: Self.ignoring) { server in
            try await server.connect { connection in
                try await connection.send("POST / HTTP/1.1\r\nHost: a\r\n\(fields)")
                #expect(try await connection.read(through: ">").hasSuffix("<ignored>"))
                // The server may hang up at any byte of this.
                try? await connection.send(String(repeating: "b", count: 3_000_000))
                let rest = await connection.readToEnd()
                #expect(rest.isEmpty)
            }
        }
    }

    @Test("graceful shutdown closes idle and half-made connections at once and lets a request under way finish")
    func shutsDown() async throws {
        let (starts, started) = AsyncStream.makeStream(of: Void.self)
        let (permissions, permitted) = AsyncStream.makeStream(of: Void.self)
        let responder: @Sendable (EdgeRequest) -> Answering = { request in
            .later(
                PendingAnswer {
                    started.yield()
                    for await _ in permissions { break }
                    return .echo(of: request)
                })
        }
        try await TestServer.run(responder: responder) { server in
            async let slow = server.exchange("POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nb")
            for await _ in starts { break }
            async let idle = server.exchange("")
            async let halfMade = server.exchange("GET / HTTP/1.1\r\nHo")
            await Poll.until(server.connections.open >= 3)

            async let stop: Void = server.shutDown()
            let cutOff = try await [idle, halfMade]
            #expect(cutOff == ["", ""])
            permitted.yield()
            let answer = try await slow
            #expect(answer.contains("\r\nConnection: close\r\n"))
            #expect(answer.hasSuffix("<POST /slow b>"))
            await stop
        }
    }

    private static let ignoring: @Sendable (EdgeRequest) -> Answering = { _ in .now(.text("<ignored>")) }
}
