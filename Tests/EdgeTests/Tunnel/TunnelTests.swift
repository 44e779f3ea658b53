import HTTPTypes
import NIOCore
import Testing

@testable import Edge

@Suite("Tunnels over real sockets", .timeLimit(.minutes(5)))
struct TunnelTests {
    static let bare = "CONNECT b.test:443 HTTP/1.1\r\nHost: b.test:443\r\n\r\n"
    static let connect = "CONNECT b.test:443 HTTP/1.1\r\nHost: b.test:443\r\nProxy-Authorization: Basic b2s6\r\n\r\n"
    static let established = "HTTP/1.1 200 Connection established\r\n\r\n"

    @Test("a refused CONNECT is answered like any request, and its retry on the same connection opens the tunnel")
    func retries() async throws {
        try await TestTarget.run { port in
            try await TestServer.run(tunnels: TestAuthority(port: port)) { server in
                try await server.connect { connection in
                    for _ in 1...2 {
                        try await connection.send(Self.bare)
                        let answer = try await connection.read(through: "<who?>")
                        #expect(answer.hasPrefix("HTTP/1.1 407 Proxy Authentication Required\r\n"))
                        #expect(answer.contains("Proxy-Authenticate: Basic realm=\"test\"\r\n"))
                        #expect(answer.contains("Content-Length: 6\r\n"))
                    }
                    try await connection.send("POST /between HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nab")
                    #expect(try await connection.read(through: ">").hasSuffix("<POST /between ab>"))
                    try await connection.send(Self.connect)
                    #expect(try await connection.read(through: "\r\n\r\n") == Self.established)
                    try await connection.send("GET / HTTP/1.1\r\n\r\n")
                    #expect(try await connection.read(through: "\r\n\r\n") == "GET / HTTP/1.1\r\n\r\n")
                }
            }
        }
    }

