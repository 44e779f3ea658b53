/// A test of one value of a request: `equals`, `contains`, `matches` (a regular expression), `present` or `absent`.
public enum Matcher: Hashable, Sendable {
    case equals(JSONValue)
    case contains(String)
    case matches(TextPattern)
    case present
    case absent

    /// Whether `value` passes; nil is a value that the request does not have.
    public func accepts(_ value: JSONValue?) -> Bool {
        var budget = MatchBudget()
        return accepts(value, within: &budget)
    }

    /// Whether `value` passes; false where the budget is used up before that is known.
    public func accepts(_ value: JSONValue?, within budget: inout MatchBudget) -> Bool {
        guard budget.spend(1) else { return false }
        switch self {
        case .present: return value != nil
        case .absent: return value == nil
        case .equals(let wanted):
            guard let value else { return false }
            return value == wanted || Self.same(Self.text(value), Self.text(wanted))
        case .contains(let part):
            guard let text = value.flatMap(Self.text), budget.spend((text.utf8.count + part.utf8.count) / 8) else {
                return false
            }
            return ByteSearch(part).occurs(in: text)
        case .matches(let pattern):
            return value.flatMap(Self.text).map { pattern.occurs(in: $0, within: &budget) } ?? false
        }
    }

    /// UUIDs are equal in any case.
    private static func same(_ text: String?, _ wanted: String?) -> Bool {
        guard let text, let wanted else { return false }
        return text == wanted || ObjectID(text) == ObjectID(wanted)
    }

    /// The keys of the object form, of which it has exactly one.
    public static let words = CodingKeys.allCases.map(\.rawValue)

    /// Headers and queries are always text, so `1` and `"1"` are equal to a rule.
    private static func text(_ value: JSONValue) -> String? {
        switch value {
        case .string(let string): string
        case .bool, .integer, .number: JSONWriter.text(value)
        default: nil
        }
    }
}

/// Written as a plain value, which must be equal, or as an object with one of the words as its only key.
extension Matcher: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case equals
        case contains
        case matches
        case present
        case absent
    }

    /// Reads either form.
    public init(from decoder: any Decoder) throws {
        let value = try JSONValue(from: decoder)
        guard case .object(let object) = value else {
            self = .equals(value)
            return
        }
        guard let member = object.members.first, object.members.count == 1,
            let word = CodingKeys(rawValue: member.name)
        else { throw DecodingError.malformed(decoder, "needs one of \(Self.words.joined(separator: ", "))") }
        switch (word, member.value) {
        case (.equals, let wanted): self = .equals(wanted)
        case (.contains, .string(let part)): self = .contains(part)
        case (.matches, .string(let pattern)):
            do throws(PatternComplaint) {
                self = .matches(try TextPattern(pattern))
            } catch {
                throw DecodingError.malformed(decoder, "`\(pattern)` \(error.problem)")
            }
        case (.present, .bool(true)), (.absent, .bool(false)): self = .present
        case (.absent, .bool(true)), (.present, .bool(false)): self = .absent
        default: throw DecodingError.malformed(decoder, "\(word.rawValue) has a value of the wrong type")
        }
    }

    /// Writes the object form.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .equals(let wanted): try container.encode(wanted, forKey: .equals)
        case .contains(let part): try container.encode(JSONValue.string(part), forKey: .contains)
        case .matches(let pattern): try container.encode(JSONValue.string(pattern.source), forKey: .matches)
        case .present: try container.encode(JSONValue.bool(true), forKey: .present)
        case .absent: try container.encode(JSONValue.bool(true), forKey: .absent)
        }
    }
}

extension Matcher: JSONWritable {
    /// As a scenario file has it: the plain value where it must be equal, else an object with one word.
    public func write(to json: inout JSONWriter) {
        switch self {
        case .equals(.object(let object)): json.object { $0.member("equals", object) }
        case .equals(let wanted): wanted.write(to: &json)
        case .contains(let part): json.object { $0.member("contains", part) }
        case .matches(let pattern): json.object { $0.member("matches", pattern.source) }
        case .present: json.object { $0.member("present", true) }
        case .absent: json.object { $0.member("absent", true) }
        }
    }
}
