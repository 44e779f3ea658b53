import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1
import Synchronization
import Testing

@testable import Edge

/// What holds for answers holds by TLS with either protocol.
@Suite struct StreamTests {
    @Test("Bodies of megabytes go both ways", arguments: ClientProtocols.allCases)
    func largeBodies(_ protocols: ClientProtocols) async throws {
        let tls = try TestTLS()
        let bodies = ByteBudget(1 << 30)
        let body = ByteBuffer(repeating: UInt8(ascii: "y"), count: 3 << 20)
        try await TestServer.run(
            bodyLimit: 8 << 20, bodies: bodies,
            responder: { request in
                guard case .whole(let bytes) = request.body else { return .now(.text("none")) }
                return .now(EdgeAnswer(HTTPResponse(status: .ok), .whole(bytes)))
            }, tls: tls
        ) { server in
            try await tls.withClient(speaks: protocols) { client in
                let answer = try await client.send("/", by: .POST, to: server.port, body: body)
                #expect(answer.headers.first(name: "content-length") == "\(3 << 20)")
                #expect(try await answer.body.collect(upTo: 8 << 20) == body)
            }
            await Poll.until(bodies.used == 0)
        }
    }

    @Test("A body of too many bytes is refused and the connection stays", arguments: ClientProtocols.allCases)
    func tooLarge(_ protocols: ClientProtocols) async throws {
        let tls = try TestTLS()
        try await TestServer.run(bodyLimit: 1000, tls: tls) { server in
            try await tls.withClient(speaks: protocols) { client in
                let answer = try await client.send(
                    "/", by: .POST, to: server.port, body: ByteBuffer(repeating: 0x61, count: 200_000))
                let text1 = try await answer.text
                #expect(text1 == "<POST / more than 1000>")
                let text2 = try await client.send("/on", to: server.port).text
                #expect(text2 == "<GET /on >")
            }
        }
    }

    @Test("HEAD, 204 and 304 have no body", arguments: [(HTTPMethod.HEAD, 200), (.GET, 204), (.GET, 304)])
    func noBody(_ method: HTTPMethod, _ status: Int) async throws {
        let tls = try TestTLS()
        try await TestServer.run(
            responder: { _ in
                .now(EdgeAnswer(HTTPResponse(status: .init(code: status)), .whole(ByteBuffer(string: "four"))))
            },
            tls: tls
        ) { server in
            try await tls.withClient(speaks: .http2) { client in
                let answer = try await client.send("/", by: method, to: server.port)
                #expect(Int(answer.status.code) == status)
                #expect(answer.headers.first(name: "content-length") == (status == 204 ? nil : "4"))
                let text3 = try await answer.text
                #expect(text3 == "")
            }
        }
    }

    @Test("Fields that are between two neighbours do not go out on a stream")
    func hopByHop() async throws {
        let tls = try TestTLS()
        let head = HTTPResponse(
            status: .ok, headerFields: [.connection: "close", .transferEncoding: "chunked", .contentType: "text/x"])
        try await TestServer.run(
            responder: { _ in .now(EdgeAnswer(head, .whole(ByteBuffer(string: "a")))) }, tls: tls
        ) { server in
            try await tls.withClient(speaks: .http2) { client in
                let answer = try await client.send("/", to: server.port)
                #expect(answer.headers.map(\.name).sorted() == ["content-length", "content-type"])
            }
        }
    }

    @Test("Pieces arrive as they come, with a length and without", arguments: ClientProtocols.allCases, [true, false])
    func pieces(_ protocols: ClientProtocols, _ hasLength: Bool) async throws {
        let tls = try TestTLS()
        let (pieces, source) = AsyncStream.makeStream(of: ByteBuffer.self)
        try await TestServer.run(
            responder: { _ in
                .now(
                    EdgeAnswer(
                        HTTPResponse(status: .ok),
                        .pieces(first: ByteBuffer(string: "one "), pieces, length: hasLength ? 13 : nil)))
            }, tls: tls
        ) { server in
            try await tls.withClient(speaks: protocols) { client in
                let answer = try await client.send("/", to: server.port)
                var text = ""
                for try await piece in answer.body {
                    text += String(buffer: piece)
                    switch text {
                    case "one ": source.yield(ByteBuffer(string: "two "))
                    case "one two ":
                        source.yield(ByteBuffer(string: "three"))
                        source.finish()
                    default: break
                    }
                }
                #expect(text == "one two three")
            }
        }
    }

