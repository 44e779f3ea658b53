import Descriptions
import Kernel

/// What a caller wants an agent's result to look like: a JSON Schema of its own, with what it refers to written out.
///
/// What is checked is what `SchemaCheck` knows; other words of JSON Schema are taken and mean nothing (ours).
struct OutputSchema: Sendable {
    private let schema: JSONValue

    /// - Parameter name: the field that it came in.
    init(_ object: JSONObject, as name: String) throws(FieldComplaint) {
        var expansion = SchemaExpansion(root: object, name: name)
        schema = try expansion.expanded(.object(object))
    }

    /// What is wrong with a result, in words; nil if it fits.
    func complaint(about result: JSONValue) -> String? {
        guard let found = try? SchemaCheck(CannedController.description).complaints(about: result, schema) else {
            return nil
        }
        guard let first = found.first else { return nil }
        let place = first.field.isEmpty ? "it" : first.field
        return "\(place) \(first.problem)" + (found.count > 1 ? ", and \(found.count - 1) more" : "")
    }

    /// The plainest result that fits.
    func example(ids: IDSequence, now: Moment) -> JSONValue {
        var example = SchemaExample(CannedController.description, ids: ids, now: now)
        return (try? example.value(for: schema)) ?? .null
    }
}

/// Writes out what a schema refers to within itself, as generators of schemas do with `$defs`.
private struct SchemaExpansion {
    /// How far a schema that refers to itself is written out; what is deeper may be anything.
    private static let deepest = 20
    /// How large a schema may be, written out.
    private static let mostParts = 10_000

    private static let types: Set<String> = [
        "null", "boolean", "string", "integer", "number", "array", "object",
    ]

    let root: JSONObject
    let name: String
    private var parts = 0

    init(root: JSONObject, name: String) {
        self.root = root
        self.name = name
    }

    mutating func expanded(_ schema: JSONValue) throws(FieldComplaint) -> JSONValue {
        try expanded(schema, at: "", depth: 0)
    }

    private mutating func expanded(
        _ schema: JSONValue, at place: String, depth: Int
    ) throws(FieldComplaint) -> JSONValue {
        parts += 1
        guard parts <= Self.mostParts else { throw complaint("", "is too large with its references written out") }
        switch schema {
        case .bool(true): return .object([:])
        case .bool(false): return .object(["enum": []])
        case .object(let object): return .object(try expanded(object, at: place, depth: depth))
        default: throw complaint(place, "must be an object, not \(schema.kind)")
        }
    }

    private mutating func expanded(
        _ object: JSONObject, at place: String, depth: Int
    ) throws(FieldComplaint) -> JSONObject {
        guard depth < Self.deepest else { return [:] }
        var written = object
        // Names that a description of ours could refer to, and words of ours, mean nothing here.
        for member in object.members where member.name.hasPrefix("x-drydock") || member.name == "$defs" {
            written[member.name] = nil
        }
        written["definitions"] = nil
        if let reference = object["$ref"] {
            written["$ref"] = nil
            let target = try target(of: reference, at: place)
            let whole: JSONValue = try expanded(.object(target), at: place, depth: depth + 1)
            written["allOf"] = .array((written["allOf"]?.array ?? []) + [whole])
            // What it refers to is written out already.
            return try checked(written, at: place, depth: depth, skipping: whole)
        }
        return try checked(written, at: place, depth: depth, skipping: nil)
    }

    /// The same with all its parts written out.
    private mutating func checked(
        _ object: JSONObject, at place: String, depth: Int, skipping done: JSONValue?
    ) throws(FieldComplaint) -> JSONObject {
        var written = object
        if let type = object["type"] {
            let words = type.string.map { [$0] } ?? type.array?.compactMap(\.string) ?? []
            guard !words.isEmpty, Self.types.isSuperset(of: words), words.count == type.array?.count ?? 1 else {
                throw complaint(place + "/type", "is no type of JSON Schema: \(JSONWriter.text(type))")
            }
        }
        if let required = object["required"], required.array?.allSatisfy({ $0.string != nil }) != true {
            throw complaint(place + "/required", "must be an array of names")
        }
        if let words = object["enum"], words.array == nil { throw complaint(place + "/enum", "must be an array") }
        for word in ["properties", "patternProperties"] {
            guard let value = object[word] else { continue }
            guard let members = value.object?.members else {
                throw complaint("\(place)/\(word)", "must be an object, not \(value.kind)")
            }
            var properties: [(String, JSONValue)] = []
            for member in members {
                properties.append(
                    (
                        member.name,
                        try expanded(member.value, at: "\(place)/\(word)/\(member.name)", depth: depth + 1)
                    ))
            }
            written[word] = .object(JSONObject(properties))
        }
        for word in ["allOf", "anyOf", "oneOf"] {
            guard let value = object[word] else { continue }
            guard let elements = value.array, !elements.isEmpty else {
                throw complaint("\(place)/\(word)", "must be an array with something in it")
            }
            var choices: [JSONValue] = []
            for (index, element) in elements.enumerated() {
                let isDone = word == "allOf" && index == elements.count - 1 && done != nil
                choices.append(
                    isDone ? element : try expanded(element, at: "\(place)/\(word)/\(index)", depth: depth + 1))
            }
            written[word] = .array(choices)
        }
        if let items = object["items"] {
            written["items"] = try expanded(items, at: place + "/items", depth: depth + 1)
        }
        if let others = object["additionalProperties"], others.object != nil {
            written["additionalProperties"] = try expanded(
                others, at: place + "/additionalProperties", depth: depth + 1)
        }
        return written
    }

    private func target(of reference: JSONValue, at place: String) throws(FieldComplaint) -> JSONObject {
        guard let text = reference.string, text.hasPrefix("#") else {
            throw complaint(place + "/$ref", "must be a reference within the schema")
        }
        var target: JSONValue? = .object(root)
        for step in text.dropFirst().split(separator: "/") {
            let name = String(step).replacing("~1", with: "/").replacing("~0", with: "~")
            target = target?.object?[name]
        }
        guard let object = target?.object else { throw complaint(place + "/$ref", "\(text) leads nowhere") }
        return object
    }

    private func complaint(_ place: String, _ problem: String) -> FieldComplaint {
        FieldComplaint(field: place.isEmpty ? name : "\(name)\(place)", problem: problem)
    }
}
