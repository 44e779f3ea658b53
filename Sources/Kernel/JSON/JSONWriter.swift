/// Writes JSON as UTF-8 bytes, members in the order in which they are written, so that equal answers are equal bytes.
package struct JSONWriter: ~Copyable {
    /// What was written so far.
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// A writer with room for a usual answer.
    package init() {
        bytes.reserveCapacity(512)
    }

    /// The bytes of one value.
    package static func bytes(_ value: some JSONWritable) -> [UInt8] {
        var writer = JSONWriter()
        value.write(to: &writer)
        return writer.bytes
    }

    /// The text of one value.
    package static func text(_ value: some JSONWritable) -> String {
        String(decoding: bytes(value), as: UTF8.self)
    }

    /// Writes an object whose members `body` writes with `member`.
    package mutating func object(_ body: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(UInt8(ascii: "{"))
        needsComma = false
        body(&self)
        bytes.append(UInt8(ascii: "}"))
        needsComma = true
    }

    /// Writes an array whose elements `body` writes as values.
    package mutating func array(_ body: (inout JSONWriter) -> Void) {
        separate()
        bytes.append(UInt8(ascii: "["))
        needsComma = false
        body(&self)
        bytes.append(UInt8(ascii: "]"))
        needsComma = true
    }

    /// Writes one member of an object.
    package mutating func member(_ name: StaticString, _ value: some JSONWritable) {
        writeName(name)
        value.write(to: &self)
    }

    /// Writes one member of an object whose value is an object of its own.
    package mutating func member(_ name: StaticString, object body: (inout JSONWriter) -> Void) {
        writeName(name)
        object(body)
    }

    /// Writes one member whose name is data, for example of free-form metadata.
    package mutating func member(named name: String, _ value: some JSONWritable) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
        value.write(to: &self)
    }

    /// Writes `null`, `true`, a number: anything that needs no escaping.
    package mutating func literal(_ text: some StringProtocol) {
        separate()
        bytes.append(contentsOf: text.utf8)
        needsComma = true
    }

    /// Writes a string.
    package mutating func string(_ text: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { escape($0) }
        bytes.append(UInt8(ascii: "\""))
        needsComma = true
    }

    private mutating func writeName(_ name: StaticString) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount))
        bytes.append(UInt8(ascii: "\""))
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
    }

    private mutating func escape(_ text: UnsafeBufferPointer<UInt8>) {
        var plainFrom = 0
        for (index, byte) in text.enumerated() where byte < 0x20 || byte == 0x22 || byte == 0x5C {
            bytes.append(contentsOf: text[plainFrom..<index])
            plainFrom = index + 1
            switch byte {
            case 0x22: bytes.append(contentsOf: [0x5C, 0x22])
            case 0x5C: bytes.append(contentsOf: [0x5C, 0x5C])
            case 0x0A: bytes.append(contentsOf: [0x5C, UInt8(ascii: "n")])
            case 0x0D: bytes.append(contentsOf: [0x5C, UInt8(ascii: "r")])
            case 0x09: bytes.append(contentsOf: [0x5C, UInt8(ascii: "t")])
            default:
                let digits = String(byte, radix: 16)
                bytes.append(contentsOf: "\\u00\(digits.count == 1 ? "0" : "")\(digits)".utf8)
            }
        }
        bytes.append(contentsOf: text[plainFrom...])
    }
}

/// A value that knows its own wire form.
package protocol JSONWritable {
    /// Writes itself as one JSON value.
    func write(to json: inout JSONWriter)
}

// MARK: - What can be written

extension String: JSONWritable {
    /// A string.
    package func write(to json: inout JSONWriter) { json.string(self) }
}

extension Bool: JSONWritable {
    /// `true` or `false`.
    package func write(to json: inout JSONWriter) { json.literal(self ? "true" : "false") }
}

extension Int: JSONWritable {
    /// A whole number.
    package func write(to json: inout JSONWriter) { json.literal(String(self)) }
}

extension Int64: JSONWritable {
    /// A whole number.
    package func write(to json: inout JSONWriter) { json.literal(String(self)) }
}

extension Double: JSONWritable {
    /// A number: whole ones without a fraction, and `null` for those that JSON cannot write.
    package func write(to json: inout JSONWriter) {
        if let whole = Int64(exactly: self) {
            json.literal(String(whole))
        } else {
            json.literal(isFinite ? String(self) : "null")
        }
    }
}

extension Optional: JSONWritable where Wrapped: JSONWritable {
    /// The value, or `null`.
    package func write(to json: inout JSONWriter) {
        if let self { self.write(to: &json) } else { json.literal("null") }
    }
}

extension Array: JSONWritable where Element: JSONWritable {
    /// An array.
    package func write(to json: inout JSONWriter) {
        json.array { json in
            for element in self { element.write(to: &json) }
        }
    }
}

extension JSONObject: JSONWritable {
    /// An object, members by name.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            for member in members { json.member(named: member.name, member.value) }
        }
    }
}

extension JSONValue: JSONWritable {
    /// The value itself.
    package func write(to json: inout JSONWriter) {
        switch self {
        case .null: json.literal("null")
        case .bool(let bool): bool.write(to: &json)
        case .integer(let integer): integer.write(to: &json)
        case .number(let number): number.write(to: &json)
        case .string(let string): string.write(to: &json)
        case .array(let array): array.write(to: &json)
        case .object(let object): object.write(to: &json)
        }
    }
}
