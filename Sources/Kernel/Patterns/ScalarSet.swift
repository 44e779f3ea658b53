/// A set of Unicode scalars: what one place of a pattern takes.
///
/// Ranges lie in order and apart from each other, so that a look-up halves them instead of walking through them, and the
/// ASCII part is a bitmap besides, in which case and negation are settled already.
struct ScalarSet: Sendable, Equatable {
    /// In order; none touches the next.
    private(set) var ranges: [ClosedRange<UInt32>]
    /// The ASCII characters that are in the set: a bit each.
    private var low: UInt64 = 0
    private var high: UInt64 = 0
    var isNegated = false { didSet { settleASCII() } }
    var ignoresCase = false { didSet { settleASCII() } }

    init(_ ranges: [ClosedRange<UInt32>] = []) {
        self.ranges = Self.merged(ranges)
        settleASCII()
    }

    init(_ scalar: Unicode.Scalar) {
        self.init([scalar.value...scalar.value])
    }

    /// A set of all these ranges, given in any order, as the inside of `[]`.
    init(_ ranges: [ClosedRange<UInt32>], isNegated: Bool, ignoresCase: Bool) {
        self.ranges = Self.merged(ranges)
        self.isNegated = isNegated
        self.ignoresCase = ignoresCase
        settleASCII()
    }

    /// Whether the scalar is in the set.
    func contains(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 64 { return low >> UInt64(value) & 1 == 1 }
        if value < 128 { return high >> UInt64(value - 64) & 1 == 1 }
        return isIn(scalar)
    }

    /// The ranges of what is in the set but for its case: of a negated one, such as `\D` inside of a class, the others.
    var effectiveRanges: [ClosedRange<UInt32>] { isNegated ? Self.complement(of: ranges) : ranges }

    private mutating func settleASCII() {
        (low, high) = (0, 0)
        for value in UInt8.min..<64 where isIn(Unicode.Scalar(value)) { low |= 1 << UInt64(value) }
        for value in UInt8(64)..<128 where isIn(Unicode.Scalar(value)) { high |= 1 << UInt64(value - 64) }
    }

    private func isIn(_ scalar: Unicode.Scalar) -> Bool {
        var isIn = has(scalar.value)
        if !isIn, ignoresCase {
            isIn = Self.otherCases(of: scalar).contains { has($0.value) }
        }
        return isIn != isNegated
    }

    private func has(_ value: UInt32) -> Bool {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].lowerBound <= value
    }

    private static func merged(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
        guard ranges.count > 1 else { return ranges }
        var merged: [ClosedRange<UInt32>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = merged.last, range.lowerBound <= last.upperBound + 1 {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged
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
        for range in ranges {
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
