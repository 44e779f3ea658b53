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
    /// A number, within bounds where there are some.
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
