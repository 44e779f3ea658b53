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

    fileprivate func mismatch(_ wanted: String) -> DecodingError {
        .dataCorrupted(.init(codingPath: codingPath, debugDescription: "must be \(wanted), not \(node.kind)"))
    }
}

/// Decodes the members of a mapping. A key without a value counts as absent.
private struct NodeMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
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

/// Decodes the items of a list, one after the other.
private struct NodeItems: UnkeyedDecodingContainer {
    let codingPath: [any CodingKey]
    private let items: [DocumentNode]
    private(set) var currentIndex = 0

    init(_ items: [DocumentNode], at codingPath: [any CodingKey]) {
        self.items = items
        self.codingPath = codingPath
    }

    var count: Int? { items.count }
    var isAtEnd: Bool { currentIndex == items.count }

    mutating func decodeNil() throws -> Bool {
        guard !isAtEnd, items[currentIndex].isNull else { return false }
        currentIndex += 1
        return true
    }

    mutating func decode<Value: Decodable>(_: Value.Type) throws -> Value {
        try next().decode()
    }

    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        try next().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try next().unkeyedContainer()
    }

    mutating func superDecoder() throws -> any Decoder { try next() }

    private mutating func next() throws -> NodeDecoder {
        guard !isAtEnd else {
            throw DecodingError.dataCorrupted(.init(codingPath: codingPath, debugDescription: "has too few items"))
        }
        defer { currentIndex += 1 }
        return NodeDecoder(items[currentIndex], at: codingPath + [NodeKey(intValue: currentIndex)])
    }
}

/// Decodes one scalar. A string is the text as written, whatever it looks like.
private struct NodeScalar: SingleValueDecodingContainer {
    let decoder: NodeDecoder

    var codingPath: [any CodingKey] { decoder.codingPath }

    func decodeNil() -> Bool { decoder.node.isNull }

    func decode(_: Bool.Type) throws -> Bool { try value("true or false", decoder.node.scalar?.boolean) }
    func decode(_: String.Type) throws -> String { try value("a string", decoder.node.scalar?.text) }
    func decode(_: Double.Type) throws -> Double { try value("a number", decoder.node.scalar?.number) }
    func decode(_: Float.Type) throws -> Float { Float(try decode(Double.self)) }
    func decode(_: Int.Type) throws -> Int { try integer() }
    func decode(_: Int8.Type) throws -> Int8 { try integer() }
    func decode(_: Int16.Type) throws -> Int16 { try integer() }
    func decode(_: Int32.Type) throws -> Int32 { try integer() }
    func decode(_: Int64.Type) throws -> Int64 { try integer() }
    func decode(_: UInt.Type) throws -> UInt { try integer() }
    func decode(_: UInt8.Type) throws -> UInt8 { try integer() }
    func decode(_: UInt16.Type) throws -> UInt16 { try integer() }
    func decode(_: UInt32.Type) throws -> UInt32 { try integer() }
    func decode(_: UInt64.Type) throws -> UInt64 { try integer() }
    func decode<Value: Decodable>(_: Value.Type) throws -> Value { try decoder.decode() }

    private func integer<Value: FixedWidthInteger>() throws -> Value {
        try value("a whole number", decoder.node.scalar?.integer.flatMap(Value.init(exactly:)))
    }

    private func value<Value>(_ wanted: String, _ value: Value?) throws -> Value {
        guard let value else { throw decoder.mismatch(wanted) }
        return value
    }
}

/// A key of a mapping or an index of a list on the way to a node.
private struct NodeKey: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(stringValue: String) {
        self.stringValue = stringValue
        intValue = nil
    }

    init(intValue: Int) {
        stringValue = String(intValue)
        self.intValue = intValue
    }
}