    @Test(
        "requests, refused and granted CONNECTs and the tunnel's first bytes may all come at once", arguments: [1, 9])
    func pipelines(pieces: Int) async throws {
        try await TestTarget.run { port in
            try await TestServer.run(tunnels: TestAuthority(port: port)) { server in
                try await server.connect { connection in
                    let get = "GET /1 HTTP/1.1\r\nHost: a\r\n\r\n"
                    let everything = Array((get + Self.bare + Self.bare + get + Self.connect + "early bytes.").utf8)
                    let length = everything.count / pieces + 1
                    for start in stride(from: 0, to: everything.count, by: length) {
                        let piece = everything[start..<min(start + length, everything.count)]
                        try await connection.send(String(decoding: piece, as: UTF8.self))
                    }
                    #expect(try await connection.read(through: ">").hasSuffix("<GET /1 >"))
                    for _ in 1...2 { #expect(try await connection.read(through: ">").hasSuffix("<who?>")) }
                    #expect(try await connection.read(through: ">").hasSuffix("<GET /1 >"))
                    #expect(try await connection.read(through: "bytes.") == Self.established + "early bytes.")
                }
            }
        }
    }

    @Test("5 MB arrive as they were sent, both ways at once")
    func carriesMuch() async throws {
        let sent = (0..<5 * 1024 * 1024 / 8).reduce(into: ByteBuffer()) { buffer, number in
            buffer.writeInteger(UInt64(number) &* 0x9E37_79B9_7F4A_7C15)
        }
        try await TestTarget.run { port in
            try await TestServer.run(tunnels: TestAuthority(port: port)) { server in
                try await server.connect { connection in
                    try await connection.send(Self.connect)
                    #expect(try await connection.read(through: "\r\n\r\n") == Self.established)
                    let received = try await connection.exchange(sent)
                    #expect(received == sent)
                }
            }
        }
    }

    @Test("the client's end is carried over, and what the target sends afterwards still arrives")
    func carriesClientEnd() async throws {
        let counting: TestTarget.Service = { bytes, outbound in
            var count = 0
            while let next = try await bytes.next() { count += next.readableBytes }
            try await outbound.write(ByteBuffer(string: "\(count) "))
            try await outbound.write(ByteBuffer(repeating: UInt8(ascii: "x"), count: 3_000_000))
            outbound.finish()
        }
        try await TestTarget.run(serving: counting) { port in
            try await TestServer.run(tunnels: TestAuthority(port: port)) { server in
                try await server.connect { connection in
                    try await connection.send(Self.connect + String(repeating: "b", count: 2_000_000))
                    connection.finish()
                    let answer = await connection.readToEnd()
                    #expect(answer.hasPrefix(Self.established + "2000000 xxx"))
                    #expect(answer.utf8.count == Self.established.utf8.count + 8 + 3_000_000)
                }
            }
        }
    }

    @Test("the target's end is carried over, and what the client sends afterwards still arrives")
    func carriesTargetEnd() async throws {
        let (counts, counted) = AsyncStream.makeStream(of: Int.self)
        let greeting: TestTarget.Service = { bytes, outbound in
            try await outbound.write(ByteBuffer(string: "hello"))
            outbound.finish()
            var count = 0
            while count < 3_000_000, let next = try await bytes.next() { count += next.readableBytes }
            counted.yield(count)
        }
        try await TestTarget.run(serving: greeting) { port in
            try await TestServer.run(tunnels: TestAuthority(port: port)) { server in
                try await server.connect { connection in
                    try await connection.send(Self.connect)
                    #expect(await connection.readToEnd() == Self.established + "hello")
                    try await connection.send(String(repeating: "b", count: 3_000_000))
                    #expect(await counts.first { _ in true } == 3_000_000)
                }
            }
        }
    }

    @Test("a target that hangs up ends the tunnel, and there is room for another one")
    func targetHangsUp() async throws {
        try await TestTarget.run(serving: { _, _ in }) { port in
            try await TestServer.run(limits: EdgeLimits(maxTunnels: 1), tunnels: TestAuthority(port: port)) { server in
                for _ in 1...3 {
                    try await server.connect { connection in
                        try await connection.send(Self.connect)
                        #expect(await connection.readToEnd() == Self.established)
                    }
                    await Poll.until(server.connections.open == 0)
                }
            }
        }
    }

    @Test("a target that does not accept gets the authority's own answer, and the connection goes on")
    func failsToDial() async throws {
        let (events, event) = AsyncStream.makeStream(of: String.self)
        let port = try UnheardPort()
        try await TestServer.run(tunnels: TestAuthority(port: port.number, events: event)) { server in
            try await server.connect { connection in
                try await connection.send(Self.connect)
                let answer = try await connection.read(through: ">")
                #expect(answer.hasPrefix("HTTP/1.1 502 Bad Gateway\r\n"))
                #expect(answer.hasSuffix("Content-Length: 8\r\n\r\n<no way>"))
                try await connection.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n")
                #expect(try await connection.read(through: ">").hasSuffix("<GET /next >"))
            }
        }
        withExtendedLifetime(port) {}
        event.finish()
        let seen = await events.reduce(into: [String]()) { $0.append($1) }
        #expect(seen.count == 2)
        #expect(seen.last?.contains("Connection refused") == true)
    }

    @Test("a target that neither accepts nor refuses is waited for as long as the limit says")
    func timesDiallingOut() async throws {
        let (events, event) = AsyncStream.makeStream(of: String.self)
        try await DeafTarget.run { port in
            let limits = EdgeLimits(dialTimeout: .milliseconds(30))
            let authority = TestAuthority(port: port, events: event, grant: .forbidden)
            try await TestServer.run(limits: limits, tunnels: authority) { server in
                try await server.connect { connection in
                    var answer = ""
                    repeat {
                        try await connection.send(Self.connect)
                        answer = try await connection.read(through: ">")
                    } while answer.hasSuffix("<granted>")
                    #expect(answer.hasSuffix("<no way>"))
                }
            }
        }
        event.finish()
        let seen = await events.reduce(into: [String]()) { $0.append($1) }
        #expect(seen.last == "failed timedOut")
    }

    @Test("graceful shutdown does not wait for a target that is being dialled")
    func shutsDownDialling() async throws {
        let (events, event) = AsyncStream.makeStream(of: String.self)
        try await DeafTarget.run { port in
            let limits = EdgeLimits(dialTimeout: .seconds(300))
            try await TestServer.run(limits: limits, tunnels: TestAuthority(port: port, events: event)) { server in
                async let answer = server.exchange(Self.connect)
                var seen = events.makeAsyncIterator()
                #expect(await seen.next() == "asked b.test:443")
                await server.shutDown()
                let received = try await answer
                #expect(["", Self.established].contains(received))
                #expect(server.connections.open == 0)
            }
        }
    }

    @Test("one tunnel more than allowed is not dialled; the authority learns why")
    func limitsTunnels() async throws {
        let (events, event) = AsyncStream.makeStream(of: String.self)
        try await TestTarget.run { port in
            let authority = TestAuthority(port: port, events: event)
            try await TestServer.run(limits: EdgeLimits(maxTunnels: 1), tunnels: authority) { server in
                try await server.connect { first in
                    try await first.send(Self.connect)
                    #expect(try await first.read(through: "\r\n\r\n") == Self.established)
                    try await server.connect { second in
                        try await second.send(Self.connect)
                        #expect(try await second.read(through: ">").hasSuffix("<no way>"))
                    }
                }
            }
        }
        event.finish()
        let seen = await events.reduce(into: [String]()) { $0.append($1) }
        #expect(seen == ["asked b.test:443", "dialled", "asked b.test:443", "failed tooManyTunnels"])
    }

    @Test("a tunnel counts as a connection")
    func countsAsConnection() async throws {
        try await TestTarget.run { port in
            let limits = EdgeLimits(maxConnections: 1)
            try await TestServer.run(limits: limits, tunnels: TestAuthority(port: port)) { server in
                try await server.connect { connection in
                    try await connection.send(Self.connect)
                    #expect(try await connection.read(through: "\r\n\r\n") == Self.established)
                    let refused = try await server.exchange("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(refused.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
                }
            }
        }
    }

    @Test("a grant without a dialled target is our mistake and says so; a target dialled for a refusal is hung up")
    func answersMisuse() async throws {
        try await TestTarget.run { port in
            try await TestServer.run(tunnels: TestAuthority(port: port, skipsDialling: true)) { server in
                try await server.connect { connection in
                    try await connection.send(Self.connect)
                    let answer = try await connection.read(through: "\r\n\r\n")
                    #expect(answer == "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n")
                }
            }
        }
        let (ends, ended) = AsyncStream.makeStream(of: Void.self)
        let watching: TestTarget.Service = { bytes, _ in
            while try await bytes.next() != nil {}
            ended.yield()
        }
        try await TestTarget.run(serving: watching) { port in
            try await TestServer.run(tunnels: TestAuthority(port: port, grant: .forbidden)) { server in
                try await server.connect { connection in
                    try await connection.send(Self.connect)
                    #expect(try await connection.read(through: ">").hasPrefix("HTTP/1.1 403 Forbidden\r\n"))
                    _ = await ends.first { _ in true }
                    try await connection.send("GET /next HTTP/1.1\r\nHost: a\r\n\r\n")
                    #expect(try await connection.read(through: ">").hasSuffix("<GET /next >"))
                }
            }
        }
    }

    @Test("a tunnel in which no byte comes is cut after the idle time")
    func timesOut() async throws {
        try await TestTarget.run { port in
            let limits = EdgeLimits(idleTimeout: .milliseconds(50))
            try await TestServer.run(limits: limits, tunnels: TestAuthority(port: port)) { server in
                try await server.connect { connection in
                    try await connection.send(Self.connect)
                    #expect(await connection.readToEnd() == Self.established)
                }
            }
        }
    }

    @Test("graceful shutdown cuts tunnels at once, also those that are being decided or whose bytes nobody takes")
    func shutsDown() async throws {
        let (events, event) = AsyncStream.makeStream(of: String.self)
        let deaf: TestTarget.Service = { _, _ in
            let (never, continuation) = AsyncStream.makeStream(of: Void.self)
            for await _ in never {}
            continuation.finish()
        }
        try await TestTarget.run(serving: deaf) { port in
            let authority = TestAuthority(port: port, events: event)
            try await TestServer.run(tunnels: authority) { server in
                async let idle = server.exchange(Self.connect)
                async let stuck = server.exchange(Self.connect + String(repeating: "b", count: 8_000_000))
                var seen = events.filter { $0 == "dialled" }.makeAsyncIterator()
                for _ in 1...2 { _ = await seen.next() }
                await server.shutDown()
                _ = try await (idle, stuck)
                #expect(server.connections.open == 0)
            }
        }
    }

    @Test(
        "what is no target is refused before the authority is asked",
        arguments: [
            "b.test", "b.test:", "b.test:0", "b.test:65536", "b.test:x", "b.test:+80", ":443", "/path", "*",
            "http://b.test:443", "u@b.test:443", "[::1]", "[::1:443", "[b.test]:443", "::1:443", "b.test:443/",
        ])
    func refusesTarget(target: String) async throws {
        let (events, event) = AsyncStream.makeStream(of: String.self)
        try await TestServer.run(tunnels: TestAuthority(port: 1, events: event)) { server in
            let answer = try await server.exchange("CONNECT \(target) HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
            #expect(answer.contains("\"code\":400"))
        }
        event.finish()
        #expect(await events.first { _ in true } == nil)
    }
}
