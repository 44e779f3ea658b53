/// A length of time in milliseconds, as scenarios and the control plane write it: `15m`, `2h30m`, `PT15M`, `500ms`.
///
/// It is never longer than `longest`, whatever it was made from: what is written can be read again, and sums stay far from the
/// bounds of the machine's numbers.
public struct TimeSpan: Hashable, Sendable {
    /// The length in milliseconds; may be negative as a difference of two instants.
    public let milliseconds: Int64

    /// A span of this many milliseconds, at most as long as `longest` in either direction.
    public init(milliseconds: Int64) {
        self.milliseconds = min(max(milliseconds, -Self.bound), Self.bound)
    }

    /// A hundred million days, which a `Double` still counts to the millisecond.
    private static let bound: Int64 = 100_000_000 * 86_400_000

    /// The longest span that there is: a hundred million days.
    public static let longest = TimeSpan(milliseconds: bound)

    /// A span of this many milliseconds.
    public static func milliseconds(_ count: Int64) -> TimeSpan { TimeSpan(milliseconds: count) }

    /// A span of this many seconds.
    public static func seconds(_ count: Int64) -> TimeSpan { TimeSpan(milliseconds: saturating(count, 1000)) }

    /// A span of this many minutes.
    public static func minutes(_ count: Int64) -> TimeSpan { TimeSpan(milliseconds: saturating(count, 60_000)) }

    /// No time at all.
    public static let zero = TimeSpan(milliseconds: 0)

    /// Whole seconds, rounded towards zero.
    public var seconds: Int64 { milliseconds / 1000 }

    /// The standard library's form of the same length.
    public var duration: Duration { .milliseconds(milliseconds) }

    /// Both one after the other, at most `longest`.
    public static func + (left: TimeSpan, right: TimeSpan) -> TimeSpan {
        TimeSpan(milliseconds: left.milliseconds + right.milliseconds)
    }

    /// What `left` has more than `right`; negative when `right` is the longer one.
    public static func - (left: TimeSpan, right: TimeSpan) -> TimeSpan {
        TimeSpan(milliseconds: left.milliseconds - right.milliseconds)
    }

    private static func saturating(_ count: Int64, _ unit: Int64) -> Int64 {
        let (product, overflow) = count.multipliedReportingOverflow(by: unit)
        return overflow ? (count < 0 ? .min : .max) : product
    }
}

extension TimeSpan: Comparable {
    /// Whether `left` is the shorter one.
    public static func < (left: TimeSpan, right: TimeSpan) -> Bool {
        left.milliseconds < right.milliseconds
    }
}

/// The text forms: Go style (`2h30m`, `500ms`, `1.5s`) and ISO 8601 (`PT15M`, `P1DT2H`); written in Go style.
extension TimeSpan: CustomStringConvertible, LosslessStringConvertible {
    /// Reads either form; a bare number, a sign, an unknown unit or more than `longest` is refused.
    public init?(_ description: String) {
        guard let milliseconds = Self.read(description), milliseconds <= Double(Self.bound) else { return nil }
        self.init(milliseconds: Int64(milliseconds.rounded()))
    }

    /// Whether the text is a duration, but longer than `longest`.
    public static func isTooLong(_ text: String) -> Bool {
        read(text).map { $0 > Double(bound) } ?? false
    }

    /// Go style, for example `15m`, `2h30m` or `1s500ms`.
    public var description: String {
        guard milliseconds != 0 else { return "0s" }
        var rest = milliseconds.magnitude
        var text = milliseconds < 0 ? "-" : ""
        for (unit, length) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1)]
            as [(String, UInt64)]
        where rest >= length {
            text += "\(rest / length)\(unit)"
            rest %= length
        }
        return text
    }

    private static let units = ["MS": 1.0, "S": 1000, "M": 60_000, "H": 3_600_000, "D": 86_400_000]
    private static let dateUnits = ["D": 86_400_000.0, "W": 604_800_000]
    private static let timeUnits = ["S": 1000.0, "M": 60_000, "H": 3_600_000]

    /// Milliseconds, however many.
    private static func read(_ description: String) -> Double? {
        let text = description.uppercased()
        return text.hasPrefix("P") ? readISO8601(text.dropFirst()) : readUnits(text[...], units: units)
    }

    private static func readISO8601(_ text: Substring) -> Double? {
        let parts = text.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
        guard let date = parts.first, !(date.isEmpty && parts.count == 1) else { return nil }
        let days = date.isEmpty ? 0 : readUnits(date, units: dateUnits)
        let time = parts.count == 2 ? readUnits(parts[1], units: timeUnits) : 0
        guard let days, let time else { return nil }
        return days + time
    }

    private static func readUnits(_ text: Substring, units: [String: Double]) -> Double? {
        var rest = text
        var sum = 0.0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(unit.count)
            guard let number = Double(digits), let length = units[String(unit)] else { return nil }
            sum += number * length
        }
        return sum
    }
}

extension TimeSpan: Codable {
    /// Reads either text form.
    public init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let span = TimeSpan(text) else {
            throw DecodingError.malformed(decoder, "\"\(text)\" is not \(Self.expectation(for: text))")
        }
        self = span
    }

    /// Writes the Go style form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension TimeSpan: JSONWritable {
    /// Text such as `15m`.
    public func write(to json: inout JSONWriter) { json.string(description) }
}

extension TimeSpan: ScalarDescribed {
    /// A quarter of an hour.
    public static var example: TimeSpan { .minutes(15) }
    /// Go style or ISO 8601.
    public static var textForm: String { "a duration such as 15m, 2h30m or PT15M" }
    /// Says how long one may be where that is what is wrong.
    public static func expectation(for text: String) -> String {
        isTooLong(text) ? "a duration of at most \(longest)" : textForm
    }
    /// Either form.
    public static var pattern: String? { "^(P.*|([0-9.]+(ms|s|m|h|d))+)$" }
    /// Durations of our form have none.
    public static var format: String? { nil }
}
