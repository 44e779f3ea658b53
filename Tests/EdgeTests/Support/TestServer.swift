import Edge
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import Testing

/// A listener on a free port of the loopback interface, for the time of one test.
struct TestServer: Sendable {
    let port: Int
    let connections: ConnectionCounter
    private let server: Server<EdgeChannel>

    /// Starts a listener, runs the body and stops the listener gracefully.
    static func run(
        limits: EdgeLimits = EdgeLimits(),
        responder: @escaping EdgeChannel.Responder = TestServer.echo,
        tunnels: (any TunnelAuthority)? = nil,
        body: @Sendable @escaping (TestServer) async throws -> Void
    ) async throws {
        let connections = ConnectionCounter()
        let (ports, portArrived) = AsyncStream.makeStream(of: Int.self)
        let server = Server(
            childChannelSetup: EdgeChannel(
                responder: responder, limits: limits, connections: connections, tunnels: tunnels),
            configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { channel in portArrived.yield(channel.localAddress?.port ?? 0) },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            var arrivals = ports.makeAsyncIterator()
            let port = await arrivals.next() ?? 0
            do {
                try await body(TestServer(port: port, connections: connections, server: server))
            } catch {
                try await server.shutdownGracefully()
                throw error
            }
            try await server.shutdownGracefully()
            try await group.waitForAll()
        }
    }

    func shutDown() async throws {
        try await server.shutdownGracefully()
    }

    /// Opens a connection and runs the body on it. One that does not read lets its system fill up.
    func connect(
        reads: Bool = true, _ body: @Sendable (inout RawConnection) async throws -> Void
    ) async throws {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.autoRead, value: reads)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(
                        wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
                }
            }
        try await channel.executeThenClose { inbound, outbound in
            var connection = RawConnection(inbound: inbound.makeAsyncIterator(), outbound: outbound)
            try await body(&connection)
        }
    }

    /// Sends bytes and returns all that the server answers until it closes the connection, be it before it has read
    /// them.
    func exchange(_ request: String) async throws -> String {
        let (answers, answered) = AsyncStream.makeStream(of: String.self)
        try await connect { connection in
            try? await connection.send(request)
            answered.yield(await connection.readToEnd())
        }
        var iterator = answers.makeAsyncIterator()
        return await iterator.next() ?? ""
    }

    /// Sends bytes and returns what comes until the connection is over.
    func ending(of request: String) async throws -> Ending {
        let (endings, ended) = AsyncStream.makeStream(of: Ending.self)
        try await connect { connection in
            try? await connection.send(request)
            ended.yield(await connection.readToEnding())
        }
        var iterator = endings.makeAsyncIterator()
        return try #require(await iterator.next())
    }

    /// Answers with what it got: method, path and body.
    static let echo: EdgeChannel.Responder = { request, writer, _ in
        let body = try await request.body.collect(upTo: 1024 * 1024)
        let path = request.head.path ?? request.head.authority ?? ""
        let text = "<\(request.method) \(path) \(String(buffer: body))>"
        try await writer.write(
            response: HTTPResponse(status: .ok, headerFields: [.contentLength: "\(text.utf8.count)"]),
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
