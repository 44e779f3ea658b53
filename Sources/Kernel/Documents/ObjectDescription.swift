/// A type of a scenario that says more about its keys than their names and types.
public protocol ObjectDescribed {
    /// What the keys are for and which of them go together.
    static var objectDescription: ObjectDescription { get }
}

extension ObjectDescribed {
    /// What is wrong with a number at `key`, where something other than a scenario says it; nil if it is within its bounds, or
    /// there is none.
    static func problem(of number: Int?, as key: String) -> String? {
        guard let number, let range = objectDescription.fields[key]?.range, !range.contains(number) else { return nil }
        return "`\(key)` must be from \(range.lowerBound) to \(range.upperBound), not \(number)"
    }

    /// The same for a number with a fraction.
    static func problem(of number: Double, as key: String) -> String? {
        guard let range = objectDescription.fields[key]?.range,
            !(Double(range.lowerBound)...Double(range.upperBound)).contains(number)
        else { return nil }
        return "`\(key)` must be from \(range.lowerBound) to \(range.upperBound), not \(number)"
    }
}

/// What the keys of one mapping in a scenario are for, and which of them go together.
public struct ObjectDescription: Sendable {
    /// By key.
    public let fields: [String: FieldDescription]
    /// Keys of which one must be there at least; empty if nothing is demanded.
    public let atLeastOneOf: [String]
    /// Keys of which one may be there at most.
    public let atMostOneOf: [String]

    /// A description of a mapping.
    public init(_ fields: [String: FieldDescription], atLeastOneOf: [String] = [], atMostOneOf: [String] = []) {
        self.fields = fields
        self.atLeastOneOf = atLeastOneOf
        self.atMostOneOf = atMostOneOf
    }
}

/// What a key of a scenario is for, where its type does not tell.
public struct FieldDescription: Sendable, ExpressibleByStringLiteral {
    /// One sentence for the person who writes the file; editors show it.
    public let text: String
    /// The numbers that are allowed, where the type allows more.
    public let range: ClosedRange<Int>?

    /// A description of a key.
    public init(_ text: String, range: ClosedRange<Int>? = nil) {
        self.text = text
        self.range = range
    }

    /// A description without further bounds.
    public init(stringLiteral value: String) {
        self.init(value)
    }
}

/// A leaf type of a scenario that is written as one string of a known form.
public protocol ScalarDescribed: Codable, Sendable {
    /// A value to decode in place of a real one, when the format is looked at rather than read.
    static var example: Self { get }
    /// What the text looks like, in words: `a duration such as 15m, 2h30m or PT15M`.
    static var textForm: String { get }
    /// A regular expression of the text, for the JSON Schema; nil if `format` says it all.
    static var pattern: String? { get }
    /// The JSON Schema `format`, where there is one.
    static var format: String? { get }
    /// What belongs in the place of `text`, which cannot be read: `textForm` unless something more precise can be said.
    static func expectation(for text: String) -> String
}

extension ScalarDescribed {
    /// What the text looks like.
    public static func expectation(for _: String) -> String { textForm }
}

/// A type of a scenario that is written as one word or text, or as a mapping where that is not enough.
public protocol ShorthandDescribed: Codable, Sendable {
    /// A value to decode in place of a real one, when the format is looked at rather than read.
    static var example: Self { get }
    /// What decodes the short form.
    static var shortForm: any Decodable.Type { get }
    /// What decodes the mapping.
    static var longForm: any Decodable.Type { get }
}