    @Test("A source that ends early is no whole answer", arguments: ClientProtocols.allCases)
    func earlyEnd(_ protocols: ClientProtocols) async throws {
        let tls = try TestTLS()
        try await TestServer.run(
            responder: { _ in
                let (pieces, source) = AsyncStream.makeStream(of: ByteBuffer.self)
                source.finish()
                return .now(
                    EdgeAnswer(HTTPResponse(status: .ok), .pieces(first: ByteBuffer(string: "a"), pieces, length: 9)))
            }, tls: tls
        ) { server in
            try await tls.withClient(speaks: protocols) { client in
                await #expect(throws: (any Error).self) { try await client.send("/", to: server.port).text }
            }
        }
    }

    @Test(
        "What becomes of a connection in place of an answer, a client sees by either protocol",
        arguments: ClientProtocols.allCases, ConnectionFault.allCases)
    func faults(_ protocols: ClientProtocols, _ fault: ConnectionFault) async throws {
        let tls = try TestTLS()
        try await TestServer.run(
            responder: { request in
                guard request.head.path == "/bad" else { return .now(.echo(of: request)) }
                return .now(EdgeAnswer(HTTPResponse(status: .ok), .fault(fault)))
            }, tls: tls
        ) { server in
            try await tls.withClient(speaks: protocols) { client in
                await #expect(throws: (any Error).self) { try await client.send("/bad", to: server.port).text }
            }
            try await tls.withClient(speaks: protocols) { client in
                let answer = try await client.send("/on", to: server.port).text
                #expect(answer == "<GET /on >")
            }
            await Poll.until(server.connections.open == 0)
        }
    }

    @Test("A truncated body is no whole one", arguments: ClientProtocols.allCases)
    func truncation(_ protocols: ClientProtocols) async throws {
        let tls = try TestTLS()
        try await TestServer.run(
            responder: { _ in
                .now(EdgeAnswer(HTTPResponse(status: .ok), .truncated(ByteBuffer(string: "0123456789"), after: 4)))
            }, tls: tls
        ) { server in
            try await tls.withClient(speaks: protocols) { client in
                await #expect(throws: (any Error).self) { try await client.send("/", to: server.port).text }
            }
        }
    }

    @Test("Whoever works on an answer learns that its client has left", arguments: ClientProtocols.allCases)
    func departure(_ protocols: ClientProtocols) async throws {
        let tls = try TestTLS()
        let isGone = Atomic(false)
        let hasBegun = Atomic(false)
        try await TestServer.run(
            responder: { request in
                .later(
                    PendingAnswer(of: {
                        hasBegun.store(true, ordering: .relaxed)
                        await request.client.untilGone()
                        isGone.store(true, ordering: .relaxed)
                        throw ChannelError.eof
                    }))
            }, tls: tls
        ) { server in
            try await tls.withClient(speaks: protocols) { client in
                let request = Task { try await client.send("/", to: server.port) }
                await Poll.until(hasBegun.load(ordering: .relaxed))
                request.cancel()
                _ = try? await request.value
                await Poll.until(isGone.load(ordering: .relaxed))
            }
        }
    }

    @Test("An answer that nobody waits for any more is given up")
    func cancellation() async throws {
        let tls = try TestTLS()
        let isCancelled = Atomic(false)
        let hasBegun = Atomic(false)
        try await TestServer.run(
            responder: { _ in
                .later(
                    PendingAnswer { _ in
                        hasBegun.store(true, ordering: .relaxed)
                        return { isCancelled.store(true, ordering: .relaxed) }
                    })
            }, tls: tls
        ) { server in
            try await tls.withClient(speaks: .http2) { client in
                let request = Task { try await client.send("/", to: server.port) }
                await Poll.until(hasBegun.load(ordering: .relaxed))
                request.cancel()
                _ = try? await request.value
                await Poll.until(isCancelled.load(ordering: .relaxed))
            }
        }
    }

    @Test("A hundred requests at a time are answered on one connection")
    func many() async throws {
        let tls = try TestTLS()
        try await TestServer.run(responder: { request in .later(PendingAnswer(of: { .echo(of: request) })) }, tls: tls)
        {
            server in
            try await tls.withClient(speaks: .http2) { client in
                _ = try await client.send("/first", to: server.port).text
                try await withThrowingTaskGroup(of: Bool.self) { group in
                    for number in 0..<100 {
                        group.addTask {
                            try await client.send("/\(number)", to: server.port).text == "<GET /\(number) >"
                        }
                    }
                    for try await isRight in group { #expect(isRight) }
                }
                #expect(server.connections.open == 1)
            }
        }
    }
}
