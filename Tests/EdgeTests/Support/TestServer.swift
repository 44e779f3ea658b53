import HTTPTypes
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization
import Testing

@testable import Edge

/// A server on a free port of the loopback interface, for the time of one test.
struct TestServer: Sendable {
    let port: Int
    let connections: ConnectionCounter
    private let group: ServiceGroup
    private let service: Serving

    /// A server as a service, whose end can be waited for.
    private final class Serving: Service {
        let server: EdgeServer
        let whenListening: @Sendable (Int) -> Void
        private let ended = Atomic(false)

        init(_ server: EdgeServer, whenListening: @escaping @Sendable (Int) -> Void) {
            self.server = server
            self.whenListening = whenListening
        }

        var hasEnded: Bool { ended.load(ordering: .relaxed) }

        func run() async throws {
            defer { ended.store(true, ordering: .relaxed) }
            try await server.run(whenListening: whenListening)
        }
    }

    /// Starts a server, runs the body and stops the server gracefully.
    static func run(
        limits: EdgeLimits = EdgeLimits(),
        bodyLimit: Int = 1024 * 1024,
        bodies: ByteBudget = ByteBudget(1 << 30),
        responder: @escaping @Sendable (EdgeRequest) -> Answering = TestServer.echo,
        tunnels: (any TunnelAuthority)? = nil,
        tls: (any TLSAuthority)? = nil,
        body: @Sendable @escaping (TestServer) async throws -> Void
    ) async throws {
        let connections = ConnectionCounter()
        let (ports, portArrived) = AsyncStream.makeStream(of: Int.self)
        let server = EdgeServer(
            host: "127.0.0.1", port: 0, responder: TestResponder(bodyLimit: bodyLimit, answer: responder),
            limits: limits, connections: connections, bodies: bodies, tunnels: tunnels, tls: tls,
            logger: Logger(label: "test"))
        let service = Serving(server) { portArrived.yield($0) }
        let stopping = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)],
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await stopping.run() }
            var arrivals = ports.makeAsyncIterator()
            let port = await arrivals.next() ?? 0
            let server = TestServer(port: port, connections: connections, group: stopping, service: service)
            do {
                try await body(server)
            } catch {
                await server.shutDown()
                throw error
            }
            await server.shutDown()
            try await group.waitForAll()
        }
    }

    /// Returns when the server has stopped gracefully.
    func shutDown() async {
        await group.triggerGracefulShutdown()
        await Poll.until(service.hasEnded)
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
    static let echo: @Sendable (EdgeRequest) -> Answering = { .now(.echo(of: $0)) }
}
