/// The name of a world: 1 to 64 letters, digits, `.`, `_` or `-`.
package struct WorldName: Hashable, Sendable, CustomStringConvertible {
    /// The name as written.
    package let description: String

    /// The world of requests that name none.
    package static let `default` = WorldName(unchecked: "default")

    /// Makes the name, or returns nil where `text` is not one.
    package init?(_ text: some StringProtocol) {
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

    /// The mark that everything issued in this world carries.
    package var tag: WorldTag { WorldTag(name: description) }
}
