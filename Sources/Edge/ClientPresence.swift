package import NIOCore

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
