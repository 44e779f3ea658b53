import HTTPTypes
import NIOCore
import Testing

@testable import Edge

@Suite("A connection over a real socket", .timeLimit(.minutes(5)))
struct KeptConnectionTests {
    private static let upgrades = [
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAoAAAAAIAAAAA\r\n",
        "Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n",
        "Upgrade: websocket\r\n",
    ]

    @Test("requests that offer an upgrade are answered one after the other, with bodies", arguments: upgrades)
    func offersUpgrade(fields: String) async throws {
        try await TestServer.run { server in
            try await server.connect { connection in
                for number in 1...3 {
                    try await connection.send(
                        "POST /\(number) HTTP/1.1\r\nHost: a\r\n\(fields)Content-Length: 2\r\n\r\nb\(number)")
                    #expect(try await connection.read(through: ">").hasSuffix("<POST /\(number) b\(number)>"))
                }
                try await connection.send("GET /plain HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await connection.read(through: ">").hasSuffix("<GET /plain >"))
            }
        }
    }

    @Test("pipelined requests behind one that offers an upgrade are answered", arguments: upgrades)
    func pipelinesUpgrades(fields: String) async throws {
        try await TestServer.run { server in
            try await server.connect { connection in
                let request = "POST /p HTTP/1.1\r\nHost: a\r\n\(fields)Content-Length: 3\r\n\r\nabc"
                try await connection.send(String(repeating: request, count: 5) + "GET /q HTTP/1.1\r\nHost: a\r\n\r\n")
                for _ in 1...5 { #expect(try await connection.read(through: ">").hasSuffix("<POST /p abc>")) }
                #expect(try await connection.read(through: ">").hasSuffix("<GET /q >"))
            }
        }
    }

    @Test("a body that comes later than the head of a request that offers an upgrade is read")
    func splitsUpgrade() async throws {
        try await TestServer.run { server in
            try await server.connect { connection in
                for _ in 1...2 {
                    try await connection.send(
                        "POST /1 HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\(Self.upgrades[0])"
                            + "Content-Length: 5\r\n\r\n")
                    #expect(try await connection.read(through: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
                    try await connection.send("later")
                    #expect(try await connection.read(through: ">").hasSuffix("<POST /1 later>"))
                }
            }
        }
    }

    @Test("CONNECT is answered as an ordinary request, and the connection goes on")
    func connects() async throws {
        try await TestServer.run { server in
            try await server.connect { connection in
                try await connection.send("CONNECT b.test:443 HTTP/1.1\r\nHost: b.test:443\r\n\r\n")
                #expect(try await connection.read(through: ">").hasSuffix("<CONNECT b.test:443 >"))
                try await connection.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await connection.read(through: ">").hasSuffix("<GET /next >"))
            }
        }
    }

    @Test("20 pipelined requests with bodies are answered in order")
    func pipelines() async throws {
        try await TestServer.run { server in
            try await server.connect { connection in
                let requests = (1...20).map { number in
                    number.isMultiple(of: 2)
                        ? "PUT /\(number) HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody"
                        : "PUT /\(number) HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "2\r\nbo\r\n2\r\ndy\r\n0\r\n\r\n"
                }
                try await connection.send(requests.joined())
                for number in 1...20 {
                    #expect(try await connection.read(through: ">").hasSuffix("<PUT /\(number) body>"))
                }
            }
        }
    }

    @Test("an expected 100 Continue comes at once, and behind the answer of an earlier request")
    func continues() async throws {
        try await TestServer.run { server in
            try await server.connect { connection in
                let head = "POST /e HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n"
                try await connection.send("GET /first HTTP/1.1\r\nHost: a\r\n\r\n" + head)
                #expect(try await connection.read(through: ">").hasSuffix("<GET /first >"))
                #expect(try await connection.read(through: "\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n")
                try await connection.send("ok")
                #expect(try await connection.read(through: ">").hasSuffix("<POST /e ok>"))
            }
        }
    }

    @Test("a client that sends no more gets a long answer whole", arguments: ["", "Connection: close\r\n"])
    func answersHalfClosed(fields: String) async throws {
        try await TestServer.run(responder: { _ in .now(.long(20_000_000)) }) { server in
            try await server.connect { connection in
                try await connection.send("GET / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n")
                connection.finish()
                let answer = await connection.readToEnd()
                #expect(answer.utf8.count > 20_000_000)
            }
        }
    }

    @Test("the responder's reason phrase goes out as it is")
    func sendsReasonPhrase() async throws {
        let responder: @Sendable (EdgeRequest) -> Answering = { _ in
            let status = HTTPResponse.Status(code: 500, reasonPhrase: "Internal Server")
            return .now(EdgeAnswer(HTTPResponse(status: status), .whole(ByteBuffer())))
        }
        try await TestServer.run(responder: responder) { server in
            try await server.connect { connection in
                try await connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await connection.read(through: "\r\n") == "HTTP/1.1 500 Internal Server\r\n")
            }
        }
    }

