/// Sixteen issued bytes: 48 veiled bits of the world's tag, then 80 that veil them, of which six are a UUID's own.
struct IssuedBytes: Equatable {
    /// The first 48 bits, in the low end: the veiled tag.
    private let head: UInt64
    /// The next 16 bits, in the low end: a UUID's version and 12 free bits.
    private let middle: UInt64
    /// The last 64 bits: a UUID's variant and 62 free bits.
    private let tail: UInt64

    init(tag: WorldTag, first: UInt64, second: UInt64) {
        middle = 0x4000 | (first & 0x0FFF)
        tail = 0x8000_0000_0000_0000 | (second & 0x3FFF_FFFF_FFFF_FFFF)
        head = tag.veiled(by: Self.veil(middle, tail))
    }

    /// Reads 32 hexadecimal digits, or a UUID's 36 characters.
    init?(hexadecimal text: some Sequence<UInt8>) {
        var digits: (high: UInt64, low: UInt64) = (0, 0)
        var count = 0
        for byte in text where byte != UInt8(ascii: "-") {
            guard let digit = Self.digit(byte), count < 32 else { return nil }
            digits.high = digits.high << 4 | digits.low >> 60
            digits.low = digits.low << 4 | digit
            count += 1
        }
        guard count == 32 else { return nil }
        head = digits.high >> 16
        middle = digits.high & 0xFFFF
        tail = digits.low
    }

    /// The world that these bytes say they come from. Bytes that were never issued give a tag that no world has.
    var tag: WorldTag { WorldTag(veiled: head, by: Self.veil(middle, tail)) }

    /// 32 hexadecimal digits.
    func writeHexadecimal(to buffer: UnsafeMutableBufferPointer<UInt8>, at offset: Int) {
        Self.write(head << 16 | middle, to: buffer, at: offset)
        Self.write(tail, to: buffer, at: offset + 16)
    }

    /// A version-4 UUID's 36 characters.
    var uuid: String {
        String(unsafeUninitializedCapacity: 36) { buffer in
            var digits: (UInt64, UInt64) = (head << 16 | middle, tail)
            for position in 0..<36 {
                if position == 8 || position == 13 || position == 18 || position == 23 {
                    buffer[position] = UInt8(ascii: "-")
                    continue
                }
                buffer[position] = Self.character(digits.0 >> 60)
                digits.0 = digits.0 << 4 | digits.1 >> 60
                digits.1 <<= 4
            }
            return 36
        }
    }

    private static func veil(_ middle: UInt64, _ tail: UInt64) -> UInt64 {
        tail ^ (middle << 24)
    }

    static func write(_ number: UInt64, to buffer: UnsafeMutableBufferPointer<UInt8>, at offset: Int) {
        for position in 0..<16 { buffer[offset + position] = character(number >> (60 - 4 * UInt64(position)) & 0xF) }
    }

    private static func character(_ digit: UInt64) -> UInt8 {
        UInt8(digit < 10 ? 48 + digit : 87 + digit)
    }

    private static func digit(_ byte: UInt8) -> UInt64? {
        switch byte {
        case 48...57: UInt64(byte - 48)
        case 97...102: UInt64(byte - 87)
        case 65...70: UInt64(byte - 55)
        default: nil
        }
    }
}
