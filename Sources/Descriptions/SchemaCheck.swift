package import Kernel

/// Holds values against schemas of a description: JSON Schema as far as the vendors' descriptions use it, which a test keeps
/// so. However large a value is, it is looked at only so far.
package struct SchemaCheck: Sendable {
    private let description: APIDescription

    /// - Parameter description: where references lead.
    package init(_ description: APIDescription) {
        self.description = description
    }

    /// What is wrong with a value, each with the dotted path of its place; nothing if it fits. Not more than twenty are
    /// listed.
    ///
    /// - Parameter path: the place of the value itself.
    package func complaints(
        about value: JSONValue, _ schema: JSONValue, at path: String = ""
    ) throws(DescriptionFailure) -> [FieldComplaint] {
        var walk = SchemaWalk(description: description)
        try walk.check(value, schema, path, depth: 0)
        return walk.complaints
    }

    /// Whether a value fits.
    package func fits(_ value: JSONValue, _ schema: JSONValue) throws(DescriptionFailure) -> Bool {
        try complaints(about: value, schema).isEmpty
    }
}

/// One walk through a value along its schema.
private struct SchemaWalk {
    /// How deep a value is looked into; no schema of ours goes further.
    private static let deepest = 64
    /// How many complaints are collected.
    private static let mostComplaints = 20

    let description: APIDescription
    private(set) var complaints: [FieldComplaint] = []
    /// How many values are still looked at: a request of some megabytes can have millions, and others wait.
    private var left = 100_000
    /// What expressions may cost all together. A text for which it does not last is not complained about.
    private var matching = MatchBudget()
    private var patterns: [String: TextPattern] = [:]

    init(description: APIDescription) {
        self.description = description
    }

    mutating func check(
        _ value: JSONValue, _ schema: JSONValue, _ path: String, depth: Int
    ) throws(DescriptionFailure) {
        guard var schema = schema.object, complaints.count < Self.mostComplaints else { return }
        left -= 1
        guard left > 0 else { return complain(path, "comes after more values than Drydock checks") }
        guard depth < Self.deepest else { return complain(path, "is nested too deeply") }
        if let reference = schema["$ref"] {
            let target = try description.resolved(.object(["$ref": reference]))
            try check(value, target, path, depth: depth + 1)
            schema["$ref"] = nil
        }
        if let type = schema["type"], !type.types.contains(where: value.isOf(type:)) {
            return complain(path, "must be \(type.types.map(\.article).joined(separator: " or ")), not \(value.kind)")
        }
        if let constant = schema["const"], constant != value {
            complain(path, "must be \(JSONWriter.text(constant)), not \(value.shown)")
        }
        if let words = schema["enum"]?.array, !words.contains(value) {
            let list = words.prefix(20).map(JSONWriter.text).joined(separator: ", ")
            complain(path, "must be one of \(list)\(words.count > 20 ? ", …" : ""), not \(value.shown)")
        }
        switch value {
        case .string(let text):
            for problem in text.problems(with: schema) { complain(path, problem) }
            if let pattern = schema["pattern"]?.string, !matches(text, pattern) {
                complain(path, "must match \(pattern)")
            }
        case .integer, .number: for problem in value.problems(asNumberOf: schema) { complain(path, problem) }
        case .array(let elements): try check(elements, schema, path, depth: depth)
        case .object(let object): try check(object, schema, path, depth: depth)
        case .null, .bool: break
        }
        for part in schema["allOf"]?.array ?? [] { try check(value, part, path, depth: depth + 1) }
        if let choices = schema["anyOf"]?.array { try choose(value, choices, path, isOne: false, depth: depth) }
        if let choices = schema["oneOf"]?.array { try choose(value, choices, path, isOne: true, depth: depth) }
    }

    /// Whether there is anything to gain from looking further.
    private var goesOn: Bool { left > 0 && complaints.count < Self.mostComplaints }

    private mutating func complain(_ path: String, _ problem: String) {
        complaints.append(FieldComplaint(field: path, problem: problem))
    }

