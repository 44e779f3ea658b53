/// A type that a field of a JSON body can have.
package protocol FieldReadable {
    /// The type in words: `a string`.
    static var expectation: String { get }
    /// The value, or nil where `field` has another type.
    init?(field: JSONValue)
}

extension String: FieldReadable {
    /// `a string`
    package static var expectation: String { "a string" }
    /// Reads a string.
    package init?(field: JSONValue) {
        guard case .string(let string) = field else { return nil }
        self = string
    }
}

extension Bool: FieldReadable {
    /// `a boolean`
    package static var expectation: String { "a boolean" }
    /// Reads `true` or `false`.
    package init?(field: JSONValue) {
        guard case .bool(let bool) = field else { return nil }
        self = bool
    }
}

extension Int: FieldReadable {
    /// `an integer`
    package static var expectation: String { "an integer" }
    /// Reads a whole number, also one written with a fraction of zero.
    package init?(field: JSONValue) {
        switch field {
        case .integer(let integer): self.init(exactly: integer)
        case .number(let number): self.init(exactly: number)
        default: return nil
        }
    }
}

extension Double: FieldReadable {
    /// `a number`
    package static var expectation: String { "a number" }
    /// Reads any number.
    package init?(field: JSONValue) {
        switch field {
        case .integer(let integer): self.init(integer)
        case .number(let number): self = number
        default: return nil
        }
    }
}

extension JSONObject: FieldReadable {
    /// `an object`
    package static var expectation: String { "an object" }
    /// Reads an object.
    package init?(field: JSONValue) {
        guard case .object(let object) = field else { return nil }
        self = object
    }
}

extension JSONValue: FieldReadable {
    /// `a value`
    package static var expectation: String { "a value" }
    /// Takes any value.
    package init?(field: JSONValue) { self = field }
}

extension Array: FieldReadable where Element: FieldReadable {
    /// For example `an array of a string each`.
    package static var expectation: String {
        Element.self == JSONValue.self ? "an array" : "an array with \(Element.expectation) each"
    }
    /// Reads an array all of whose elements have the type.
    package init?(field: JSONValue) {
        guard case .array(let values) = field else { return nil }
        var elements: [Element] = []
        for value in values {
            guard let element = Element(field: value) else { return nil }
            elements.append(element)
        }
        self = elements
    }
}
