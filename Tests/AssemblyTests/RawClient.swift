import NIOCore
import NIOPosix

/// Sends bytes and returns bytes: for what a client library hides, as reason phrases and tunnels.
struct RawClient {
    let port: Int

    /// Sends `texts` over one connection. After each but the last an answer's head is waited for and returned; after the last,
    /// everything until the server closes.
    func exchange(_ texts: [String]) async throws -> [String] {
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var answers: [String] = []
            var unread = ""
            var parts = inbound.makeAsyncIterator()
            for (index, text) in texts.enumerated() {
                try await outbound.write(ByteBuffer(string: text))
                while let part = try await parts.next() {
                    unread += String(buffer: part)
                    if index < texts.count - 1, unread.contains("\r\n\r\n") { break }
                }
                answers.append(unread)
                unread = ""
            }
            return answers
        }
    }

    /// Sends one request and returns the whole answer.
    func answer(to text: String) async throws -> String {
        try await exchange([text]).first ?? ""
    }
}
