import Foundation
import Testing

@testable import Kernel

@Suite("The encoder of rows")
struct RowEncoderTests {
    private static let values: [Example] =
        [
            Example(), Example(name: "\u{8}\u{c}\n\r\t\u{0}\u{1f}\"\\/äö😀\u{2028}\u{7f}"),
            Example(numbers: [.min, -1, 0, .max]), Example(fraction: 0.1), Example(fraction: -2),
            Example(fraction: 1e300), Example(fraction: .leastNonzeroMagnitude), Example(small: 1.5),
            Example(words: ["b": [1], "a": [], "ä": [2, 3], "": [4], "a b": [], "B": []]),
            Example(numbered: [3: "c", -1: "a"]), Example(pairs: [Kind.one: 1]), Example(kinds: [.one, .two]),
            Example(choices: [.none, .some("x", 2), .labelled(name: "y")]), Example(missing: [nil, true, nil]),
            Example(inner: [Inner(zebra: 1, ant: Inner(zebra: 2)), Inner(zebra: 3)]), Example(id: ObjectName("x")),
        ]

    @Test("gives each value the bytes that Foundation's encoder gives it, which reads them back", arguments: values)
    func sameBytes(value: Example) throws {
        let reference = JSONEncoder()
        reference.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes = try RowEncoder.bytes(value, as: .shown)
        #expect(String(decoding: bytes, as: UTF8.self) == String(decoding: try reference.encode(value), as: UTF8.self))
        #expect(try JSONDecoder().decode(Example.self, from: Data(bytes)) == value)
    }

    @Test("gives random values the bytes that Foundation's encoder gives them")
    func randomValues() throws {
        let reference = JSONEncoder()
        reference.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var generator = SplitMix64(seed: 11)
        for _ in 0..<500 {
            let value = Node.random(depth: 4, &generator)
            #expect(try RowEncoder.bytes(value, as: .shown) == [UInt8](try reference.encode(value)))
        }
    }

    @Test("writes one value after the other as each by itself, also behind those that it refuses")
    func oneAfterTheOther() throws {
        let writer = RowWriter()
        for value in Self.values + Self.values.reversed() {
            let row = TouchedRow("examples", value.name, value)
            #expect(try row.withBytes(from: writer) { key, _ in Array(key) } == RowCoding.bytes(value.name))
            #expect(try row.withBytes(from: writer) { _, value in value.map(Array.init) } == RowCoding.bytes(value))
            #expect(try TouchedRow("examples", 1, Example?.none).withBytes(from: writer) { _, value in value == nil })
            for refused in [TouchedRow("examples", Double.nan, value), TouchedRow("examples", "x", [Silent()])] {
                #expect(throws: EncodingError.self) { try refused.withBytes(from: writer) { _, _ in } }
            }
        }
    }

    @Test("writes whole values that are no object", arguments: ["x", ""])
    func scalars(text: String) throws {
        #expect(try RowEncoder.bytes(text, as: .shown) == Array("\"\(text)\"".utf8))
        #expect(try RowEncoder.bytes(Int?.none, as: .shown) == Array("null".utf8))
        #expect(try RowEncoder.bytes([true, false], as: .shown) == Array("[true,false]".utf8))
    }

    @Test("hands on what is said to those who encode themselves")
    func userInfo() throws {
        let bytes = try RowEncoder.bytes([JSONValue.integer(1)], as: .row)
        #expect(String(decoding: bytes, as: UTF8.self) == #"["1"]"#)
    }

    @Test("refuses numbers that JSON cannot write", arguments: [Double.nan, .infinity, -.infinity])
    func numbers(number: Double) {
        #expect(throws: EncodingError.self) { try RowEncoder.bytes(["x": number], as: .shown) }
    }

    @Test("refuses a value that writes nothing, and one that writes into a container that has ended")
    func misuse() {
        #expect(throws: EncodingError.self) { try RowEncoder.bytes([Silent()], as: .shown) }
        #expect(throws: EncodingError.self) { try RowEncoder.bytes(Late(), as: .shown) }
        #expect(throws: EncodingError.self) { try RowEncoder.bytes(Undecided(), as: .shown) }
    }

