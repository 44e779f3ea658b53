import Kernel

/// Draws values of any type that can be decoded, with extremes more often than not: the type's own `init(from:)` asks for each
/// of its fields, so that a new field, and a new type in a field, are drawn without a word about them here.
///
/// Types whose form is their own affair (`ExtremeValue`) are drawn as what they are and not as what they are written as: what
/// a program can make is to be found out, not what a file can say.
final class ValueGenerator {
    private struct CannotDraw: Error {
        let type: String
    }

    /// The mark of the world that issues what is drawn.
    let tag: WorldTag
    private var numbers: SplitMix64
    /// The cases of each enumeration that was met, and those of them that were drawn.
    private(set) var cases: [String: (all: Set<String>, drawn: Set<String>)] = [:]

    init(seed: UInt64, tag: WorldTag) {
        numbers = SplitMix64(seed: seed)
        self.tag = tag
    }

    /// A value of the type. What the type refuses is drawn again.
    func value<Value: Decodable>(of _: Value.Type, isOutermost: Bool = false) throws -> Value {
        for _ in 0..<200 {
            do {
                let drawn: Any =
                    if let type = Value.self as? any ExtremeValue.Type {
                        try type.extreme(self)
                    } else if let type = Value.self as? any CaseIterable.Type {
                        one(ofCasesOf: type)
                    } else {
                        try Value(from: GeneratingDecoder(self, isOutermost: isOutermost))
                    }
                if let value = drawn as? Value { return value }
            } catch is DecodingError {
                continue
            }
        }
        throw CannotDraw(type: "\(Value.self)")
    }

    /// A number from 0 on.
    func number(below limit: Int) -> Int { Int(numbers.next() % UInt64(limit)) }

    /// One of these.
    func one<Element>(of elements: [Element]) -> Element { elements[number(below: elements.count)] }

    /// True once in so many times.
    func happens(onceIn count: Int) -> Bool { number(below: count) == 0 }

    /// Elements as `draw` gives them: none, or a few.
    func several<Element>(_ draw: () throws -> Element) rethrows -> [Element] {
        try (0..<number(below: 4)).map { _ in try draw() }
    }

    /// One of an enumeration's cases.
    func one<Key: CodingKey>(ofCasesOf type: Key.Type) -> [Key] {
        let all = EnumerationCases.all(of: type)
        guard !all.isEmpty else { return [] }
        let drawn = one(of: all)
        note(drawn.stringValue, of: all.map(\.stringValue), in: String(reflecting: type))
        return [drawn]
    }

    private func one<Cases: CaseIterable>(ofCasesOf type: Cases.Type) -> Any {
        let all = Array(type.allCases)
        let drawn = one(of: all)
        note("\(drawn)", of: all.map { "\($0)" }, in: String(reflecting: type))
        return drawn
    }

    private func note(_ drawn: String, of all: [String], in type: String) {
        cases[type, default: (Set(all), [])].drawn.insert(drawn)
    }
}

/// The cases of an enumeration without values, of which only the runtime knows how many there are: the keys by which an
/// enumeration with values is written are one, and nobody can list them.
private enum EnumerationCases {
    static func all<Value>(of type: Value.Type) -> [Value] {
        // The type's metadata have a reference to its description, whose seventh word is the number of cases without a value
        // (swift/docs/ABI/TypeMetadata.rst). A structure has something else there, hence the look at the kind: 0x201.
        let metadata = unsafeBitCast(type, to: UnsafePointer<UInt>.self)
        guard metadata[0] == 0x201, let description = UnsafeRawPointer(bitPattern: metadata[1]) else { return [] }
        let count = description.load(fromByteOffset: 24, as: UInt32.self)
        guard count > 1, MemoryLayout<Value>.size == 1 else {
            return MemoryLayout<Value>.size == 0 ? [unsafeBitCast((), to: type)] : []
        }
        return (0..<UInt8(count)).map { unsafeBitCast($0, to: type) }
    }
}

// MARK: - The decoder

/// Gives whatever it is asked for.
struct GeneratingDecoder: Decoder {
    fileprivate let generator: ValueGenerator
    /// Whether it is a vendor's state that asks, whose version is no matter of chance.
    fileprivate let isOutermost: Bool
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    fileprivate init(_ generator: ValueGenerator, isOutermost: Bool = false) {
        self.generator = generator
        self.isOutermost = isOutermost
    }

    func container<Key: CodingKey>(keyedBy _: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(GeneratedMembers<Key>(decoder: self))
    }

    func unkeyedContainer() -> any UnkeyedDecodingContainer { GeneratedElements(decoder: self) }

    func singleValueContainer() -> any SingleValueDecodingContainer { GeneratedValue(decoder: self) }
}

private struct GeneratedMembers<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: GeneratingDecoder
    let codingPath: [any CodingKey] = []

    /// Only an enumeration with values asks for this, and it is written with one of its keys.
    var allKeys: [Key] { decoder.generator.one(ofCasesOf: Key.self) }

    func contains(_ key: Key) -> Bool { true }

    func decodeNil(forKey key: Key) -> Bool { decoder.generator.happens(onceIn: 3) }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        if decoder.isOutermost, key.stringValue == "version", let version = 1 as? Value { return version }
        return try decoder.generator.value(of: type)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedDecodingContainer<Nested> { inner.container(keyedBy: type) }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedDecodingContainer { inner.unkeyedContainer() }

    func superDecoder() -> any Decoder { inner }

    func superDecoder(forKey key: Key) -> any Decoder { inner }

    private var inner: GeneratingDecoder { GeneratingDecoder(decoder.generator) }
}

private struct GeneratedElements: UnkeyedDecodingContainer {
    let decoder: GeneratingDecoder
    let codingPath: [any CodingKey] = []
    let count: Int?
    private(set) var currentIndex = 0

    init(decoder: GeneratingDecoder) {
        self.decoder = decoder
        count = decoder.generator.number(below: 4)
    }

    var isAtEnd: Bool { currentIndex >= count ?? 0 }

    mutating func decodeNil() -> Bool { false }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        currentIndex += 1
        return try decoder.generator.value(of: type)
    }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedDecodingContainer<Nested> {
        currentIndex += 1
        return decoder.container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedDecodingContainer {
        currentIndex += 1
        return decoder.unkeyedContainer()
    }

    mutating func superDecoder() -> any Decoder { decoder }
}

private struct GeneratedValue: SingleValueDecodingContainer {
    let decoder: GeneratingDecoder
    let codingPath: [any CodingKey] = []

    func decodeNil() -> Bool { decoder.generator.happens(onceIn: 3) }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try decoder.generator.value(of: type) }
}
