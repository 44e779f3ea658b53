/// An object's id as a request, a token or a scenario names it.
///
/// UUIDs are the same in any case and written in lower case (RFC 9562, 4), so one is in lower case from here on, however it
/// came. Any other text is an id letter for letter: a customer's own ids, names and secrets are not of this type.
public struct ObjectID: Hashable, Sendable {
    /// The id as tables have it and answers show it.
    public let text: String
    /// Whether it has a UUID's form: 8-4-4-4-12 hexadecimal digits.
    public let isUUID: Bool

    /// The id that `text` is.
    public init(_ text: String) {
        var hasCapitals = false
        isUUID = text.utf8.count == 36 && text[...].utf8.withBytes { Self.isUUID($0, &hasCapitals) }
        self.text = isUUID && hasCapitals ? text.lowercased() : text
    }

    private static func isUUID(_ bytes: UnsafeBufferPointer<UInt8>, _ hasCapitals: inout Bool) -> Bool {
        for (position, byte) in bytes.enumerated() {
            switch position {
            case 8, 13, 18, 23:
                guard byte == UInt8(ascii: "-") else { return false }
            default:
                switch byte {
                case 0x30...0x39, 0x61...0x66: break
                case 0x41...0x46: hasCapitals = true
                default: return false
                }
            }
        }
        return true
    }
}

extension ObjectID: ExpressibleByStringLiteral {
    /// The id that a literal is.
    public init(stringLiteral text: String) {
        self.init(text)
    }
}

// MARK: - Where ids are read

extension ObjectID: FieldReadable {
    /// `a string`
    public static var expectation: String { String.expectation }
    /// Reads a string.
    public init?(field: JSONValue) {
        guard let text = String(field: field) else { return nil }
        self.init(text)
    }
}

/// In scenarios, one string.
extension ObjectID: Codable {
    /// Reads a string.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    /// Writes the text.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension JSONObject {
    /// The id that a member has; nil if there is none or it is no string.
    public func id(_ name: String) -> String? { self[name]?.string.map { ObjectID($0).text } }
}