    @Test("HEAD gets the head alone, whether or not the responder knows the length", arguments: [true, false])
    func answersHead(knowsLength: Bool) async throws {
        let responder: @Sendable (EdgeRequest) -> Answering = { request in
            let body = ByteBuffer(string: "<\(request.head.method)>")
            let delivery: AnswerDelivery =
                knowsLength ? .whole(body) : .pieces(first: body, AsyncStream { nil }, length: nil)
            return .now(EdgeAnswer(HTTPResponse(status: .ok), delivery))
        }
        try await TestServer.run(responder: responder) { server in
            try await server.connect { connection in
                try await connection.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\nHEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
                for _ in 1...2 {
                    let head = "HTTP/1.1 200 OK\r\n\(knowsLength ? "Content-Length: 6\r\n" : "")\r\n"
                    #expect(try await connection.read(through: "\r\n\r\n") == head)
                }
            }
        }
    }

    @Test("a body of unknown length is chunked for HTTP/1.1 and ends with the connection for HTTP/1.0")
    func streams() async throws {
        let responder: @Sendable (EdgeRequest) -> Answering = { _ in
            let (rest, next) = AsyncStream.makeStream(of: ByteBuffer.self)
            next.yield(ByteBuffer(string: String(repeating: "x", count: 20_000)))
            next.finish()
            return .now(
                EdgeAnswer(
                    HTTPResponse(status: .ok), .pieces(first: ByteBuffer(string: "one"), rest, length: nil)))
        }
        try await TestServer.run(responder: responder) { server in
            let long = String(repeating: "x", count: 20_000)
            let chunked = try await server.exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(
                chunked == "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                    + "3\r\none\r\n4e20\r\n\(long)\r\n0\r\n\r\n")
            let plain = try await server.exchange("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
            #expect(plain == "HTTP/1.0 200 OK\r\nConnection: close\r\n\r\none\(long)")
        }
    }

    @Test("HTTP/1.0 closes unless keep-alive is asked for")
    func speaksHTTP10() async throws {
        try await TestServer.run { server in
            let once = try await server.exchange("GET /old HTTP/1.0\r\n\r\n")
            #expect(once == "HTTP/1.0 200 OK\r\nContent-Length: 11\r\nConnection: close\r\n\r\n<GET /old >")
            try await server.connect { connection in
                for _ in 1...2 {
                    try await connection.send("GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
                    #expect(try await connection.read(through: ">").contains("Connection: keep-alive\r\n"))
                }
            }
        }
    }

    @Test("a client that closes its half after the request still gets its answer")
    func answersHalfClosed() async throws {
        try await TestServer.run { server in
            try await server.connect { connection in
                try await connection.send("GET /half HTTP/1.1\r\nHost: a\r\n\r\n")
                connection.finish()
                #expect(await connection.readToEnd().hasSuffix("<GET /half >"))
            }
        }
    }

    @Test("no connection stays counted when the clients are gone")
    func countsConnections() async throws {
        try await TestServer.run { server in
            for _ in 1...20 {
                #expect(
                    try await server.exchange("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").hasSuffix(">"))
            }
            try await server.connect { connection in
                try await connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                _ = try await connection.read(through: ">")
                #expect(server.connections.open >= 1)
            }
            await server.shutDown()
            await Poll.until(server.connections.open == 0)
            #expect(server.connections.open == 0)
        }
    }
}
