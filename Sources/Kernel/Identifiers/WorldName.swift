/// The name of a world: 1 to 64 letters, digits, `.`, `_` or `-`.
public struct WorldName: Hashable, Sendable, CustomStringConvertible {
    /// The name as written.
    public let description: String

    /// The world of requests that name none.
    public static let `default` = WorldName(unchecked: "default")

    /// Makes the name, or returns nil where `text` is not one.
    public init?(_ text: some StringProtocol) {
        guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed) else { return nil }
        self.init(unchecked: String(text))
    }

    private init(unchecked text: String) {
        description = text
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// The tag that everything issued in this world carries.
    public var tag: WorldTag { WorldTag(name: description) }
}

/// A key, behind whose last `@` the client may have written a world's name.
public struct MarkedKey {
    /// What was issued.
    public let credential: Substring
    /// The name as written, whether or not a world can have it; nil if there is no `@`.
    public let worldName: Substring?

    /// The two parts of `key`.
    public init(_ key: String) {
        let mark = key.utf8.lastIndex(ofByte: UInt8(ascii: "@"))
        credential = key[..<(mark ?? key.endIndex)]
        worldName = mark.map { key[key.index(after: $0)...] }
    }
}

/// 48 bits that follow from a world's name. Every issued id and secret carries them, veiled, so that a browser or a client
/// that comes back with nothing else leads to its world – without an index that would have to be kept and bounded.
public struct WorldTag: Hashable, Sendable, Codable {
    /// The bits, in the low 48.
    public let bits: UInt64

    /// The tag of the world `name`.
    public init(name: String) {
        bits = SplitMix64.hash(name) & Self.mask
    }

    /// The tag that a veiled field and the field that veils it stand for.
    init(veiled: UInt64, by veil: UInt64) {
        bits = (veiled ^ SplitMix64.mix(veil)) & Self.mask
    }

    /// The bits as they are written next to `veil`.
    func veiled(by veil: UInt64) -> UInt64 {
        (bits ^ SplitMix64.mix(veil)) & Self.mask
    }

    private static let mask: UInt64 = (1 << 48) - 1
}
