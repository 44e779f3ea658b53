extension JSONValue: Codable {
    private struct Name: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// Reads any value that the decoder's format has, or with `CodingUserInfoKey.writesValuesAsText` the text of one.
    package init(from decoder: any Decoder) throws {
        if decoder.userInfo[.writesValuesAsText] != nil,
            let text = try? decoder.singleValueContainer().decode(String.self)
        {
            self = try JSONParser.parse(text)
            return
        }
        if let members = try? decoder.container(keyedBy: Name.self) {
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
            self = .number(number)
        } else {
            self = .string(try scalar.decode(String.self))
        }
    }

    /// Writes the value as the encoder's format has it, or with `CodingUserInfoKey.writesValuesAsText` as text.
    package func encode(to encoder: any Encoder) throws {
        guard encoder.userInfo[.writesValuesAsText] == nil else {
            var text = encoder.singleValueContainer()
            return try text.encode(JSONWriter.text(self))
        }
        switch self {
        case .object(let object):
            var members = encoder.container(keyedBy: Name.self)
            for member in object.members {
                try members.encode(member.value, forKey: Name(stringValue: member.name))
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
