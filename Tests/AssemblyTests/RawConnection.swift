import NIOCore
import NIOPosix

/// One connection as bytes, read as far as a test wants.
struct RawConnection {
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private var unread = ""

    /// Sends `text` to a port of 127.0.0.1 and runs `body` on what comes back.
    static func run<Result: Sendable>(
        port: Int, sending text: String, _ body: @Sendable (inout RawConnection) async throws -> Result
    ) async throws -> Result {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: text))
            var connection = RawConnection(inbound: inbound.makeAsyncIterator())
            return try await body(&connection)
        }
    }

    private init(inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator) {
        self.inbound = inbound
    }

    /// What arrives up to and including the marker, or until the server closes; the rest stays unread.
    mutating func read(through marker: String) async throws -> String {
        while true {
            if let range = unread.firstRange(of: marker) {
                defer { unread = String(unread[range.upperBound...]) }
                return String(unread[..<range.upperBound])
            }
            guard let next = try await inbound.next() else { return unread }
            unread += String(buffer: next)
        }
    }

    /// What arrives until the connection is over; ` (reset)` follows where it did not end in good order.
    mutating func readToEnding() async -> String {
        do {
            while let next = try await inbound.next() { unread += String(buffer: next) }
            return unread
        } catch {
            return unread + " (reset)"
        }
    }
}
