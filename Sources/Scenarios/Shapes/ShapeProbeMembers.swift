/// Notes the keys that a type asks for. That a key may be missing shows in the question whether it is there.
struct ShapeProbeMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let listener: ShapeListener
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { [] }

    func contains(_ key: Key) -> Bool {
        listener.heardQuestion(for: key.stringValue)
        return true
    }

    func decodeNil(forKey _: Key) -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        listener.heard(type, for: key.stringValue)
        return try ShapeProbe.example()
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy _: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        throw Self.unheard
    }

    func nestedUnkeyedContainer(forKey _: Key) throws -> any UnkeyedDecodingContainer { throw Self.unheard }

    func superDecoder() throws -> any Decoder { throw Self.unheard }

    func superDecoder(forKey _: Key) throws -> any Decoder { throw Self.unheard }

    private static var unheard: DecodingError {
        .dataCorrupted(.init(codingPath: [], debugDescription: "it decodes nested containers by hand"))
    }
}
