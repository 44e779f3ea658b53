/// The members of one JSON object in a request, read by name and type. `null` counts as absent.
public struct Fields: Sendable {
    private let object: JSONObject
    private let path: String
    /// Whether a field of the wrong type is a complaint.
    public let reading: FieldReading

    /// The members of `object`.
    public init(_ object: JSONObject, reading: FieldReading = .strict) {
        self.init(object, path: "", reading: reading)
    }

    private init(_ object: JSONObject, path: String, reading: FieldReading) {
        self.object = object
        self.path = path
        self.reading = reading
    }

    /// The whole object as it came.
    public var raw: JSONObject { object }

    /// Whether the object has a member of this name, even `null`.
    public func has(_ name: String) -> Bool { object[name] != nil }

    /// The complaint that the field `name` is missing or wrong.
    public func complaint(_ name: String, _ problem: String) -> FieldComplaint {
        FieldComplaint(field: path(of: name), problem: problem)
    }

    /// The field, or nil if it is absent. Throws if it has the wrong type and reading is strict.
    public func optional<Value: FieldReadable>(
        _ name: String, as _: Value.Type = Value.self
    ) throws(FieldComplaint) -> Value? {
        guard let value = object[name], value != .null else { return nil }
        if let read = Value(field: value) { return read }
        if reading == .lenient { return nil }
        throw complaint(name, "must be \(Value.expectation), not \(value.kind)")
    }

    /// The field. Throws if it is absent or has the wrong type.
    public func required<Value: FieldReadable>(
        _ name: String, as _: Value.Type = Value.self
    ) throws(FieldComplaint) -> Value {
        guard let value: Value = try optional(name) else { throw complaint(name, "is required") }
        return value
    }

    /// The members of an object field, or nil if it is absent.
    public func object(_ name: String) throws(FieldComplaint) -> Fields? {
        guard let object: JSONObject = try optional(name) else { return nil }
        return Fields(object, path: path(of: name), reading: reading)
    }

    /// The objects of an array field, or nil if it is absent.
    public func objects(_ name: String) throws(FieldComplaint) -> [Fields]? {
        guard let values: [JSONValue] = try list(name) else { return nil }
        var objects: [Fields] = []
        for (index, value) in values.enumerated() {
            if let object = value.object {
                objects.append(Fields(object, path: "\(path(of: name)).\(index)", reading: reading))
            } else if reading == .strict {
                throw complaint("\(name).\(index)", "must be an object, not \(value.kind)")
            }
        }
        return objects
    }

    /// How many elements a list may have that others are compared with (ours).
    public static let longestList = 1000

    /// An array field that is looked through at other calls, or nil if it is absent. Throws if it has the wrong type and
    /// reading is strict, or is longer than any honest one.
    public func list<Value: FieldReadable>(
        _ name: String, of _: Value.Type = Value.self
    ) throws(FieldComplaint) -> [Value]? {
        let list: [Value]? = try optional(name)
        if let list { try checkLength(list.count, of: name) }
        return list
    }

    private func checkLength(_ count: Int, of name: String) throws(FieldComplaint) {
        guard count > Self.longestList else { return }
        throw complaint(name, "must not have more than \(Self.longestList) elements, which is Drydock's limit")
    }

    /// One of an enumeration's words, or nil if the field is absent.
    public func choice<Value: RawRepresentable & CaseIterable>(
        _ name: String, of _: Value.Type = Value.self
    ) throws(FieldComplaint) -> Value? where Value.RawValue == String {
        guard let word: String = try optional(name) else { return nil }
        if let value = Value(rawValue: word) { return value }
        if reading == .lenient { return nil }
        let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
        throw complaint(name, "must be one of \(words), not \"\(word)\"")
    }

    private func path(of name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}

/// How strictly a request's body is read.
public enum FieldReading: Sendable {
    /// A field of the wrong type is a complaint.
    case strict
    /// A field of the wrong type counts as absent (policy `unknownIds: adopt`).
    case lenient
}

/// What is wrong with one field of a request's body, in words that a client's developer can act on.
public struct FieldComplaint: Error, Equatable, Sendable, CustomStringConvertible {
    /// The dotted path of the field, for example `session.timeout.max_duration`; empty for the body itself.
    public let field: String
    /// What is wrong, to be read after the field's name: `is required`, `must be a string, not a number`.
    public let problem: String

    /// A complaint about the field at `field`.
    public init(field: String, problem: String) {
        self.field = field
        self.problem = problem
    }

    /// For example `callbackUrl is required`.
    public var description: String { field.isEmpty ? "The body \(problem)" : "\(field) \(problem)" }
}

/// A type that a field of a JSON body can have.
public protocol FieldReadable {
    /// The type in words: `a string`.
    static var expectation: String { get }
    /// The value, or nil where `field` has another type.
    init?(field: JSONValue)
}

extension String: FieldReadable {
    /// `a string`
    public static var expectation: String { "a string" }
    /// Reads a string.
    public init?(field: JSONValue) {
        guard case .string(let string) = field else { return nil }
        self = string
    }
}

extension Bool: FieldReadable {
    /// `a boolean`
    public static var expectation: String { "a boolean" }
    /// Reads `true` or `false`.
    public init?(field: JSONValue) {
        guard case .bool(let bool) = field else { return nil }
        self = bool
    }
}

extension Int: FieldReadable {
    /// `an integer`
    public static var expectation: String { "an integer" }
    /// Reads a whole number, also one written with a fraction of zero.
    public init?(field: JSONValue) {
        switch field {
        case .integer(let integer): self.init(exactly: integer)
        case .number(let number): self.init(exactly: number)
        default: return nil
        }
    }
}

extension Double: FieldReadable {
    /// `a number`
    public static var expectation: String { "a number" }
    /// Reads any number.
    public init?(field: JSONValue) {
        switch field {
        case .integer(let integer): self.init(integer)
        case .number(let number): self = number
        default: return nil
        }
    }
}

extension JSONObject: FieldReadable {
    /// `an object`
    public static var expectation: String { "an object" }
    /// Reads an object.
    public init?(field: JSONValue) {
        guard case .object(let object) = field else { return nil }
        self = object
    }
}

extension JSONValue: FieldReadable {
    /// `a value`
    public static var expectation: String { "a value" }
    /// Takes any value.
    public init?(field: JSONValue) { self = field }
}

extension Array: FieldReadable where Element: FieldReadable {
    /// For example `an array with a string each`.
    public static var expectation: String {
        Element.self == JSONValue.self ? "an array" : "an array with \(Element.expectation) each"
    }
    /// Reads an array all of whose elements have the type.
    public init?(field: JSONValue) {
        guard case .array(let values) = field else { return nil }
        var elements: [Element] = []
        for value in values {
            guard let element = Element(field: value) else { return nil }
            elements.append(element)
        }
        self = elements
    }
}
