/// A test of one value of a request: `equals`, `contains`, `matches` (a regular expression), `present` or `absent`.
package enum Matcher: Hashable, Sendable {
    case equals(JSONValue)
    case contains(String)
    case matches(TextPattern)
    case present
    case absent

    /// Whether `value` passes; nil is a value that the request does not have.
    package func accepts(_ value: JSONValue?) -> Bool {
        switch self {
        case .present: value != nil
        case .absent: value == nil
        case .equals(let wanted): value.map { $0 == wanted || Self.text($0) == Self.text(wanted) } ?? false
        case .contains(let part): value.flatMap(Self.text)?.contains(part) ?? false
        case .matches(let pattern): value.flatMap(Self.text).map(pattern.occurs) ?? false
        }
    }

    /// Headers and queries are always text, so `1` and `"1"` are equal to a rule.
    private static func text(_ value: JSONValue) -> String? {
        switch value {
        case .string(let string): string
        case .bool, .integer, .number: JSONWriter.text(value)
        default: nil
        }
    }
}
