import Descriptions
import Kernel

/// What a description says of one place in a body, all parts and alternatives of the schema taken together.
struct SchemaView {
    /// How many references and parts are followed.
    private static let deepest = 16

    private let description: APIDescription
    /// The schemas that say something of the place.
    private var parts: [JSONObject] = []
    /// The members that are there in every alternative.
    private(set) var required: Set<String> = []

    init(_ description: APIDescription, _ schemas: [JSONValue]) throws(DescriptionFailure) {
        self.description = description
        for schema in schemas { required.formUnion(try add(schema, depth: 0)) }
    }

    /// Takes a schema apart; returns the members that it requires.
    private mutating func add(_ schema: JSONValue, depth: Int) throws(DescriptionFailure) -> Set<String> {
        guard depth < Self.deepest, let object = try description.resolved(schema).object else { return [] }
        parts.append(object)
        var required = Set((object["required"]?.array ?? []).compactMap(\.string))
        for part in object["allOf"]?.array ?? [] { required.formUnion(try add(part, depth: depth + 1)) }
        for choices in [object["oneOf"]?.array, object["anyOf"]?.array] {
            var common: Set<String>?
            for choice in choices ?? [] {
                let isObject = try description.resolved(choice).object?["type"] != "null"
                let found = try add(choice, depth: depth + 1)
                if isObject { common = common?.intersection(found) ?? found }
            }
            required.formUnion(common ?? [])
        }
        return required
    }

    /// Whether anything is said.
    var isSilent: Bool { parts.allSatisfy(\.isEmpty) }

    /// Whether the value may be null.
    var allowsNull: Bool {
        parts.contains { $0["type"] == "null" || $0["type"]?.array?.contains("null") == true }
    }

    /// Whether a number must be a whole one.
    var isWhole: Bool { parts.contains { $0["type"] == "integer" } }

    /// The words that the value may be; nil if it may be any.
    var words: Set<String>? {
        let words = parts.flatMap { ($0["enum"]?.array ?? []) + [$0["const"] ?? .null] }.compactMap(\.string)
        return words.isEmpty ? nil : Set(words)
    }

    /// The format that a text must have; nil if none is said, or another in each alternative.
    var format: String? {
        let formats = Set(parts.compactMap { $0["format"]?.string })
        return formats.count == 1 ? formats.first : nil
    }

    /// Whether the names of its members are data, as those of `metadata` are.
    var isMap: Bool {
        !isSilent && parts.allSatisfy { ($0["properties"]?.object?.isEmpty ?? true) }
            && parts.contains { $0["type"] == "object" || $0["additionalProperties"]?.object != nil }
    }

    /// Whether a member of this name is described.
    func has(_ name: String) -> Bool { parts.contains { $0["properties"]?.object?[name] != nil } }

    /// What is said of a member; of one whose name is data, too.
    func member(_ name: String) throws(DescriptionFailure) -> SchemaView {
        let own = parts.compactMap { $0["properties"]?.object?[name] }
        return try SchemaView(
            description, own.isEmpty ? parts.compactMap { $0["additionalProperties"] } : own)
    }

    /// What is said of the elements.
    var elements: SchemaView {
        get throws(DescriptionFailure) { try SchemaView(description, parts.compactMap { $0["items"] }) }
    }
}
