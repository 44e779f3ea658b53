package import NIOCore

/// The client of one connection.
package final class EdgeClient: Sendable {
    /// Its address; nil if it is not known.
    package let remote: SocketAddress?
    /// The address of ours that it has called; nil if it is not known.
    package let local: SocketAddress?
    private let channel: any Channel

    /// The client at the other end of `channel`; on the channel's event loop, when it is active.
    package init(_ channel: any Channel) {
        self.channel = channel
        remote = channel.remoteAddress
        local = channel.localAddress
    }

    /// Does `work` on the event loop of the connection, behind what happens there now.
    package func onEventLoop(_ work: @escaping @Sendable () -> Void) { channel.eventLoop.execute(work) }

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
