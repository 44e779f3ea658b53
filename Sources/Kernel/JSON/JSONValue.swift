/// Any JSON value.
public enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int64)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// The members of an object; nil for anything else.
    public var object: JSONObject? {
        if case .object(let object) = self { object } else { nil }
    }

    /// The text of a string; nil for anything else.
    public var string: String? {
        if case .string(let string) = self { string } else { nil }
    }

    /// The elements of an array; nil for anything else.
    public var array: [JSONValue]? {
        if case .array(let array) = self { array } else { nil }
    }

    /// What kind of value it is, in words for an error message: `a string`, `null`.
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// The value at a dotted path such as `identities.0.id`; nil if there is none.
    public subscript(path path: String) -> JSONValue? {
        var value = self
        for step in path.split(separator: ".", omittingEmptySubsequences: false) {
            switch value {
            case .object(let object):
                guard let member = object[String(step)] else { return nil }
                value = member
            case .array(let array):
                guard let index = Int(step), array.indices.contains(index) else { return nil }
                value = array[index]
            default: return nil
            }
        }
        return value
    }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A whole number.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// `true` or `false`.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// An array.
    public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
    /// An object; of two members with one name the last stays.
    public init(dictionaryLiteral elements: (String, JSONValue)...) { self = .object(JSONObject(elements)) }
}

// MARK: - Coding

extension JSONValue: Codable {
    /// Reads any value that the decoder's format has, or with `CodingUserInfoKey.writesValuesAsText` the text of one.
    public init(from decoder: any Decoder) throws {
        if decoder.userInfo[.writesValuesAsText] != nil,
            let text = try? decoder.singleValueContainer().decode(String.self)
        {
            self = try JSONParser.parse(text)
            return
        }
        if let members = try? decoder.container(keyedBy: DataKey.self) {
            self = .object(
                JSONObject(
                    try members.allKeys.map { ($0.stringValue, try members.decode(JSONValue.self, forKey: $0)) }))
            return
        }
        if var elements = try? decoder.unkeyedContainer() {
            var array: [JSONValue] = []
            while !elements.isAtEnd { array.append(try elements.decode(JSONValue.self)) }
            self = .array(array)
            return
        }
        let scalar = try decoder.singleValueContainer()
        if scalar.decodeNil() {
            self = .null
        } else if let bool = try? scalar.decode(Bool.self) {
            self = .bool(bool)
        } else if let integer = try? scalar.decode(Int64.self) {
            self = .integer(integer)
        } else if let number = try? scalar.decode(Double.self) {
            // As in JSON text, 1.0 and 1 are one value: what is written as text is read as what it was.
            self = Int64(exactly: number).map(JSONValue.integer) ?? .number(number)
        } else {
            self = .string(try scalar.decode(String.self))
        }
    }

    /// Writes the value as the encoder's format has it, or with `CodingUserInfoKey.writesValuesAsText` as text.
    public func encode(to encoder: any Encoder) throws {
        guard encoder.userInfo[.writesValuesAsText] == nil else {
            var text = encoder.singleValueContainer()
            return try text.encode(JSONWriter.text(self))
        }
        switch self {
        case .object(let object):
            var members = encoder.container(keyedBy: DataKey.self)
            for member in object.members {
                try members.encode(member.value, forKey: DataKey(member.name))
            }
        case .array(let array):
            var elements = encoder.unkeyedContainer()
            for element in array { try elements.encode(element) }
        default:
            var scalar = encoder.singleValueContainer()
            switch self {
            case .bool(let bool): try scalar.encode(bool)
            case .integer(let integer): try scalar.encode(integer)
            case .number(let number): try scalar.encode(number)
            case .string(let string): try scalar.encode(string)
            default: try scalar.encodeNil()
            }
        }
    }
}

/// The key of a member whose name is data rather than part of the program. No number is one.
struct DataKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ name: String) { stringValue = name }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
}

extension DecodingError {
    /// What a decoder holds has none of the forms that the type takes.
    static func malformed(_ decoder: any Decoder, _ problem: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: problem))
    }
}

// MARK: - Text for people

extension JSONValue {
    /// The value as text for people: a line for each member, two spaces for each level, what fits stays on one line.
    public var indented: String { indented(by: "") }

    private func indented(by margin: String) -> String {
        let short = JSONWriter.text(self)
        if short.utf8.count + margin.utf8.count <= 80 { return short }
        let inner = margin + "  "
        switch self {
        case .array(let elements):
            return "[\n" + elements.map { inner + $0.indented(by: inner) }.joined(separator: ",\n") + "\n\(margin)]"
        case .object(let object):
            let members = object.members.map { member in
                "\(inner)\(JSONWriter.text(member.name)): \(member.value.indented(by: inner))"
            }
            return "{\n" + members.joined(separator: ",\n") + "\n\(margin)}"
        default: return short
        }
    }
}
