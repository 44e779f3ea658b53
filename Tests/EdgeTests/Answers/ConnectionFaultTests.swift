import HTTPTypes
import NIOCore
import NIOPosix
import Testing

@testable import Edge

@Suite("A connection that fails on purpose, over a real socket", .timeLimit(.minutes(5)))
struct ConnectionFaultTests {
    @Test("the client sees each fault for what it is", arguments: ConnectionFault.allCases)
    func fails(fault: ConnectionFault) async throws {
        try await TestServer.run(responder: Self.failing(.fault(fault))) { server in
            let ending = try await server.ending(of: "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(ending == Self.ending(of: fault))
        }
    }

    @Test(
        "it does so whatever the request is and however much of it is unread",
        arguments: ConnectionFault.allCases,
        [
            "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.0\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
            "CONNECT b.test:443 HTTP/1.1\r\nHost: b.test:443\r\n\r\nearly bytes",
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + String(repeating: "b", count: 100_000),
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n7\r\nbo",
        ])
    func failsOnAnyRequest(fault: ConnectionFault, request: String) async throws {
        // What comes of a body is not taken: the request is complete without it.
        try await TestServer.run(bodyLimit: 1, responder: Self.failing(.fault(fault))) { server in
            let ending = try await server.ending(of: request)
            #expect(ending == Self.ending(of: fault))
            await Poll.until(server.connections.open == 0)
        }
    }

    @Test(
        "on a kept connection the answers before it arrive, and the requests behind it reach nobody",
        arguments: [ConnectionFault.close, .garbage])
    func failsLater(fault: ConnectionFault) async throws {
        let (paths, path) = AsyncStream.makeStream(of: String.self)
        let responder: @Sendable (EdgeRequest) -> Answering = { request in
            path.yield(request.head.path ?? "")
            guard request.head.path == "/fail" else { return TestServer.echo(request) }
            return .now(EdgeAnswer(HTTPResponse(status: .ok), .fault(fault)))
        }
        try await TestServer.run(responder: responder) { server in
            let requests = ["/1", "/fail", "/3"].map { "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
            let ending = try await server.ending(of: requests)
            #expect(ending.text.hasPrefix("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n<GET /1 >"))
            #expect(ending.text.hasSuffix("<GET /1 >" + Self.ending(of: fault).text))
            #expect(ending.isReset == false)
            await Poll.until(server.connections.open == 0)
        }
        path.finish()
        #expect(await paths.reduce(into: []) { $0.append($1) } == ["/1", "/fail"])
    }

    @Test(
        "a truncated answer has its whole head and so many bytes of its body",
        arguments: [(0, ""), (1, "w"), (4, "whol"), (5, "whole"), (6, "whole"), (-1, "")])
    func truncates(length: Int, body: String) async throws {
        let delivery = AnswerDelivery.truncated(ByteBuffer(string: "whole"), after: length)
        try await TestServer.run(responder: Self.failing(delivery)) { server in
            let ending = try await server.ending(of: "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(ending == Ending(text: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + body, isReset: false))
        }
    }

    @Test("a truncated answer to HEAD is its head and the end")
    func truncatesHead() async throws {
        let delivery = AnswerDelivery.truncated(ByteBuffer(string: "whole"), after: 3)
        try await TestServer.run(responder: Self.failing(delivery)) { server in
            let ending = try await server.ending(of: "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(ending == Ending(text: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", isReset: false))
        }
    }

    @Test("of a truncated long answer every byte arrives that should")
    func truncatesLong() async throws {
        let delivery = AnswerDelivery.truncated(ByteBuffer(repeating: 0x78, count: 8_000_000), after: 7_000_000)
        try await TestServer.run(responder: Self.failing(delivery)) { server in
            let ending = try await server.ending(of: "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            let head = "HTTP/1.1 200 OK\r\nContent-Length: 8000000\r\n\r\n"
            #expect(ending.text.utf8.count == head.utf8.count + 7_000_000)
            #expect(ending.isReset == false)
        }
    }

    @Test("a fault takes the place of a tunnel that would have been granted", arguments: ConnectionFault.allCases)
    func failsTunnel(fault: ConnectionFault) async throws {
        let (ends, ended) = AsyncStream.makeStream(of: Void.self)
        let watching: TestTarget.Service = { bytes, _ in
            while try await bytes.next() != nil {}
            ended.yield()
        }
        try await TestTarget.run(serving: watching) { port in
            try await TestServer.run(tunnels: TestAuthority(port: port, fault: fault)) { server in
                let connect =
                    "CONNECT b.test:443 HTTP/1.1\r\nHost: b.test:443\r\nProxy-Authorization: Basic b2s6\r\n\r\n"
                let ending = try await server.ending(of: connect)
                #expect(ending == Self.ending(of: fault))
                _ = await ends.first { _ in true }
            }
        }
    }

    private static func failing(_ delivery: AnswerDelivery) -> @Sendable (EdgeRequest) -> Answering {
        { _ in .now(EdgeAnswer(HTTPResponse(status: .ok), delivery)) }
    }

    private static func ending(of fault: ConnectionFault) -> Ending {
        switch fault {
        case .reset: Ending(text: "", isReset: true)
        case .close: Ending(text: "", isReset: false)
        case .garbage:
            Ending(
                text: String(decoding: [0xff, 0xfe, 0x00, 0x01], as: UTF8.self) + "these bytes are no HTTP\r\n\r\n",
                isReset: false)
        }
    }
}
