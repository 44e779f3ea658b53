import NIOCore

/// Finds the messages in what comes out of a debugging pipe: each ends with a zero byte.
struct MessageSplitter: NIOSingleStepByteToMessageDecoder {
    typealias InboundOut = ByteBuffer

    /// More without an end.
    struct TooLong: Error {}

    private let limit: Int
    /// How much of what is there has no zero byte in it, as found before.
    private var searched = 0

    /// - Parameter limit: how long a message may be, in bytes.
    init(limit: Int = 256 << 20) {
        self.limit = limit
    }

    mutating func decode(buffer: inout ByteBuffer) throws -> ByteBuffer? {
        let bytes = buffer.readableBytesView
        guard let end = bytes[(bytes.startIndex + searched)...].firstIndex(of: 0) else {
            searched = bytes.count
            guard searched <= limit else { throw TooLong() }
            return nil
        }
        let length = end - bytes.startIndex
        searched = 0
        guard length <= limit else { throw TooLong() }
        let message = buffer.readSlice(length: length)
        buffer.moveReaderIndex(forwardBy: 1)
        return message
    }

    mutating func decodeLast(buffer: inout ByteBuffer, seenEOF: Bool) throws -> ByteBuffer? {
        // What has no end is half a message of a browser that has gone.
        try decode(buffer: &buffer)
    }
}
