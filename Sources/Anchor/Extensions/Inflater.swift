import CZlib

/// Inflates deflated data, piece by piece: whatever it unpacks to, it takes no more memory than one piece.
enum Inflater {
    private static let pieceSize = 64 << 10

    /// Inflates `packed`, which must be all of one stream, to exactly `size` bytes.
    static func inflate(
        _ packed: UnsafeRawBufferPointer, to size: Int, _ take: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var stream = z_stream()
        guard drydock_begin_raw_inflate(&stream) == Z_OK else { throw ZipArchive.Complaint.unreadable("does not fit") }
        defer { inflateEnd(&stream) }
        stream.next_in = UnsafeMutablePointer(
            mutating: packed.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.avail_in = UInt32(packed.count)
        try withUnsafeTemporaryAllocation(byteCount: pieceSize, alignment: 1) { piece in
            var rest = size
            while true {
                stream.next_out = piece.baseAddress?.assumingMemoryBound(to: UInt8.self)
                stream.avail_out = UInt32(pieceSize)
                let status = CZlib.inflate(&stream, Z_NO_FLUSH)
                let count = pieceSize - Int(stream.avail_out)
                guard status == Z_OK || status == Z_STREAM_END, count <= rest, count > 0 || status == Z_STREAM_END
                else { throw ZipArchive.Complaint.unreadable("has an entry that cannot be inflated to its size") }
                rest -= count
                if count > 0 { try take(UnsafeRawBufferPointer(rebasing: piece[..<count])) }
                if status == Z_STREAM_END { break }
            }
            guard rest == 0, stream.avail_in == 0 else {
                throw ZipArchive.Complaint.unreadable("has an entry that cannot be inflated to its size")
            }
        }
    }
}

/// CRC-32, as archives have it of each entry.
struct ZipChecksum {
    private(set) var value: UInt32 = 0

    /// Goes on with more bytes.
    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
        value = UInt32(truncatingIfNeeded: crc32(UInt(value), start, UInt32(bytes.count)))
    }
}
