/// Notes which scalar a type asks for.
struct ShapeProbeScalar: SingleValueDecodingContainer {
    let listener: ShapeListener
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { false }

    func decode(_: Bool.Type) -> Bool { note(.boolean, false) }
    func decode(_: String.Type) -> String { note(.string, "") }
    func decode(_: Double.Type) -> Double { note(.number(nil), 0) }
    func decode(_: Float.Type) -> Float { note(.number(nil), 0) }
    func decode(_: Int.Type) -> Int { integer() }
    func decode(_: Int8.Type) -> Int8 { integer() }
    func decode(_: Int16.Type) -> Int16 { integer() }
    func decode(_: Int32.Type) -> Int32 { integer() }
    func decode(_: Int64.Type) -> Int64 { integer() }
    func decode(_: UInt.Type) -> UInt { integer() }
    func decode(_: UInt8.Type) -> UInt8 { integer() }
    func decode(_: UInt16.Type) -> UInt16 { integer() }
    func decode(_: UInt32.Type) -> UInt32 { integer() }
    func decode(_: UInt64.Type) -> UInt64 { integer() }

    func decode<Value: Decodable>(_: Value.Type) throws -> Value {
        listener.heardScalar(Shape(of: Value.self))
        return try ShapeProbe.example()
    }

    private func integer<Value: FixedWidthInteger & Decodable>() -> Value { note(Shape(of: Value.self), 0) }

    private func note<Value>(_ shape: Shape, _ example: Value) -> Value {
        listener.heardScalar(shape)
        return example
    }
}
