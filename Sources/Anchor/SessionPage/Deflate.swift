/// Compresses bytes (RFC 1951 in the frame of RFC 1950) as much as a picture with few colours needs: fixed codes, and of
/// earlier bytes only those right before and those one row up. The same bytes always give the same.
struct Deflate {
    private static let longestMatch = 258
    private static let shortestMatch = 3

    private var bytes: [UInt8] = []
    private var bits: UInt64 = 0
    private var bitCount = 0

    /// A zlib stream of `input`, whose rows have `rowLength` bytes.
    static func zlib(_ input: [UInt8], rowLength: Int) -> [UInt8] {
        var deflate = Deflate()
        // Deflate, a window of 32 KiB, no dictionary; and the check bits that go with it.
        deflate.bytes = [0x78, 0x01]
        input.withUnsafeBufferPointer { deflate.write($0, distances: rowLength > 1 ? [rowLength, 1] : [1]) }
        let sum = adler32(input)
        deflate.bytes += [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: sum >> $0) }
        return deflate.bytes
    }

    private mutating func write(_ input: UnsafeBufferPointer<UInt8>, distances: [Int]) {
        put(0b011, bits: 3)
        var position = 0
        while position < input.count {
            var (length, distance) = (0, 0)
            for candidate in distances where candidate <= position {
                let found = Self.match(input, at: position, distance: candidate)
                if found > length { (length, distance) = (found, candidate) }
            }
            if length >= Self.shortestMatch {
                putLength(length)
                putDistance(distance)
                position += length
            } else {
                putLiteral(input[position])
                position += 1
            }
        }
        putReversed(0, bits: 7)
        if bitCount > 0 { put(0, bits: 8 - bitCount) }
    }

    private static func match(_ input: UnsafeBufferPointer<UInt8>, at position: Int, distance: Int) -> Int {
        let most = min(longestMatch, input.count - position)
        var length = 0
        while length < most, input[position + length] == input[position + length - distance] { length += 1 }
        return length
    }

    // MARK: Codes

    private mutating func putLiteral(_ byte: UInt8) {
        if byte < 144 { putReversed(0x30 + UInt64(byte), bits: 8) } else { putReversed(0x100 + UInt64(byte), bits: 9) }
    }

    private mutating func putLength(_ length: Int) {
        guard length < Self.longestMatch else { return putReversed(0xC0 + 5, bits: 8) }
        let value = length - Self.shortestMatch
        guard value >= 8 else { return putReversed(UInt64(1 + value), bits: 7) }
        let extra = Self.highestBit(of: value) - 2
        let code = 1 + 4 * (extra + 1) + (value >> extra & 3)
        // The codes of 280 and above are eight bits long.
        if code < 24 { putReversed(UInt64(code), bits: 7) } else { putReversed(0xC0 + UInt64(code - 24), bits: 8) }
        put(UInt64(value & (1 << extra - 1)), bits: extra)
    }

    private mutating func putDistance(_ distance: Int) {
        let value = distance - 1
        guard value >= 4 else { return putReversed(UInt64(value), bits: 5) }
        let extra = Self.highestBit(of: value) - 1
        putReversed(UInt64(2 * (extra + 1) + (value >> extra & 1)), bits: 5)
        put(UInt64(value & (1 << extra - 1)), bits: extra)
    }

    private static func highestBit(of value: Int) -> Int { Int.bitWidth - 1 - value.leadingZeroBitCount }

    // MARK: Bits

    /// Huffman codes go out from their highest bit on.
    private mutating func putReversed(_ code: UInt64, bits count: Int) {
        var reversed: UInt64 = 0
        for index in 0..<count where code >> index & 1 == 1 { reversed |= 1 << (count - 1 - index) }
        put(reversed, bits: count)
    }

    /// Everything else goes out from its lowest bit on.
    private mutating func put(_ value: UInt64, bits count: Int) {
        bits |= value << bitCount
        bitCount += count
        while bitCount >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: bits))
            bits >>= 8
            bitCount -= 8
        }
    }

    /// The check sum of RFC 1950.
    private static func adler32(_ input: [UInt8]) -> UInt32 {
        input.withUnsafeBufferPointer { input in
            var (low, high): (UInt32, UInt32) = (1, 0)
            var position = 0
            while position < input.count {
                // So many bytes fit before a sum has to be reduced.
                let end = min(position + 5552, input.count)
                while position < end {
                    low &+= UInt32(input[position])
                    high &+= low
                    position += 1
                }
                low %= 65521
                high %= 65521
            }
            return high << 16 | low
        }
    }
}
