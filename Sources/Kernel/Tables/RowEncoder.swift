/// Encodes what is `Encodable` as JSON, the members of each object by name, so that equal objects have equal bytes.
///
/// Foundation's encoder makes a tree of objects first and the bytes out of that, which is most of what it costs to write a
/// world to disk. This one puts down the bytes as the values come, and knows nothing but what our own types are made of: a
/// `Date` or a `Data` would be written as it sees itself.
struct RowEncoder: Encoder {
    /// What all of one document is written to.
    let document: RowDocument
    /// How many values of the document this one lies in.
    let depth: Int

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { document.userInfo }

    /// The bytes of a value.
    ///
    /// - Throws: what the value's own encoding throws; `EncodingError` for a number that JSON cannot write.
    static func bytes(_ value: some Encodable, as form: RowForm) throws -> [UInt8] {
        let document = RowDocument(form)
        try document.write(value, at: 0)
        return try document.finish()
    }

    func container<Key: CodingKey>(keyedBy _: Key.Type) -> KeyedEncodingContainer<Key> {
        document.begin(.object, at: depth)
        return KeyedEncodingContainer(RowMembers(document: document, depth: depth))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        document.begin(.array, at: depth)
        return RowElements(document: document, depth: depth)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { RowScalar(document: document, depth: depth) }
}

// MARK: - Containers

/// The members of an object.
private struct RowMembers<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let document: RowDocument
    let depth: Int
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) throws {
        document.beginMember(key, at: depth)
        document.put("null")
    }

    func encode(_ value: String, forKey key: Key) throws {
        document.beginMember(key, at: depth)
        document.put(text: value)
    }

    func encode(_ value: Bool, forKey key: Key) throws {
        document.beginMember(key, at: depth)
        document.put(value ? "true" : "false")
    }

    func encode(_ value: Int, forKey key: Key) throws {
        document.beginMember(key, at: depth)
        document.put(number: value)
    }

    func encode(_ value: Int64, forKey key: Key) throws {
        document.beginMember(key, at: depth)
        document.put(number: value)
    }

    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        if document.form == .stateWithoutTables, Value.self is any TableOfRows.Type { return }
        document.beginMember(key, at: depth)
        try document.write(value, at: depth + 1)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        nested(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { nested(key).unkeyedContainer() }

    func superEncoder() -> any Encoder { nested(DataKey("super")) }

    func superEncoder(forKey key: Key) -> any Encoder { nested(key) }

    private func nested(_ key: some CodingKey) -> RowEncoder {
        document.beginMember(key, at: depth)
        return document.encoder(at: depth + 1)
    }
}

/// The elements of an array.
private struct RowElements: UnkeyedEncodingContainer {
    let document: RowDocument
    let depth: Int
    var codingPath: [any CodingKey] { [] }
    private(set) var count = 0

    init(document: RowDocument, depth: Int) {
        self.document = document
        self.depth = depth
    }

    mutating func encodeNil() throws {
        begin()
        document.put("null")
    }

    mutating func encode(_ value: some Encodable) throws {
        begin()
        try document.write(value, at: depth + 1)
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        nested().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { nested().unkeyedContainer() }

    mutating func superEncoder() -> any Encoder { nested() }

    private mutating func nested() -> RowEncoder {
        begin()
        return document.encoder(at: depth + 1)
    }

    private mutating func begin() {
        document.beginPart(at: depth)
        count += 1
    }
}

/// A value that is neither.
private struct RowScalar: SingleValueEncodingContainer {
    let document: RowDocument
    let depth: Int
    var codingPath: [any CodingKey] { [] }

    func encodeNil() throws { document.put("null") }
    func encode(_ value: Bool) throws { document.put(value ? "true" : "false") }
    func encode(_ value: String) throws { document.put(text: value) }
    func encode(_ value: Double) throws { try document.put(fraction: value) }
    func encode(_ value: Float) throws { try document.put(fraction: value) }
    func encode(_ value: Int) throws { document.put(number: value) }
    func encode(_ value: Int8) throws { document.put(number: value) }
    func encode(_ value: Int16) throws { document.put(number: value) }
    func encode(_ value: Int32) throws { document.put(number: value) }
    func encode(_ value: Int64) throws { document.put(number: value) }
    func encode(_ value: UInt) throws { document.put(number: value) }
    func encode(_ value: UInt8) throws { document.put(number: value) }
    func encode(_ value: UInt16) throws { document.put(number: value) }
    func encode(_ value: UInt32) throws { document.put(number: value) }
    func encode(_ value: UInt64) throws { document.put(number: value) }
    func encode(_ value: some Encodable) throws { try value.encode(to: RowEncoder(document: document, depth: depth)) }
}
