/// A set of Unicode scalars: what one place of a pattern takes.
struct ScalarSet: Sendable, Equatable {
    private(set) var ranges: [ClosedRange<UInt32>]
    var isNegated = false
    var ignoresCase = false

    init(_ ranges: [ClosedRange<UInt32>] = []) {
        self.ranges = ranges
    }

    init(_ scalar: Unicode.Scalar) {
        ranges = [scalar.value...scalar.value]
    }

    /// Whether the scalar is in the set.
    func contains(_ scalar: Unicode.Scalar) -> Bool {
        var isIn = has(scalar.value)
        if !isIn, ignoresCase {
            isIn = Self.otherCases(of: scalar).contains { has($0.value) }
        }
        return isIn != isNegated
    }

    mutating func insert(_ range: ClosedRange<UInt32>) {
        ranges.append(range)
    }

    /// Adds a set that may be negated itself, as `\D` inside of a class.
    mutating func formUnion(_ other: ScalarSet) {
        ranges += other.isNegated ? Self.complement(of: other.ranges) : other.ranges
    }

    private func has(_ value: UInt32) -> Bool {
        ranges.contains { $0.contains(value) }
    }

    private static func otherCases(of scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        if scalar.isASCII {
            let letter = scalar.value | 0x20
            guard (0x61...0x7A).contains(letter), let other = Unicode.Scalar(scalar.value ^ 0x20) else { return [] }
            return [other]
        }
        let mappings = [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping]
        return mappings.compactMap { $0.unicodeScalars.count == 1 ? $0.unicodeScalars.first : nil }
    }

    private static func complement(of ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        var rest: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { rest.append(next...(range.lowerBound - 1)) }
            next = max(next, range.upperBound + 1)
        }
        if next <= largest { rest.append(next...largest) }
        return rest
    }

    private static let largest: UInt32 = 0x10FFFF

    // MARK: Well-known sets

    /// Every scalar.
    static let all = ScalarSet([0...largest])
    /// Every scalar but those that end a line.
    static let inLine = ScalarSet([0...0x9, 0xE...0x84, 0x86...0x2027, 0x202A...largest])
    /// `0` to `9`
    static let digits = ScalarSet([0x30...0x39])
    /// ASCII letters, digits and `_`
    static let wordCharacters = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    /// Blanks and ends of lines.
    static let whitespace = ScalarSet([0x9...0xD, 0x20...0x20, 0x85...0x85, 0xA0...0xA0, 0x2028...0x2029])
}
