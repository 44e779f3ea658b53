import Kernel

/// A decoder without data: it notes what is asked for and answers with examples.
struct ShapeProbe: Decoder {
    let listener: ShapeListener
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy _: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(ShapeProbeMembers(listener: listener))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer { ShapeProbeItems() }

    func singleValueContainer() -> any SingleValueDecodingContainer { ShapeProbeScalar(listener: listener) }

    /// Some value of the type.
    static func example<Value: Decodable>(_: Value.Type = Value.self) throws -> Value {
        if let type = Value.self as? any ScalarDescribed.Type, let value = type.example as? Value { return value }
        if let type = Value.self as? any ShorthandDescribed.Type, let value = type.example as? Value { return value }
        if let type = Value.self as? any CaseIterable.Type, let value = first(type) as? Value { return value }
        if let value = JSONValue.null as? Value { return value }
        if let value = Matcher.present as? Value { return value }
        return try Value(from: ShapeProbe(listener: ShapeListener()))
    }

    private static func first<Choice: CaseIterable>(_: Choice.Type) -> Choice? {
        Choice.allCases.first
    }
}
