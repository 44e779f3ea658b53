/// The mixed seed has 64 bits, which many readers of JSON round as a number; hence it is written as hexadecimal digits.
extension IDSequence: Codable {
    private enum CodingKeys: String, CodingKey {
        case tag
        case seed
        case count
    }

    /// Reads what `encode(to:)` wrote.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let digits = try container.decode(String.self, forKey: .seed)
        guard let seed = UInt64(digits, radix: 16) else {
            throw DecodingError.dataCorruptedError(
                forKey: .seed, in: container, debugDescription: "\"\(digits)\" is not a hexadecimal number")
        }
        self.init(
            tag: try container.decode(WorldTag.self, forKey: .tag), mixedSeed: seed,
            count: try container.decode(UInt64.self, forKey: .count))
    }

    /// Writes tag, seed and count.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(tag, forKey: .tag)
        try container.encode(String(seed, radix: 16), forKey: .seed)
        try container.encode(issued, forKey: .count)
    }
}