    private mutating func matches(_ text: String, _ source: String) -> Bool {
        // An expression that cannot be read is one of ours, and a test finds it.
        guard let pattern = patterns[source] ?? (try? TextPattern(source)) else { return true }
        patterns[source] = pattern
        return pattern.occurs(in: text, within: &matching) || matching.isExceeded
    }

    private mutating func choose(
        _ value: JSONValue, _ choices: [JSONValue], _ path: String, isOne: Bool, depth: Int
    ) throws(DescriptionFailure) {
        let before = complaints
        var nearest: [FieldComplaint]?
        var fitting = 0
        for choice in choices {
            complaints = []
            try check(value, choice, path, depth: depth + 1)
            if complaints.isEmpty { fitting += 1 }
            // The choice that goes furthest into the value is most likely the one that was meant.
            if nearest.map({ complaints.depth > $0.depth }) ?? true { nearest = complaints }
        }
        complaints = before
        if fitting == 0 {
            complaints += nearest ?? []
        } else if isOne, fitting > 1 {
            complain(path, "fits more than one of the forms that it may have")
        }
    }

    private mutating func check(
        _ elements: [JSONValue], _ schema: JSONObject, _ path: String, depth: Int
    ) throws(DescriptionFailure) {
        if let least = schema["minItems"]?.wholeNumber, elements.count < least {
            complain(path, "must have at least \(least) element\(least == 1 ? "" : "s")")
        }
        if let most = schema["maxItems"]?.wholeNumber, elements.count > most {
            complain(path, "must have at most \(most) elements")
        }
        guard let items = schema["items"] else { return }
        for (index, element) in elements.enumerated() {
            guard goesOn else { return }
            try check(element, items, path.joined(String(index)), depth: depth + 1)
        }
    }

    private mutating func check(
        _ object: JSONObject, _ schema: JSONObject, _ path: String, depth: Int
    ) throws(DescriptionFailure) {
        for name in schema["required"]?.array?.compactMap(\.string) ?? [] where object[name] == nil {
            complain(path.joined(name), "is required")
        }
        let properties = schema["properties"]?.object ?? JSONObject()
        let patterns = schema["patternProperties"]?.object?.members ?? []
        let others = schema["additionalProperties"]
        for member in object.members {
            guard goesOn else { return }
            let place = path.joined(member.name)
            var isKnown = false
            if let property = properties[member.name] {
                isKnown = true
                try check(member.value, property, place, depth: depth + 1)
            }
            for pattern in patterns where matches(member.name, pattern.name) {
                isKnown = true
                try check(member.value, pattern.value, place, depth: depth + 1)
            }
            guard !isKnown, let others else { continue }
            if others == false {
                complain(place, "is not known here")
            } else {
                try check(member.value, others, place, depth: depth + 1)
            }
        }
    }
}

extension [FieldComplaint] {
    /// How far the first of them lies within a value; without limit if there is none.
    fileprivate var depth: Int {
        guard let field = first?.field else { return .max }
        return field.isEmpty ? 0 : field.utf8.count { $0 == UInt8(ascii: ".") } + 1
    }
}

extension JSONValue {
    /// The words of `type`: one or several.
    fileprivate var types: [String] { string.map { [$0] } ?? array?.compactMap(\.string) ?? [] }

    /// Whether it is a value of this type of JSON Schema's.
    fileprivate func isOf(type: String) -> Bool {
        switch (type, self) {
        case ("null", .null), ("boolean", .bool), ("string", .string), ("array", .array), ("object", .object): true
        case ("number", .integer), ("number", .number), ("integer", .integer): true
        case ("integer", .number(let number)): number == number.rounded()
        default: false
        }
    }
}

extension String {
    /// The dotted path of a member.
    fileprivate func joined(_ name: String) -> String { isEmpty ? name : "\(self).\(name)" }

    /// The type in words for a message.
    fileprivate var article: String {
        switch self {
        case "array", "integer", "object": "an \(self)"
        case "null": self
        default: "a \(self)"
        }
    }
}
