public import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Drydock's HTTP server on one host and port: has the requests of all connections answered, on their event loops. A client
/// that begins with TLS gets it, and HTTP/2 if it prefers that.
public struct EdgeServer: Sendable {
    private let host: String
    private let port: Int
    private let environment: ConnectionEnvironment
    private let connections: ConnectionCounter

    /// A server that does not listen yet.
    ///
    /// - Parameters:
    ///   - host: A name or an address of this machine.
    ///   - port: 0 for any free one.
    ///   - responder: Answers the requests.
    ///   - limits: What clients may do at most.
    ///   - connections: The connections that are open; pass one counter to several servers and `limits.maxConnections`
    ///     holds for all of them.
    ///   - bodies: What bodies may take together.
    ///   - authority: Decides about CONNECTs; without one they are for the responder, as any request.
    ///   - tls: Has the certificates; without it TLS is not spoken.
    ///   - logger: Hears of clients that are cut off, and of connections that cannot be accepted.
    public init(
        host: String, port: Int, responder: any EdgeResponder, limits: EdgeLimits = EdgeLimits(),
        connections: ConnectionCounter = ConnectionCounter(), bodies: ByteBudget,
        tunnels authority: (any TunnelAuthority)? = nil, tls: (any TLSAuthority)? = nil, logger: Logger
    ) {
        self.host = host
        self.port = port
        self.connections = connections
        environment = ConnectionEnvironment(
            responder: responder, limits: limits, bodies: bodies,
            tunnels: authority.map { TunnelResponder(authority: $0, limits: limits, tunnels: ConnectionCounter()) },
            tls: tls, logger: logger)
    }

    /// Serves until all connections are over, after a graceful shutdown; or closes them at once when the task is cancelled.
    ///
    /// - Parameter whenListening: Called once with the port that is listened on. What it throws ends the server and is thrown.
    public func run(whenListening: (Int) async throws -> Void) async throws {
        let open = OpenConnections()
        let listener = try await bind(open)
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                do {
                    try await whenListening(listener.localAddress?.port ?? 0)
                } catch {
                    Self.cut(listener, open)
                    await Self.finish(listener, open)
                    throw error
                }
                await Self.finish(listener, open)
            } onGracefulShutdown: {
                listener.close(promise: nil)
                open.quiesce()
            }
        } onCancel: {
            Self.cut(listener, open)
        }
    }

    private func bind(_ open: OpenConnections) async throws -> any Channel {
        try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: Self.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { [logger = environment.logger] listener in
                // Before NIO's own handler, which is added next.
                listener.eventLoop.makeCompletedFuture {
                    try listener.pipeline.syncOperations.addHandler(AcceptHandler(logger: logger))
                }
            }
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            // What one read brings is answered before other connections have their turn.
            .childChannelOption(.maxMessagesPerRead, value: 1)
            .childChannelOption(
                .recvAllocator, value: AdaptiveRecvByteBufferAllocator(minimum: 64, initial: 2048, maximum: 16 * 1024)
            )
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try setUp(channel, open) }
            }
            .bind(host: host, port: port).get()
    }

    /// Builds the pipeline of an accepted connection.
    private func setUp(_ channel: any Channel, _ open: OpenConnections) throws {
        guard open.add(channel) else { throw ChannelError.ioOnClosedChannel }
        let isAdmitted = connections.opened() <= environment.limits.maxConnections
        channel.closeFuture.whenComplete { [connections, id = ObjectIdentifier(channel)] _ in
            connections.closed()
            open.remove(id)
        }
        try ConnectionHandler.add(to: channel, environment, isAdmitted: isAdmitted)
    }

    private static func cut(_ listener: any Channel, _ open: OpenConnections) {
        listener.close(promise: nil)
        open.closeAll()
    }

    /// Returns when nobody listens any more and the last connection is over.
    private static func finish(_ listener: any Channel, _ open: OpenConnections) async {
        // A listener that breaks ends the server as a shutdown does.
        try? await listener.closeFuture.get()
        open.quiesce()
        await open.untilOver()
    }

    /// How many connections the system keeps until they are accepted. Ours.
    private static let backlog: Int32 = 256
}

/// What all connections of a server share.
struct ConnectionEnvironment: Sendable {
    /// Answers the requests.
    let responder: any EdgeResponder
    let limits: EdgeLimits
    /// What bodies may take together.
    let bodies: ByteBudget
    /// Answers CONNECTs; nil if they are for the responder.
    let tunnels: TunnelResponder?
    /// Has the certificates; nil if TLS is not spoken.
    let tls: (any TLSAuthority)?
    let logger: Logger
    let flushes = LoopLocal(TurnFlush.init)
}
