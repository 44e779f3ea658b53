public import HTTPTypes
public import NIOCore

/// A request as it came, whole.
public struct EdgeRequest: Sendable {
    /// Method, path, authority and header fields.
    public let head: HTTPRequest
    /// The body, or why it was not taken.
    public let body: EdgeBody
    /// Who sent it.
    public let client: EdgeClient
    /// What the body has taken of the budget; nil for an ordinary one, which takes nothing.
    public let charge: ByteCharge?

    /// A request of these parts.
    public init(_ head: HTTPRequest, body: EdgeBody, from client: EdgeClient, charge: ByteCharge? = nil) {
        self.head = head
        self.body = body
        self.client = client
        self.charge = charge
    }
}

/// The body of a request, or why it was not taken. What is not taken is read and thrown away.
public enum EdgeBody: Sendable {
    /// All of it.
    case whole(ByteBuffer)
    /// It has more bytes than a body may have, or says that it has.
    case tooLarge(limit: Int)
    /// All bodies together take as much as they may.
    case noRoom(capacity: Int)
}

/// The client of one connection.
public final class EdgeClient: Sendable {
    /// Its address; nil if it is not known.
    public let remote: SocketAddress?
    /// The address of ours that it has called; nil if it is not known.
    public let local: SocketAddress?
    /// Whether it came by TLS.
    public let isSecure: Bool
    let channel: any Channel

    /// The client at the other end of `channel`; on the channel's event loop, when it is active.
    public init(_ channel: any Channel, isSecure: Bool = false) {
        self.channel = channel
        self.isSecure = isSecure
        remote = channel.remoteAddress
        local = channel.localAddress
    }

    /// Returns when the client has ended its side of the connection, or the connection is gone; also when the task is cancelled.
    public func untilGone() async {
        let (departure, continuation) = AsyncStream<Void>.makeStream()
        channel.eventLoop.execute { [channel] in
            let pipeline = channel.pipeline.syncOperations
            if let handler = try? pipeline.handler(type: ConnectionHandler.self) {
                handler.whenClientLeaves { continuation.finish() }
            } else if let handler = try? pipeline.handler(type: StreamHandler.self) {
                handler.whenClientLeaves { continuation.finish() }
            } else {
                continuation.finish()
            }
        }
        for await _ in departure {}
    }
}
