import NIOCore

/// Writes numbers and texts one behind the other, as far as there is room, and counts the rest.
///
/// Numbers take a byte for each seven bits. A text has its length before it, and 1 is added to that so that there is none at 0.
struct PackedWriter {
    private let room: UnsafeMutableRawBufferPointer
    /// How long all of it is, whether or not there was room.
    private(set) var length = 0

    init(_ room: UnsafeMutableRawBufferPointer) {
        self.room = room
    }

    mutating func put(byte: UInt8) {
        if length < room.count { room[length] = byte }
        length += 1
    }

    mutating func put(_ number: Int) { put(Int64(number)) }

    mutating func put(_ number: Int64) {
        // The sign goes last, so that small negative numbers are short, too.
        put(bits: UInt64(bitPattern: number << 1 ^ number >> 63))
    }

    mutating func put(_ text: String?) {
        guard var text else { return put(byte: 0) }
        text.withUTF8 { put(UnsafeRawBufferPointer($0)) }
    }

    mutating func put(_ body: ByteBuffer) {
        body.withUnsafeReadableBytes { put($0) }
    }

    mutating func put(_ bytes: UnsafeRawBufferPointer) {
        put(bits: UInt64(bytes.count) + 1)
        if length + bytes.count <= room.count {
            UnsafeMutableRawBufferPointer(rebasing: room[length...]).copyMemory(from: bytes)
        }
        length += bytes.count
    }

    private mutating func put(bits: UInt64) {
        var rest = bits
        while rest > 0x7F {
            put(byte: UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        put(byte: UInt8(truncatingIfNeeded: rest))
    }
}

/// Reads what a `PackedWriter` wrote, in the same order.
struct PackedReader {
    private let packed: UnsafeRawBufferPointer
    private var position = 0

    init(_ packed: UnsafeRawBufferPointer) {
        self.packed = packed
    }

    mutating func byte() -> UInt8 {
        defer { position += 1 }
        return packed[position]
    }

    mutating func integer() -> Int {
        let bits = bits()
        return Int(truncatingIfNeeded: Int64(bitPattern: bits >> 1) ^ -Int64(bitPattern: bits & 1))
    }

    mutating func text() -> String? {
        bytes().map { String(decoding: $0, as: UTF8.self) }
    }

    /// A text's bytes, where they lie.
    mutating func bytes() -> UnsafeRawBufferPointer? {
        let length = Int(truncatingIfNeeded: bits()) - 1
        guard length >= 0 else { return nil }
        defer { position += length }
        return UnsafeRawBufferPointer(rebasing: packed[position..<position + length])
    }

    private mutating func bits() -> UInt64 {
        var (bits, shift): (UInt64, UInt64) = (0, 0)
        while true {
            let byte = byte()
            bits |= UInt64(byte & 0x7F) << shift
            guard byte & 0x80 != 0 else { return bits }
            shift += 7
        }
    }
}
