import Kernel

/// A scalar as written. What a plain one means depends on what is expected in its place: an id such as `007` or a date-time
/// stays the text that it is. Only words that JSON has are numbers, booleans or null.
struct ScalarText: Hashable, Sendable {
    /// The text without quotes.
    let text: String
    /// Whether it stands without quotes and tag, so that it may be more than a string.
    let isPlain: Bool

    var isNull: Bool { isPlain && ["", "~", "null", "Null", "NULL"].contains(text) }

    var boolean: Bool? {
        guard isPlain else { return nil }
        return switch text {
        case "true", "True", "TRUE": true
        case "false", "False", "FALSE": false
        default: nil
        }
    }

    var integer: Int128? {
        guard isPlain, let number = Int128(text), String(number) == text else { return nil }
        return number
    }

    var number: Double? {
        guard isPlain, hasFormOfNumber, let number = Double(text), number.isFinite else { return nil }
        return number
    }

    var jsonValue: JSONValue {
        if isNull { return .null }
        if let boolean { return .bool(boolean) }
        if let integer, let small = Int64(exactly: integer) { return .integer(small) }
        return number.map(JSONValue.number) ?? .string(text)
    }

    /// JSON's grammar: no sign but minus, no leading zero, digits on both sides of the dot.
    private var hasFormOfNumber: Bool {
        text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?/) != nil
    }
}
