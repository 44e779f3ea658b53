import Kernel

/// What may stand at one place of a scenario: found out from the types, used for checking and for the JSON Schema.
indirect enum Shape: Sendable {
    /// Any text.
    case string
    /// A text for which there are known words; whether another one is right, something else decides.
    case suggested([String])
    case boolean
    /// A whole number within bounds.
    case integer(ClosedRange<Int128>)
    /// A number, within bounds if there are some.
    case number(ClosedRange<Double>?)
    /// A text of a certain form.
    case text(any ScalarDescribed.Type)
    /// One of these words.
    case choice([String])
    /// Free-form data.
    case anything
    /// A condition on a value of a request.
    case matcher
    case list(Shape)
    /// A mapping with any keys.
    case map(Shape)
    /// A mapping with known keys.
    case object(ObjectShape)
    /// The first as a scalar, the second as a mapping.
    case either(Shape, Shape)

    /// What belongs there, in words for a complaint.
    var expectation: String {
        switch self {
        case .string, .suggested: "a string"
        case .boolean: "true or false"
        case .integer: "a whole number"
        case .number: "a number"
        case .text(let type): type.textForm
        case .choice(let words): "one of \(words.joined(separator: ", "))"
        case .anything, .matcher: "a value"
        case .list: "a list"
        case .map, .object: "a mapping"
        case .either(let short, let long): "\(short.expectation) or \(long.expectation)"
        }
    }
}

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
    private var positions: [String: Int] = [:]
    let atLeastOneOf: [String]
    let atMostOneOf: [String]

    init(_ fields: [Field], atLeastOneOf: [String] = [], atMostOneOf: [String] = []) {
        self.atLeastOneOf = atLeastOneOf
        self.atMostOneOf = atMostOneOf
        for field in fields { add(field) }
    }

    subscript(key: String) -> Field? { positions[key].map { fields[$0] } }

    /// Adds a key; a key that is there already stays as it is.
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
