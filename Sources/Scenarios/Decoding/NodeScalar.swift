/// Decodes one scalar. A string is the text as written, whatever it looks like.
struct NodeScalar: SingleValueDecodingContainer {
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
