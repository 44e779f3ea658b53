import Kernel

/// A mapping with known keys.
struct ObjectShape: Sendable {
    /// One key.
    struct Field: Sendable {
        let key: String
        var shape: Shape
        let isRequired: Bool
        let text: String?
    }

    private(set) var fields: [Field] = []
    private(set) var positions: [String: Int] = [:]
    let atLeastOneOf: [String]
    let atMostOneOf: [String]

    init(_ fields: [Field], atLeastOneOf: [String] = [], atMostOneOf: [String] = []) {
        self.atLeastOneOf = atLeastOneOf
        self.atMostOneOf = atMostOneOf
        for field in fields { add(field) }
    }

    subscript(key: String) -> Field? { positions[key].map { fields[$0] } }

    /// Adds a key; one that is there already stays as it is.
    mutating func add(_ field: Field) {
        guard positions[field.key] == nil else { return }
        positions[field.key] = fields.count
        fields.append(field)
    }

    /// Gives the value of `key` another shape.
    mutating func change(_ key: String, _ change: (Shape) -> Shape) {
        guard let position = positions[key] else { return }
        fields[position].shape = change(fields[position].shape)
    }
}
