/// Reads one JSON text (RFC 8259), strictly and to a bounded depth, and says where and why it is not one.
///
/// Our own, because the words and the place of the complaint are what a person with a red build needs, and because bodies
/// go through it on the hot path.
public struct JSONParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var depth = 0
    private static let deepest = 128

    /// Parses `text`.
    public static func parse(_ text: String) throws(JSONComplaint) -> JSONValue {
        try parse(Array(text.utf8))
    }

    /// Parses UTF-8 bytes.
    public static func parse(_ bytes: some Sequence<UInt8>) throws(JSONComplaint) -> JSONValue {
        let outcome: Result<JSONValue, JSONComplaint> = ContiguousArray(bytes).withUnsafeBufferPointer { buffer in
            var parser = JSONParser(bytes: buffer)
            do throws(JSONComplaint) { return .success(try parser.text()) } catch { return .failure(error) }
        }
        return try outcome.get()
    }

    private init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    private mutating func text() throws(JSONComplaint) -> JSONValue {
        skipSpace()
        guard position < bytes.count else { throw complaint("The text is empty") }
        let value = try value()
        skipSpace()
        guard position == bytes.count else { throw complaint("Unexpected \(found) after the end of the value") }
        return value
    }

    private mutating func value() throws(JSONComplaint) -> JSONValue {
        switch peek {
        case UInt8(ascii: "{"): return try nested { (parser) throws(JSONComplaint) in try parser.objectBody() }
        case UInt8(ascii: "["): return try nested { (parser) throws(JSONComplaint) in try parser.arrayBody() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "-"): return try number()
        case .some(48...57): return try number()
        default: throw complaint("Expected a value, found \(found)")
        }
    }

    private mutating func nested(
        _ body: (inout JSONParser) throws(JSONComplaint) -> JSONValue
    ) throws(JSONComplaint) -> JSONValue {
        guard depth < Self.deepest else { throw complaint("Nested deeper than \(Self.deepest) levels") }
        depth += 1
        defer { depth -= 1 }
        position += 1
        skipSpace()
        return try body(&self)
    }

    private mutating func objectBody() throws(JSONComplaint) -> JSONValue {
        if skip(UInt8(ascii: "}")) { return .object(JSONObject()) }
        var members: [(String, JSONValue)] = []
        while true {
            guard peek == UInt8(ascii: "\"") else {
                let trailing = peek == UInt8(ascii: "}") && !members.isEmpty
                throw complaint(
                    trailing ? "Trailing comma before '}'" : "Expected a member name in double quotes, found \(found)")
            }
            let name = try string()
            skipSpace()
            guard skip(UInt8(ascii: ":")) else { throw complaint("Expected ':' after \"\(name)\", found \(found)") }
            skipSpace()
            members.append((name, try value()))
            skipSpace()
            if skip(UInt8(ascii: "}")) { return .object(JSONObject(members)) }
            guard skip(UInt8(ascii: ",")) else { throw complaint("Expected ',' or '}', found \(found)") }
            skipSpace()
        }
    }

    private mutating func arrayBody() throws(JSONComplaint) -> JSONValue {
        if skip(UInt8(ascii: "]")) { return .array([]) }
        var elements: [JSONValue] = []
        while true {
            if peek == UInt8(ascii: "]") { throw complaint("Trailing comma before ']'") }
            elements.append(try value())
            skipSpace()
            if skip(UInt8(ascii: "]")) { return .array(elements) }
            guard skip(UInt8(ascii: ",")) else { throw complaint("Expected ',' or ']', found \(found)") }
            skipSpace()
        }
    }

    private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONComplaint) -> JSONValue {
        for offset in 0..<word.utf8CodeUnitCount {
            guard position + offset < bytes.count, bytes[position + offset] == word.utf8Start[offset] else {
                throw complaint("Expected a value, found \(found)")
            }
        }
        position += word.utf8CodeUnitCount
        return value
    }

    private mutating func number() throws(JSONComplaint) -> JSONValue {
        let start = position
        _ = skip(UInt8(ascii: "-"))
        if !skip(UInt8(ascii: "0")) { try digits() }
        var isWhole = true
        if skip(UInt8(ascii: ".")) {
            isWhole = false
            try digits()
        }
        if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
            isWhole = false
            if !skip(UInt8(ascii: "+")) { _ = skip(UInt8(ascii: "-")) }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isWhole, let integer = Int64(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else { throw complaint("The number \(text) is too large") }
        // 1e3 and 1000 are one value.
        return Int64(exactly: number).map(JSONValue.integer) ?? .number(number)
    }

    private mutating func digits() throws(JSONComplaint) {
        let start = position
        while let byte = peek, (48...57).contains(byte) { position += 1 }
        guard position > start else { throw complaint("Expected a digit, found \(found)") }
    }

    // MARK: Strings

    private mutating func string() throws(JSONComplaint) -> String {
        position += 1
        let start = position
        while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
        if peek == UInt8(ascii: "\"") {
            defer { position += 1 }
            return try decode(bytes[start..<position])
        }
        var unescaped = ContiguousArray(bytes[start..<position])
        while let byte = peek {
            switch byte {
            case UInt8(ascii: "\""):
                defer { position += 1 }
                return try decode(unescaped)
            case UInt8(ascii: "\\"): try escape(into: &unescaped)
            case 0..<0x20: throw complaint("Control character in a string")
            default:
                unescaped.append(byte)
                position += 1
            }
        }
        throw complaint("Unterminated string")
    }

    private func decode(_ bytes: some Collection<UInt8>) throws(JSONComplaint) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw complaint("String is not UTF-8") }
        return text
    }

    private mutating func escape(into bytes: inout ContiguousArray<UInt8>) throws(JSONComplaint) {
        position += 1
        guard let letter = peek else { throw complaint("Unterminated string") }
        position += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): bytes.append(letter)
        case UInt8(ascii: "b"): bytes.append(0x08)
        case UInt8(ascii: "f"): bytes.append(0x0C)
        case UInt8(ascii: "n"): bytes.append(0x0A)
        case UInt8(ascii: "r"): bytes.append(0x0D)
        case UInt8(ascii: "t"): bytes.append(0x09)
        case UInt8(ascii: "u"): bytes.append(contentsOf: Character(try unicodeScalar()).utf8)
        default: throw complaint("Unknown escape in a string")
        }
    }

    private mutating func unicodeScalar() throws(JSONComplaint) -> Unicode.Scalar {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard UTF16.isLeadSurrogate(UInt16(first)), skip(UInt8(ascii: "\\")), skip(UInt8(ascii: "u")) else {
            throw complaint("Lone surrogate in a string")
        }
        let second = try codeUnit()
        guard UTF16.isTrailSurrogate(UInt16(second)) else { throw complaint("Lone surrogate in a string") }
        let combined = 0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00)
        guard let scalar = Unicode.Scalar(combined) else { throw complaint("Lone surrogate in a string") }
        return scalar
    }

    private mutating func codeUnit() throws(JSONComplaint) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw complaint("Expected four hexadecimal digits after \\u")
            }
            unit = unit << 4 | UInt32(digit)
            position += 1
        }
        return unit
    }

    // MARK: Bytes

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private var found: String {
        guard let byte = peek else { return "the end" }
        return byte > 0x20 && byte < 0x7F ? "'\(Unicode.Scalar(byte))'" : "byte \(byte)"
    }

    private func complaint(_ problem: String) -> JSONComplaint {
        let before = bytes[..<min(position, bytes.count)]
        let line = before.count { $0 == 0x0A } + 1
        let column = position - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
        return JSONComplaint(problem: problem, line: line, column: column)
    }
}

/// What is wrong with a text that should be JSON, and where.
public struct JSONComplaint: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was found and what belongs there, in words.
    public let problem: String
    /// The line, from 1.
    public let line: Int
    /// The column in bytes, from 1.
    public let column: Int

    /// For example `Expected a value, found ',' at line 1 column 22`.
    public var description: String { "\(problem) at line \(line) column \(column)" }
}
