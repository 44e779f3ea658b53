/// A value that knows its own wire form.
package protocol JSONWritable {
    /// Writes itself as one JSON value.
    func write(to json: inout JSONWriter)
}

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
    /// A number; a whole one without a fraction, one that JSON cannot write as `null`.
    package func write(to json: inout JSONWriter) {
        if let whole = Int64(exactly: self) {
            json.literal(String(whole))
        } else {
            json.literal(isFinite ? String(self) : "null")
        }
    }
}

extension Moment: JSONWritable {
    /// RFC 3339 text.
    package func write(to json: inout JSONWriter) { json.string(description) }
}

extension TimeSpan: JSONWritable {
    /// Text such as `15m`.
    package func write(to json: inout JSONWriter) { json.string(description) }
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
