/// A number that only counts: from 0 to 2^53 - 1, the largest whole number that every reader of JSON keeps.
///
/// What documents say beyond these bounds is refused, and whoever counts on stays at them. So whatever number a snapshot or a data
/// file was given by hand, counting on from it does not trap, and what is written then can be read again.
@propertyWrapper
public struct Counter: Hashable, Sendable {
    /// The largest number.
    public static let limit = 9_007_199_254_740_991

    private var number: Int

    /// The number; set beyond a bound, it stays at the bound.
    public var wrappedValue: Int {
        get { number }
        set { number = Self.bounded(newValue) }
    }

    /// A counter at this number, or at the bound that it lies beyond.
    public init(wrappedValue: Int) {
        number = Self.bounded(wrappedValue)
    }

    private static func bounded(_ number: Int) -> Int { min(max(number, 0), limit) }
}

extension Counter: Codable {
    /// Reads a number. Throws for one beyond the bounds.
    public init(from decoder: any Decoder) throws {
        let number = try decoder.singleValueContainer().decode(Int.self)
        guard (0...Self.limit).contains(number) else {
            let path = decoder.codingPath.map(\.stringValue).joined(separator: ".")
            let name = path.isEmpty ? "\(number)" : "\(path) is \(number), which"
            throw DecodingError.malformed(decoder, "\(name) is not a number from 0 to \(Self.limit)")
        }
        self.number = number
    }

    /// Writes the number.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(number)
    }
}