    // MARK: What is encoded

    struct Example: Codable, Equatable, Sendable {
        var zone = 1
        var name = ""
        var numbers: [Int64] = []
        var fraction = 0.0
        var small: Float?
        var words: [String: [UInt8]] = [:]
        var numbered: [Int: String] = [:]
        var pairs: [Kind: Int] = [:]
        var kinds: Set<Kind>?
        var choices: [Choice] = []
        var missing: [Bool?] = []
        var inner: [Inner] = []
        var id: ObjectName?
        var after = true
    }

    enum Kind: String, Codable, CodingKeyRepresentable, Sendable {
        case one, two
    }

    enum Choice: Codable, Equatable, Sendable {
        case none
        case some(String, Int)
        case labelled(name: String)
    }

    struct ObjectName: Codable, Equatable, Sendable {
        let text: String

        init(_ text: String) { self.text = text }
        init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(text)
        }
    }

    /// Encodes more than its properties, by hand.
    final class Inner: Codable, Equatable, Sendable {
        let zebra: Int
        let ant: Inner?

        init(zebra: Int, ant: Inner? = nil) {
            self.zebra = zebra
            self.ant = ant
        }

        static func == (left: Inner, right: Inner) -> Bool { left.zebra == right.zebra && left.ant == right.ant }

        func encode(to encoder: any Encoder) throws {
            var members = encoder.container(keyedBy: CodingKeys.self)
            try members.encode(zebra, forKey: .zebra)
            var more = encoder.container(keyedBy: More.self)
            var list = more.nestedUnkeyedContainer(forKey: .list)
            try list.encode(1)
            var deep = list.nestedContainer(keyedBy: More.self)
            try deep.encodeNil(forKey: .list)
            var items = list.nestedUnkeyedContainer()
            try items.encodeNil()
            try Kind.one.encode(to: list.superEncoder())
            try Kind.two.encode(to: more.superEncoder())
            try members.encode(ant, forKey: .ant)
        }

        private enum More: CodingKey {
            case list
        }
    }

    indirect enum Node: Encodable {
        case text(String)
        case number(Int)
        case list([Node])
        case members([String: Node])

        func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            switch self {
            case .text(let text): try container.encode(text)
            case .number(let number): try container.encode(number)
            case .list(let list): try container.encode(list)
            case .members(let members): try container.encode(members)
            }
        }

        static func random(depth: Int, _ generator: inout SplitMix64) -> Node {
            let count = Int.random(in: 0..<5, using: &generator)
            switch Int.random(in: depth > 0 ? 0..<4 : 0..<2, using: &generator) {
            case 0:
                let scalars = (0..<count).compactMap { _ in Self.scalars.randomElement(using: &generator) }
                return .text(String(String.UnicodeScalarView(scalars)))
            case 1: return .number(Int.random(in: .min ... .max, using: &generator))
            case 2: return .list((0..<count).map { _ in random(depth: depth - 1, &generator) })
            default:
                let members = (0..<count).map { _ in
                    ("\(UInt8.random(in: 0...99, using: &generator))", random(depth: depth - 1, &generator))
                }
                return .members(Dictionary(members) { $1 })
            }
        }

        private static let scalars: [Unicode.Scalar] = ["a", "\"", "\\", "/", "\n", "\u{1}", "é", "😀"]
    }

    private struct Silent: Encodable {
        func encode(to _: any Encoder) {}
    }

    private struct Late: Encodable {
        func encode(to encoder: any Encoder) throws {
            var outer = encoder.container(keyedBy: Key.self)
            var inner = outer.nestedContainer(keyedBy: Key.self, forKey: .a)
            try outer.encode(1, forKey: .b)
            try inner.encode(1, forKey: .a)
        }
    }

    private struct Undecided: Encodable {
        func encode(to encoder: any Encoder) throws {
            _ = encoder.container(keyedBy: Key.self)
            _ = encoder.unkeyedContainer()
        }
    }

    private enum Key: CodingKey {
        case a, b
    }
}

extension SplitMix64: RandomNumberGenerator {}
