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
    package init(from decoder: any Decoder) throws {
        let value = try JSONValue(from: decoder)
        guard case .object(let object) = value else {
            self = .equals(value)
            return
        }
        guard let member = object.members.first, object.members.count == 1,
            let word = CodingKeys(rawValue: member.name)
        else { throw Self.malformed(decoder, "needs one of equals, contains, matches, present, absent") }
        switch (word, member.value) {
        case (.equals, let wanted): self = .equals(wanted)
        case (.contains, .string(let part)): self = .contains(part)
        case (.matches, .string(let pattern)):
            do throws(PatternComplaint) {
                self = .matches(try TextPattern(pattern))
            } catch {
                throw Self.malformed(decoder, "`\(pattern)` \(error.problem)")
            }
        case (.present, .bool(true)), (.absent, .bool(false)): self = .present
        case (.absent, .bool(true)), (.present, .bool(false)): self = .absent
        default: throw Self.malformed(decoder, "\(word.rawValue) has a value of the wrong type")
        }
    }

    /// Writes the object form.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .equals(let wanted): try container.encode(wanted, forKey: .equals)
        case .contains(let part): try container.encode(JSONValue.string(part), forKey: .contains)
        case .matches(let pattern): try container.encode(JSONValue.string(pattern.source), forKey: .matches)
        case .present: try container.encode(JSONValue.bool(true), forKey: .present)
        case .absent: try container.encode(JSONValue.bool(true), forKey: .absent)
        }
    }

    private static func malformed(_ decoder: any Decoder, _ problem: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: problem))
    }
}
