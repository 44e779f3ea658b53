/// The members of one JSON object in a request, read by name and type. `null` counts as absent.
package struct Fields: Sendable {
    private let object: JSONObject
    private let path: String
    /// Whether a field of the wrong type is a complaint.
    package let reading: FieldReading

    /// The members of `object`.
    package init(_ object: JSONObject, reading: FieldReading = .strict) {
        self.init(object, path: "", reading: reading)
    }

    private init(_ object: JSONObject, path: String, reading: FieldReading) {
        self.object = object
        self.path = path
        self.reading = reading
    }

    /// The whole object as it came.
    package var raw: JSONObject { object }

    /// Whether the object has a member of this name, even `null`.
    package func has(_ name: String) -> Bool { object[name] != nil }

    /// The complaint that the field `name` is missing or wrong.
    package func complaint(_ name: String, _ problem: String) -> FieldComplaint {
        FieldComplaint(field: path(of: name), problem: problem)
    }

    /// The field, or nil where it is absent. Throws where it has the wrong type and reading is strict.
    package func optional<Value: FieldReadable>(
        _ name: String, as _: Value.Type = Value.self
    ) throws(FieldComplaint) -> Value? {
        guard let value = object[name], value != .null else { return nil }
        if let read = Value(field: value) { return read }
        if reading == .lenient { return nil }
        throw complaint(name, "must be \(Value.expectation), not \(value.kind)")
    }

    /// The field. Throws where it is absent or has the wrong type.
    package func required<Value: FieldReadable>(
        _ name: String, as _: Value.Type = Value.self
    ) throws(FieldComplaint) -> Value {
        guard let value: Value = try optional(name) else { throw complaint(name, "is required") }
        return value
    }

    /// The members of an object field, or nil where it is absent.
    package func object(_ name: String) throws(FieldComplaint) -> Fields? {
        guard let object: JSONObject = try optional(name) else { return nil }
        return Fields(object, path: path(of: name), reading: reading)
    }

    /// The objects of an array field, or nil where it is absent.
    package func objects(_ name: String) throws(FieldComplaint) -> [Fields]? {
        guard let values: [JSONValue] = try optional(name) else { return nil }
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

    /// One of an enumeration's words, or nil where the field is absent.
    package func choice<Value: RawRepresentable & CaseIterable>(
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
