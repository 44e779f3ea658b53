/// What a world issues, in order: UUIDs and secrets that follow from the scenario's seed, the world and a count alone.
///
/// A value inside each vendor's state, so that snapshot and reset rewind it with everything else.
public struct IDSequence: Equatable, Sendable {
    private let tag: WorldTag
    private let seed: UInt64
    /// At most `Counter.limit`, then again from 0: a sequence that gives the same id for ever would be worse.
    private var count: UInt64 = 0

    /// - Parameters:
    ///   - seed: the scenario's seed.
    ///   - tag: the tag of the world that issues.
    ///   - stream: a name that keeps the vendors' sequences apart, for example `anchor`.
    public init(seed: UInt64, tag: WorldTag, stream: String) {
        self.tag = tag
        self.seed = SplitMix64.mix(seed &+ 0x9E37_79B9_7F4A_7C15) ^ SplitMix64.mix(tag.bits) ^ SplitMix64.hash(stream)
    }

    private init(tag: WorldTag, mixedSeed: UInt64, count: UInt64) {
        self.tag = tag
        seed = mixedSeed
        self.count = count
    }

    /// A sequence of its own for `stream`, the same whenever it is asked for: what it issues leads to the world as well.
    public func derived(for stream: String) -> IDSequence {
        IDSequence(tag: tag, mixedSeed: SplitMix64.mix(seed) ^ SplitMix64.hash(stream), count: 0)
    }

    /// The tag of the world that issues.
    public var issuer: WorldTag { tag }

    /// How many ids and secrets were issued.
    public var issued: UInt64 { count }

    /// A version-4 UUID: 36 characters, lower case.
    public mutating func uuid() -> String {
        next().bytes.uuid
    }

    /// A secret: `prefix`, then 64 hexadecimal digits.
    public mutating func secret(prefix: String = "") -> String {
        let (bytes, extra) = next()
        return prefix
            + String(unsafeUninitializedCapacity: 64) { buffer in
                bytes.writeHexadecimal(to: buffer, at: 0)
                IssuedBytes.write(extra, to: buffer, at: 32)
                IssuedBytes.write(SplitMix64.mix(~extra), to: buffer, at: 48)
                return 64
            }
    }

    private mutating func next() -> (bytes: IssuedBytes, extra: UInt64) {
        var numbers = SplitMix64(seed: seed &+ count &* 0xD134_2543_DE82_EF95)
        count = count < UInt64(Counter.limit) ? count + 1 : 0
        return (IssuedBytes(tag: tag, first: numbers.next(), second: numbers.next()), numbers.next())
    }
}

/// The mixed seed is written as hexadecimal digits, because many readers of JSON would round a number of 64 bits.
extension IDSequence: Codable {
    private enum CodingKeys: String, CodingKey {
        case tag
        case seed
        case count
    }

    /// Reads what `encode(to:)` wrote.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let digits = try container.decode(String.self, forKey: .seed)
        guard let seed = UInt64(digits, radix: 16) else {
            throw DecodingError.dataCorruptedError(
                forKey: .seed, in: container, debugDescription: "\"\(digits)\" is not a hexadecimal number")
        }
        self.init(
            tag: try container.decode(WorldTag.self, forKey: .tag), mixedSeed: seed,
            count: UInt64(try container.decode(Counter.self, forKey: .count).wrappedValue))
    }

    /// Writes tag, seed and count.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(tag, forKey: .tag)
        try container.encode(String(seed, radix: 16), forKey: .seed)
        try container.encode(issued, forKey: .count)
    }
}

// MARK: - The way back to the world

extension WorldTag {
    /// The world that a piece of text says it was issued in: a UUID, or a secret of `IDSequence` with any prefix.
    ///
    /// Text of another form gives nil; a UUID from elsewhere gives a tag that no world has.
    public init?(issued text: some StringProtocol) {
        let bytes = text.utf8
        guard Self.mayBeIssued(length: bytes.count) else { return nil }
        let digits: IssuedBytes?
        if bytes.count == 36 {
            digits = IssuedBytes(hexadecimal: bytes)
        } else {
            digits = IssuedBytes(hexadecimal: bytes.dropFirst(bytes.count - 64).prefix(32))
        }
        guard let digits else { return nil }
        self = digits.tag
    }

    /// Whether a text of so many bytes can be one that was issued: few keys are, and to look at the text costs more.
    public static func mayBeIssued(length: Int) -> Bool { length == 36 || length >= 64 }
}

/// Sixteen issued bytes: 48 veiled bits of the world's tag, then 80 that veil them, of which six are a UUID's own.
private struct IssuedBytes {
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
