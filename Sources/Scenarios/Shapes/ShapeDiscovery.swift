import Kernel

extension Shape {
    /// The shape of a type, found by letting it decode itself from a decoder that only notes what it is asked. Types must not contain
    /// themselves.
    ///
    /// Traps if a type does not say what it asks for: that is a mistake in the program, and the first start shows it.
    init(of type: any Decodable.Type) {
        if let known = Self.leaf(type) {
            self = known
        } else if let both = type as? any ShorthandDescribed.Type {
            self = .either(Shape(of: both.shortForm), Shape(of: both.longForm))
        } else if let list = type as? any ListShaped.Type {
            self = .list(Shape(of: list.itemType))
        } else if let map = type as? any MapShaped.Type {
            self = .map(Shape(of: map.valueType))
        } else if let optional = type as? any OptionalShaped.Type {
            self = Shape(of: optional.valueType)
        } else {
            let recorder = ShapeRecorder()
            do {
                _ = try type.init(from: ShapeProbe(recorder: recorder))
            } catch {
                preconditionFailure("The scenario format cannot be found out from \(type): \(error)")
            }
            self = recorder.scalar ?? .object(Self.object(recorder.fields, of: type))
        }
    }

    private static func leaf(_ type: any Decodable.Type) -> Shape? {
        if let described = type as? any ScalarDescribed.Type { return .text(described) }
        if type == JSONValue.self { return .anything }
        if type == Matcher.self { return .matcher }
        if let choice = type as? any CaseIterable.Type, let words = words(choice) { return .choice(words) }
        if let integer = type as? any FixedWidthInteger.Type { return .integer(range(integer)) }
        return nil
    }

    private static func words<Choice: CaseIterable>(_: Choice.Type) -> [String]? {
        let words = Choice.allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
        return words.isEmpty ? nil : words
    }

    private static func range<Integer: FixedWidthInteger>(_: Integer.Type) -> ClosedRange<Int128> {
        Int128(clamping: Integer.min)...Int128(clamping: Integer.max)
    }

    private static func object(_ found: [ObjectShape.Field], of type: any Decodable.Type) -> ObjectShape {
        guard let description = (type as? any ObjectDescribed.Type)?.objectDescription else {
            return ObjectShape(found)
        }
        let fields = found.map { field in
            let described = description.fields[field.key]
            return ObjectShape.Field(
                key: field.key, shape: field.shape.narrowed(to: described?.range), isRequired: field.isRequired,
                text: described?.text)
        }
        return ObjectShape(
            fields, atLeastOneOf: description.atLeastOneOf, atMostOneOf: description.atMostOneOf)
    }

    private func narrowed(to range: ClosedRange<Int>?) -> Shape {
        guard let range else { return self }
        return switch self {
        case .integer(let whole): .integer(whole.clamped(to: Int128(range.lowerBound)...Int128(range.upperBound)))
        case .number: .number(Double(range.lowerBound)...Double(range.upperBound))
        default: self
        }
    }
}

// MARK: - Generic types, known by their type alone

/// A list, for whoever has only its type.
private protocol ListShaped {
    static var itemType: any Decodable.Type { get }
}

extension Array: ListShaped where Element: Decodable {
    fileprivate static var itemType: any Decodable.Type { Element.self }
}

/// A mapping with any keys, for whoever has only its type.
private protocol MapShaped {
    static var valueType: any Decodable.Type { get }
}

extension Dictionary: MapShaped where Key == String, Value: Decodable {
    fileprivate static var valueType: any Decodable.Type { Value.self }
}

/// A value that may be missing, for whoever has only its type.
private protocol OptionalShaped {
    static var valueType: any Decodable.Type { get }
}

extension Optional: OptionalShaped where Wrapped: Decodable {
    fileprivate static var valueType: any Decodable.Type { Wrapped.self }
}

// MARK: - What a type asks for

/// What a type asked for while it decoded itself.
private final class ShapeRecorder {
    private(set) var fields: [ObjectShape.Field] = []
    private(set) var scalar: Shape?
    private var optionalKeys: Set<String> = []

    /// The type asked whether the key is there: so it may be missing.
    func noteQuestion(for key: String) {
        optionalKeys.insert(key)
    }

    func note(_ type: any Decodable.Type, for key: String) {
        fields.append(
            ObjectShape.Field(
                key: key, shape: Shape(of: type), isRequired: !optionalKeys.contains(key), text: nil))
    }

    func note(_ shape: Shape) {
        scalar = shape
    }
}

/// A decoder without data: it notes what is asked for and answers with examples.
private struct ShapeProbe: Decoder {
    let recorder: ShapeRecorder
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy _: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(ShapeProbeMembers(recorder: recorder))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer { ShapeProbeItems() }

    func singleValueContainer() -> any SingleValueDecodingContainer { ShapeProbeScalar(recorder: recorder) }

    /// Some value of the type.
    static func example<Value: Decodable>(_: Value.Type = Value.self) throws -> Value {
        if let type = Value.self as? any ScalarDescribed.Type, let value = type.example as? Value { return value }
        if let type = Value.self as? any ShorthandDescribed.Type, let value = type.example as? Value { return value }
        if let type = Value.self as? any CaseIterable.Type, let value = first(type) as? Value { return value }
        if let value = JSONValue.null as? Value { return value }
        if let value = Matcher.present as? Value { return value }
        return try Value(from: ShapeProbe(recorder: ShapeRecorder()))
    }

    private static func first<Choice: CaseIterable>(_: Choice.Type) -> Choice? {
        Choice.allCases.first
    }
}

/// Notes the keys that a type asks for. That a key may be missing shows in the question whether it is there.
private struct ShapeProbeMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let recorder: ShapeRecorder
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { [] }

    func contains(_ key: Key) -> Bool {
        recorder.noteQuestion(for: key.stringValue)
        return true
    }

    func decodeNil(forKey _: Key) -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        recorder.note(type, for: key.stringValue)
        return try ShapeProbe.example()
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy _: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        throw Self.nested
    }

    func nestedUnkeyedContainer(forKey _: Key) throws -> any UnkeyedDecodingContainer { throw Self.nested }

    func superDecoder() throws -> any Decoder { throw Self.nested }

    func superDecoder(forKey _: Key) throws -> any Decoder { throw Self.nested }

    private static var nested: DecodingError {
        .dataCorrupted(.init(codingPath: [], debugDescription: "it decodes nested containers by hand"))
    }
}

/// A list without items, for examples of lists.
private struct ShapeProbeItems: UnkeyedDecodingContainer {
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

/// Notes which scalar a type asks for.
private struct ShapeProbeScalar: SingleValueDecodingContainer {
    let recorder: ShapeRecorder
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
        recorder.note(Shape(of: Value.self))
        return try ShapeProbe.example()
    }

    private func integer<Value: FixedWidthInteger & Decodable>() -> Value { note(Shape(of: Value.self), 0) }

    private func note<Value>(_ shape: Shape, _ example: Value) -> Value {
        recorder.note(shape)
        return example
    }
}
