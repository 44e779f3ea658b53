package import HummingbirdCore
package import Logging
package import NIOCore
import NIOHTTP1
package import NIOHTTPTypes
import Synchronization

/// Drydock's HTTP/1.1 child channel: owns the pipeline of a connection from the first byte and hands ordinary requests
/// to the responder, CONNECTs to the authority for tunnels where there is one.
///
/// It stands in for HummingbirdCore's own HTTP/1 channel, which stops reading after a request that offers an upgrade.
/// Use it as `HTTPServerBuilder { EdgeChannel(responder: $0, limits: limits) }`.
package struct EdgeChannel: HTTPChannelHandler {
    /// A connection as its handler sees it: requests in, responses out.
    package typealias Value = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

    /// Answers a request.
    package let responder: Responder
    /// What clients may do at most.
    package let limits: EdgeLimits
    /// The connections that are open, this channel's and those of others that share the counter.
    package let connections: ConnectionCounter
    private let opensTunnels: Bool

    /// A child channel; pass one counter to several listeners and `limits.maxConnections` holds for all of them.
    /// Without an authority for tunnels a CONNECT is for the responder, as any request.
    package init(
        responder: @escaping Responder,
        limits: EdgeLimits = EdgeLimits(),
        connections: ConnectionCounter = ConnectionCounter(),
        tunnels authority: (any TunnelAuthority)? = nil
    ) {
        self.responder =
            if let authority {
                TunnelResponder(
                    authority: authority, limits: limits, tunnels: ConnectionCounter(), next: responder
                ).respond
            } else {
                responder
            }
        self.opensTunnels = authority != nil
        self.limits = limits
        self.connections = connections
    }

    /// Builds the pipeline of an accepted connection.
    package func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let isAdmitted = connections.opened() <= limits.maxConnections
        channel.closeFuture.whenComplete { [connections] _ in connections.closed() }
        return channel.eventLoop.makeCompletedFuture {
            let decoder = RequestDecoder(limits: limits)
            let handler = ConnectionHandler(
                state: ConnectionState(limits: limits, isAdmitted: isAdmitted, opensTunnels: opensTunnels),
                limits: limits, decoder: decoder, logger: logger)
            try channel.pipeline.syncOperations.addHandlers(ByteToMessageHandler(decoder), handler)
            return try NIOAsyncChannel(
                wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
        }
    }

    /// Answers the requests of one connection, in order, until it is closed.
    package func handle(value: Value, logger: Logger) async {
        await handleHTTP(asyncChannel: value, logger: logger)
    }
}

/// Counts the open connections of one or more listeners.
package final class ConnectionCounter: Sendable {
    private let count = Atomic<Int>(0)

    /// A counter at zero.
    package init() {}

    /// How many connections are open now.
    package var open: Int { count.load(ordering: .relaxed) }

    /// Counts one more and returns how many are open with it.
    func opened() -> Int { count.add(1, ordering: .relaxed).newValue }

    /// Counts one less.
    func closed() { count.subtract(1, ordering: .relaxed) }
}

/// The client of a connection, as long as it is there.
package struct ClientPresence: Sendable {
    private let channel: any Channel

    /// The client at the other end of `channel`, which `EdgeChannel` has set up.
    package init(_ channel: any Channel) {
        self.channel = channel
    }

    /// Returns when the client has ended its side of the connection, or the connection is gone; also when the task is cancelled.
    package func untilGone() async {
        let (departure, continuation) = AsyncStream<Void>.makeStream()
        channel.eventLoop.execute { [channel] in
            guard let handler = try? channel.pipeline.syncOperations.handler(type: ConnectionHandler.self) else {
                return continuation.finish()
            }
            handler.whenClientLeaves { continuation.finish() }
        }
        for await _ in departure {}
    }
}
