import Kernel

/// Decodes types from a checked node.
struct NodeDecoder: Decoder {
    let node: DocumentNode
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    init(_ node: DocumentNode, at codingPath: [any CodingKey] = []) {
        self.node = node
        self.codingPath = codingPath
    }

    /// The value of type `Value` that the node holds.
    func decode<Value: Decodable>(_: Value.Type = Value.self) throws -> Value {
        // Free-form data is the one type that would otherwise find out by trial and error what it is.
        if Value.self == JSONValue.self, let value = node.jsonValue as? Value { return value }
        return try Value(from: self)
    }

    func container<Key: CodingKey>(keyedBy _: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard let members = node.mapping else { throw mismatch("a mapping") }
        return KeyedDecodingContainer(NodeMembers(members, at: codingPath))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard let items = node.sequence else { throw mismatch("a list") }
        return NodeItems(items, at: codingPath)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
        NodeScalar(decoder: self)
    }

    func mismatch(_ wanted: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: codingPath, debugDescription: "must be \(wanted), not \(node.kind)"))
    }
}
