import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The client's end of a connection, as bytes.
struct RawConnection {
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var unread = ""

    init(
        inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.inbound = inbound
        self.outbound = outbound
    }

    /// Sends nothing more.
    func finish() {
        outbound.finish()
    }

    func send(_ text: String) async throws {
        try await outbound.write(ByteBuffer(string: text))
    }

    func send(_ bytes: [UInt8]) async throws {
        try await outbound.write(ByteBuffer(bytes: bytes))
    }

    /// Returns what arrives up to and including the marker; what follows stays unread.
    mutating func read(through marker: String) async throws -> String {
        while true {
            if let range = unread.firstRange(of: marker) {
                defer { unread = String(unread[range.upperBound...]) }
                return String(unread[..<range.upperBound])
            }
            guard let next = try await inbound.next() else { throw UnexpectedEnd(read: unread, marker: marker) }
            unread += String(buffer: next)
        }
    }

    /// Sends bytes and returns as many as come back meanwhile.
    mutating func exchange(_ bytes: ByteBuffer) async throws -> ByteBuffer {
        let outbound = outbound
        async let sent: Void = outbound.write(bytes)
        var received = ByteBuffer()
        while received.readableBytes < bytes.readableBytes, let next = try await inbound.next() {
            received.writeImmutableBuffer(next)
        }
        try await sent
        return received
    }

    /// Returns what arrives until the connection is over, and how it ended.
    mutating func readToEnding() async -> Ending {
        do {
            while let next = try await inbound.next() { unread += String(buffer: next) }
            return Ending(text: unread, isReset: false)
        } catch {
            return Ending(text: unread, isReset: (error as? IOError)?.errnoCode == ECONNRESET)
        }
    }

    /// Returns what arrives until the server closes or resets the connection.
    mutating func readToEnd() async -> String {
        while let next = try? await inbound.next() { unread += String(buffer: next) }
        defer { unread = "" }
        return unread
    }
}

/// What a client got until its connection was over.
struct Ending: Hashable {
    let text: String
    /// The connection did not end in good order.
    let isReset: Bool
}

/// The server closed a connection before it sent what a test waits for.
private struct UnexpectedEnd: Error {
    let read: String
    let marker: String
}
