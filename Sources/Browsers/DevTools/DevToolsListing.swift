import Kernel
import NIOCore
import NIOPosix

/// The list of pages that a browser offers on its port: newest activity first, which no command tells.
enum DevToolsListing {
    /// How large a list is read at most, in bytes.
    private static let limit = 4 << 20

    /// The ids of the browser's pages, the one that was active last first; none if it does not say in time.
    static func pages(port: Int) async -> [String] {
        guard let body = try? await fetch("/json/list", port: port),
            let list = try? JSONParser.parse(body.readableBytesView).array
        else { return [] }
        return list.compactMap { $0.object }.filter { $0["type"]?.string == "page" }.compactMap { $0["id"]?.string }
    }

    /// The page that was active last; nil if there is none. The small build lists its pages in the order in which they were opened,
    /// which says nothing: there it is the newest.
    static func selected(among pages: [BrowserPage], port: Int, isHeadlessShell: Bool) async -> BrowserPage? {
        guard pages.count > 1, !isHeadlessShell else { return pages.last }
        let order = await Self.pages(port: port)
        return order.lazy.compactMap { id in pages.first { $0.id == id } }.first ?? pages.last
    }

    private static func fetch(_ path: String, port: Int) async throws -> ByteBuffer {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(2))
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let raw = channel.channel
        let deadline = raw.eventLoop.scheduleTask(in: .seconds(2)) { raw.close(promise: nil) }
        defer { deadline.cancel() }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(
                ByteBuffer(string: "GET \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n"))
            var received = ByteBuffer()
            for try await part in inbound {
                received.writeImmutableBuffer(part)
                // It keeps the connection open whatever it is asked, so that only the length says where the end is.
                if let body = body(of: received) { return body }
                guard received.readableBytes <= limit else { break }
            }
            return ByteBuffer()
        }
    }

    /// The body of a whole answer; nil if there is more to come.
    static func body(of received: ByteBuffer) -> ByteBuffer? {
        let bytes = received.readableBytesView
        guard let separator = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let head = String(decoding: bytes[..<separator.lowerBound], as: UTF8.self)
        let lengths = head.split(whereSeparator: \.isNewline).compactMap { line -> Int? in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "content-length" else { return nil }
            return Int(parts[1].filter { !$0.isWhitespace })
        }
        guard let length = lengths.first, (0...limit).contains(length), bytes[separator.upperBound...].count >= length
        else { return nil }
        return ByteBuffer(bytes: bytes[separator.upperBound...].prefix(length))
    }
}
