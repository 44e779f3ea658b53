package import Kernel

/// Makes a value that fits a schema: what was sent where names match, then what the description gives as an example, then the
/// plainest value of the type. The same schema, sent values and source give the same value.
package struct SchemaExample {
    /// How deep it goes; what refers to itself ends there.
    private static let deepest = 12

    private let description: APIDescription
    private let sent: SentValues
    private let now: Moment
    private var ids: IDSequence
    private var firstID: String?
    /// How many values are made at most, so that schemas that refer to themselves in many places end.
    private var left = 4000
    /// Whether objects get only the members that they must have.
    private let isSmallest: Bool

    /// - Parameters:
    ///   - description: where references lead.
    ///   - sent: what the request said.
    ///   - ids: where ids and secrets come from.
    ///   - firstID: what the first member `id` gets.
    ///   - now: the time.
    ///   - isSmallest: whether objects get only the members that they must have.
    package init(
        _ description: APIDescription, sent: SentValues = SentValues(), ids: IDSequence, firstID: String? = nil,
        now: Moment, isSmallest: Bool = false
    ) {
        self.description = description
        self.sent = sent
        self.ids = ids
        self.firstID = firstID
        self.now = now
        self.isSmallest = isSmallest
    }

    /// A value for `schema`.
    ///
    /// - Parameter name: the name of the member or parameter that it is for.
    package mutating func value(
        for schema: JSONValue, named name: String = ""
    ) throws(DescriptionFailure) -> JSONValue {
        try value(for: schema, named: name, depth: 0)
    }

    private mutating func value(
        for schema: JSONValue, named name: String, depth: Int
    ) throws(DescriptionFailure) -> JSONValue {
        left -= 1
        guard depth < Self.deepest, left > 0 else { return .null }
        let joined = try joined(schema, depth: depth)
        // Where the vendor calls the same thing by two names.
        let origin = joined["x-drydock-from"]?.string ?? name
        if let echo = sent[origin], !isEnvelope(joined, named: name), try SchemaCheck(description).fits(echo, schema) {
            return echo
        }
        if let given = given(by: joined) { return given }
        return try plain(joined, named: name, depth: depth)
    }

    /// Whether it is what the vendor wraps answers in, and requests too: it is never the same in both.
    private func isEnvelope(_ schema: JSONObject, named name: String) -> Bool {
        name == "data" && schema["properties"] != nil
    }

    private func given(by schema: JSONObject) -> JSONValue? {
        schema["example"] ?? schema["examples"]?.array?.first ?? schema["const"] ?? schema["default"]
            ?? schema["enum"]?.array?.first
    }

    /// One schema for what `schema`, all its parts and one of its choices say.
    private func joined(_ schema: JSONValue, depth: Int) throws(DescriptionFailure) -> JSONObject {
        guard depth < Self.deepest, var joined = schema.object else { return JSONObject() }
        var parts = joined["allOf"]?.array ?? []
        parts += [joined["oneOf"], joined["anyOf"]].compactMap { $0?.array.flatMap(chosen) }
        if joined["$ref"] != nil { parts.append(try description.resolved(schema)) }
        for word in ["allOf", "oneOf", "anyOf", "$ref"] { joined[word] = nil }
        for part in parts {
            var part = try self.joined(part, depth: depth + 1)
            let properties = (joined["properties"]?.object ?? JSONObject()).joined(with: part["properties"]?.object)
            let required = (joined["required"]?.array ?? []) + (part["required"]?.array ?? [])
            part.merge(joined)
            if !required.isEmpty { part["required"] = .array(required) }
            if !properties.isEmpty { part["properties"] = .object(properties) }
            joined = part
        }
        return joined
    }

    /// The choice for a request that said what `x-drydock-when` has; otherwise the first.
    private func chosen(from choices: [JSONValue]) -> JSONValue? {
        choices.first { choice in
            let wanted = choice.object?["x-drydock-when"]?.object?.members ?? []
            return !wanted.isEmpty && wanted.allSatisfy { sent[$0.name] == $0.value }
        } ?? choices.first
    }

    // MARK: - Where nothing is given

    private mutating func plain(
        _ schema: JSONObject, named name: String, depth: Int
    ) throws(DescriptionFailure) -> JSONValue {
        if let span = schema["x-drydock-after"]?.string.flatMap(TimeSpan.init) {
            return .string((now + span).description)
        }
        if schema["type"]?.array?.contains("null") == true { return .null }
        switch schema["type"]?.string {
        case "string": return .string(text(for: schema, named: name))
        case "integer", "number": return number(for: schema)
        case "boolean": return .bool(false)
        case "null": return .null
        case "array":
            var elements: [JSONValue] = []
            for _ in 0..<min(schema["minItems"]?.wholeNumber ?? 0, 16) {
                elements.append(try value(for: schema["items"] ?? .null, named: "", depth: depth + 1))
            }
            return .array(elements)
        default:
            var members: [(String, JSONValue)] = []
            let required = schema["required"]?.array ?? []
            for property in schema["properties"]?.object?.members ?? [] {
                if isSmallest, !required.contains(.string(property.name)) { continue }
                // What only an answer to a failure has.
                if try description.resolved(property.value).object?["x-drydock-absent"] == true { continue }
                let value = try value(for: property.value, named: property.name, depth: depth + 1)
                members.append((property.name, value))
            }
            return .object(JSONObject(members))
        }
    }

    private func number(for schema: JSONObject) -> JSONValue {
        if let least = schema["minimum"] { return least }
        guard let bound = schema["exclusiveMinimum"]?.wholeNumber else { return 0 }
        return .integer(Int64(bound.addingReportingOverflow(1).partialValue))
    }

    private mutating func text(for schema: JSONObject, named name: String) -> String {
        switch schema["format"]?.string {
        case "uuid": return id(named: name)
        case "date-time": return now.description
        case "uri": return "https://canned.invalid/"
        case "email": return "canned@example.com"
        case "binary": return ""
        default: break
        }
        if let prefix = schema["x-drydock-secret"]?.string { return ids.secret(prefix: prefix) }
        if SentValues.isIDName(name) { return id(named: name) }
        let least = min(schema["minLength"]?.wholeNumber ?? 0, 1024)
        let word = "canned"
        return word + String(repeating: "-", count: max(0, least - word.count))
    }

    private mutating func id(named name: String) -> String {
        if name == "id", let first = firstID {
            firstID = nil
            return first
        }
        return ids.uuid()
    }
}

/// What a request said, to be found again by the names that an answer has for it: `sessionId` is `session_id`.
package struct SentValues: Sendable {
    private var values: [String: JSONValue] = [:]

    /// Nothing.
    package init() {}

    /// Adds the members of an object; what was there under the same names goes.
    package mutating func add(_ object: JSONObject) {
        for member in object.members { values[Self.simplified(member.name)] = member.value }
    }

    /// What was sent under this name or one like it.
    package subscript(name: String) -> JSONValue? { name.isEmpty ? nil : values[Self.simplified(name)] }

    /// Whether a member of this name is an id.
    static func isIDName(_ name: String) -> Bool {
        name == "id" || name.hasSuffix("_id") || name.hasSuffix("Id") || name.hasSuffix("ID")
    }

    private static func simplified(_ name: String) -> String {
        name.lowercased().filter { $0 != "_" && $0 != "-" }
    }
}

extension JSONObject {
    /// The properties of two schemas that hold at once: one that both describe is what both say.
    fileprivate func joined(with other: JSONObject?) -> JSONObject {
        var joined = self
        for member in other?.members ?? [] {
            joined[member.name] = self[member.name].map { .object(["allOf": [$0, member.value]]) } ?? member.value
        }
        return joined
    }
}
