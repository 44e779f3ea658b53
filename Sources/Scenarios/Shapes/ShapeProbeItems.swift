/// A list without items, for examples of lists.
struct ShapeProbeItems: UnkeyedDecodingContainer {
    var codingPath: [any CodingKey] { [] }
    var count: Int? { 0 }
    var isAtEnd: Bool { true }
    var currentIndex: Int { 0 }

    func decodeNil() -> Bool { true }
    func decode<Value: Decodable>(_: Value.Type) throws -> Value { throw Self.empty }
    func nestedContainer<Key: CodingKey>(keyedBy _: Key.Type) throws -> KeyedDecodingContainer<Key> { throw Self.empty }
    func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { throw Self.empty }
    func superDecoder() throws -> any Decoder { throw Self.empty }

    private static var empty: DecodingError {
        .dataCorrupted(.init(codingPath: [], debugDescription: "it decodes a list by hand"))
    }
}
