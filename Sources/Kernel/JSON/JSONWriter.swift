/// Writes JSON as UTF-8 bytes, members in the order in which they are written, so that equal answers are equal bytes.
public struct JSONWriter: ~Copyable {
    private var written = GrowingBytes(capacity: 512)
    private var needsComma = false

    /// A writer with room for a usual answer.
    public init() {}

    /// The bytes of one value.
    public static func bytes(_ value: some JSONWritable) -> [UInt8] {
        var writer = JSONWriter()
        value.write(to: &writer)
        return writer.bytes
    }

    /// The text of one value.
    public static func text(_ value: some JSONWritable) -> String {
        var writer = JSONWriter()
        value.write(to: &writer)
        return writer.written.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    /// What was written so far.
    public var bytes: [UInt8] { written.withBytes { Array($0) } }

    /// Gives `look` what was written so far.
    public func withBytes(_ look: (UnsafeBufferPointer<UInt8>) -> Void) { written.withBytes(look) }

    /// Writes an object whose members `body` writes with `member`.
    public mutating func object(_ body: (inout JSONWriter) -> Void) {
        separate()
        written.append(UInt8(ascii: "{"))
        needsComma = false
        body(&self)
        written.append(UInt8(ascii: "}"))
        needsComma = true
    }

    /// Writes an array whose elements `body` writes as values.
    public mutating func array(_ body: (inout JSONWriter) -> Void) {
        separate()
        written.append(UInt8(ascii: "["))
        needsComma = false
        body(&self)
        written.append(UInt8(ascii: "]"))
        needsComma = true
    }

    /// Writes one member of an object.
    public mutating func member(_ name: StaticString, _ value: some JSONWritable) {
        writeName(name)
        value.write(to: &self)
    }

    /// Writes one member of an object whose value is an object of its own.
    public mutating func member(_ name: StaticString, object body: (inout JSONWriter) -> Void) {
        writeName(name)
        object(body)
    }

    /// Writes one member whose name is data, for example of free-form metadata.
    public mutating func member(named name: String, _ value: some JSONWritable) {
        string(name)
        written.append(UInt8(ascii: ":"))
        needsComma = false
        value.write(to: &self)
    }

    /// Writes `null`, `true`, a number: anything that needs no escaping.
    public mutating func literal(_ text: some StringProtocol) {
        separate()
        Substring(text).utf8.withBytes { written.append($0) }
        needsComma = true
    }

    /// Writes a string.
    public mutating func string(_ text: String) {
        separate()
        written.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { written.append(escaping: $0) }
        written.append(UInt8(ascii: "\""))
        needsComma = true
    }

    /// Writes a string of so many bytes, none of which needs escaping; `write` fills them in.
    mutating func string(ofLength length: Int, _ write: (UnsafeMutableBufferPointer<UInt8>) -> Void) {
        separate()
        written.append(UInt8(ascii: "\""))
        written.append(length, write)
        written.append(UInt8(ascii: "\""))
        needsComma = true
    }

    private mutating func writeName(_ name: StaticString) {
        separate()
        written.append(UInt8(ascii: "\""))
        written.append(name)
        written.append("\":")
        needsComma = false
    }

    private mutating func separate() {
        if needsComma { written.append(UInt8(ascii: ",")) }
    }
}

/// A value that knows its own wire form.
public protocol JSONWritable {
    /// Writes itself as one JSON value.
    func write(to json: inout JSONWriter)
}

// MARK: - What can be written

extension String: JSONWritable {
    /// A string.
    public func write(to json: inout JSONWriter) { json.string(self) }
}

extension Bool: JSONWritable {
    /// `true` or `false`.
    public func write(to json: inout JSONWriter) { json.literal(self ? "true" : "false") }
}

extension Int: JSONWritable {
    /// A whole number.
    public func write(to json: inout JSONWriter) { json.literal(String(self)) }
}

extension Int64: JSONWritable {
    /// A whole number.
    public func write(to json: inout JSONWriter) { json.literal(String(self)) }
}

extension Double: JSONWritable {
    /// A number: whole ones without a fraction, and `null` for those that JSON cannot write.
    public func write(to json: inout JSONWriter) {
        if let whole = Int64(exactly: self) {
            json.literal(String(whole))
        } else {
            json.literal(isFinite ? String(self) : "null")
        }
    }
}

extension Optional: JSONWritable where Wrapped: JSONWritable {
    /// The value, or `null`.
    public func write(to json: inout JSONWriter) {
        if let self { self.write(to: &json) } else { json.literal("null") }
    }
}

extension Array: JSONWritable where Element: JSONWritable {
    /// An array.
    public func write(to json: inout JSONWriter) {
        json.array { json in
            for element in self { element.write(to: &json) }
        }
    }
}

extension JSONObject: JSONWritable {
    /// An object, members by name.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            for member in members { json.member(named: member.name, member.value) }
        }
    }
}

extension JSONValue: JSONWritable {
    /// The value itself.
    public func write(to json: inout JSONWriter) {
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
