/// Decodes the members of a mapping. A key without a value counts as absent.
struct NodeMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let codingPath: [any CodingKey]
    let allKeys: [Key]
    private let values: [String: DocumentNode]

    init(_ members: [DocumentMember], at codingPath: [any CodingKey]) {
        self.codingPath = codingPath
        allKeys = members.compactMap { Key(stringValue: $0.key) }
        values = Dictionary(members.map { ($0.key, $0.value) }) { first, _ in first }
    }

    func contains(_ key: Key) -> Bool { values[key.stringValue] != nil }

    func decodeNil(forKey key: Key) throws -> Bool { values[key.stringValue]?.isNull ?? true }

    func decode<Value: Decodable>(_: Value.Type, forKey key: Key) throws -> Value {
        try decoder(forKey: key).decode()
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try decoder(forKey: key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try decoder(forKey: key).unkeyedContainer()
    }

    func superDecoder() throws -> any Decoder {
        throw DecodingError.dataCorrupted(.init(codingPath: codingPath, debugDescription: "has no superclass"))
    }

    func superDecoder(forKey key: Key) throws -> any Decoder { try decoder(forKey: key) }

    private func decoder(forKey key: Key) throws -> NodeDecoder {
        guard let node = values[key.stringValue] else {
            throw DecodingError.keyNotFound(
                key, .init(codingPath: codingPath, debugDescription: "`\(key.stringValue)` is missing"))
        }
        return NodeDecoder(node, at: codingPath + [key])
    }
}
