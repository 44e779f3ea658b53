import NIOCore

/// Bytes that are encoded and not yet written, so that a head and a small body leave in one write.
struct PendingBytes {
    private var buffer: ByteBuffer?

    /// Adds what the closure writes; the allocator is needed for the first bytes after a `take()`.
    mutating func append(allocator: ByteBufferAllocator, _ write: (inout ByteBuffer) -> Void) {
        var buffer = buffer ?? allocator.buffer(capacity: Self.usualResponseLength)
        // With a second reference left here, writing would copy.
        self.buffer = nil
        write(&buffer)
        self.buffer = buffer
    }

    /// Hands over all bytes; `nil` when there are none.
    mutating func take() -> ByteBuffer? {
        defer { buffer = nil }
        return buffer
    }

    /// Bytes set aside for a response at first.
    private static let usualResponseLength = 1024
}
