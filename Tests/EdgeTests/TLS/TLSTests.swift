import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOHTTP1
import Synchronization
import Testing

@testable import Edge

@Suite struct TLSTests {
    @Test(
        "One port answers plain HTTP and HTTPS, by the protocol that the client prefers",
        arguments: ClientProtocols.allCases)
    func onePort(_ protocols: ClientProtocols) async throws {
        let tls = try TestTLS()
        try await TestServer.run(tls: tls) { server in
            let plain = try await server.exchange("GET /plain HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(plain.hasSuffix("<GET /plain >"))
            try await tls.withClient(speaks: protocols) { client in
                for number in 1...3 {
                    let answer = try await client.send(
                        "/\(number)", by: .POST, to: server.port, body: ByteBuffer(string: "hi"))
                    #expect(answer.version == protocols.version)
                    let text1 = try await answer.text
                    #expect(text1 == "<POST /\(number) hi>")
                }
            }
        }
    }

    @Test("Without an authority TLS is not spoken: its first bytes are no request")
    func noTLS() async throws {
        let tls = try TestTLS()
        try await TestServer.run { server in
            try await tls.withClient(speaks: .http1) { client in
                await #expect(throws: (any Error).self) { try await client.send("/", to: server.port) }
            }
            let answer = try await server.exchange("\u{16}\u{3}\u{1}\u{0}\u{5}hello\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 400 "))
        }
    }

    @Test(
        "The responder learns by which scheme a request came, and that its client is secure",
        arguments: ClientProtocols.allCases)
    func scheme(_ protocols: ClientProtocols) async throws {
        let tls = try TestTLS()
        try await TestServer.run(
            responder: { .now(.text("\($0.head.scheme ?? "none") \($0.client.isSecure)")) }, tls: tls
        ) {
            server in
            #expect(try await server.exchange("GET / HTTP/1.0\r\n\r\n").hasSuffix("http false"))
            try await tls.withClient(speaks: protocols) { client in
                let text2 = try await client.send("/", to: server.port).text
                #expect(text2 == "https true")
            }
        }
    }

    @Test("A client that is to be cut off gets no byte of a handshake")
    func cut() async throws {
        let tls = try TestTLS()
        try await TestServer.run(tls: tls) { server in
            try await tls.withClient(speaks: .http1) { client in
                await #expect(throws: (any Error).self) {
                    try await client.send("/", to: server.port, host: "cut.localhost")
                }
                let text3 = try await client.send("/on", to: server.port).text
                #expect(text3 == "<GET /on >")
            }
        }
    }

    @Test("A client that does not trust the authority harms nobody else")
    func distrust() async throws {
        let tls = try TestTLS()
        let other = try TestTLS()
        try await TestServer.run(tls: tls) { server in
            try await other.withClient(speaks: .http2) { client in
                await #expect(throws: (any Error).self) { try await client.send("/", to: server.port) }
            }
            try await tls.withClient(speaks: .http2) { client in
                let text4 = try await client.send("/on", to: server.port).text
                #expect(text4 == "<GET /on >")
            }
        }
    }

    @Test("A CONNECT that leads to ourselves is a connection of its own", arguments: ClientProtocols.allCases)
    func passage(_ protocols: ClientProtocols) async throws {
        let tls = try TestTLS()
        let authority = PassageAuthority()
        try await TestServer.run(tunnels: authority, tls: tls) { server in
            try await tls.withClient(speaks: protocols, proxyPort: server.port) { client in
                for number in 1...3 {
                    let answer = try await client.send("/\(number)", to: 443, host: "api.anchorbrowser.io")
                    let text5 = try await answer.text
                    #expect(text5 == "<GET /\(number) >")
                }
            }
            // Plain HTTP through it, and bytes that came with the CONNECT.
            let text = try await server.exchange(
                "CONNECT api.anchorbrowser.io:80 HTTP/1.1\r\nHost: x\r\n\r\n"
                    + "GET /early HTTP/1.1\r\nHost: api.anchorbrowser.io\r\nConnection: close\r\n\r\n")
            #expect(text.hasPrefix("HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200 OK\r\n"))
            #expect(text.hasSuffix("<GET /early >"))
        }
    }

    @Test("A server that stops ends connections that nobody uses, and handshakes that have not ended")
    func stop() async throws {
        let tls = try TestTLS()
        try await TestServer.run(tls: tls) { server in
            try await tls.withClient(speaks: .http2) { second in
                try await tls.withClient(speaks: .http1) { first in
                    _ = try await first.send("/", to: server.port).text
                    _ = try await second.send("/", to: server.port).text
                    try await server.connect { connection in
                        try await connection.send([0x16, 0x03, 0x01])
                        await server.shutDown()
                        #expect(server.connections.open == 0)
                    }
                }
            }
        }
    }
}

/// Leads every CONNECT to ourselves.
private struct PassageAuthority: TunnelAuthority {
    func answer(
        _ head: HTTPRequest, from client: EdgeClient,
        dial: @Sendable (TunnelTarget) async throws(TunnelFailure) -> Void
    ) async throws -> EdgeAnswer {
        EdgeAnswer(HTTPResponse(status: .ok), .passage(Passage(host: "api.anchorbrowser.io", owner: nil)))
    }
}
