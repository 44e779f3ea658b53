/// One vendor's part of a scenario: the seed state and policies under its name, in the terms of that vendor.
///
/// The type's own `Codable` synthesis is the format: the reader finds the allowed keys, their types and whether they may be
/// missing by decoding it, and the JSON Schema comes from the same. Optional properties are optional keys. Leaf types of our
/// own say their wire form through `ScalarDescribed`, choices through `String`-backed `CaseIterable` enumerations.
package protocol ScenarioSection: Codable, Sendable {
    /// The key of the section in a scenario file: the vendor's name, for example `anchor`.
    static var name: String { get }
    /// A section that says nothing.
    init()
    /// What only the section itself can see: references that lead nowhere, ids given twice.
    func complaints() -> [SectionComplaint]
}

/// What is wrong inside a section of a scenario, with the way to the place: keys and indices from the section on.
package struct SectionComplaint: Equatable, Sendable {
    /// For example `["identities", "0", "application"]`.
    package let path: [String]
    /// What is wrong, in words, with a suggestion where there is one.
    package let problem: String

    /// A complaint about the value at `path`.
    package init(path: [String], problem: String) {
        self.path = path
        self.problem = problem
    }
}

/// A type of a scenario that says more about its keys than their names and types.
package protocol ObjectDescribed {
    /// What the keys are for and which of them go together.
    static var objectDescription: ObjectDescription { get }
}

/// What the keys of one mapping in a scenario are for, and which of them go together.
package struct ObjectDescription: Sendable {
    /// By key.
    package let fields: [String: FieldDescription]
    /// Keys of which one must be there at least; empty where nothing is demanded.
    package let atLeastOneOf: [String]
    /// Keys of which one may be there at most.
    package let atMostOneOf: [String]

    /// A description of a mapping.
    package init(_ fields: [String: FieldDescription], atLeastOneOf: [String] = [], atMostOneOf: [String] = []) {
        self.fields = fields
        self.atLeastOneOf = atLeastOneOf
        self.atMostOneOf = atMostOneOf
    }
}

/// What a key of a scenario is for, where its type does not tell.
package struct FieldDescription: Sendable, ExpressibleByStringLiteral {
    /// One sentence for the person who writes the file; editors show it.
    package let text: String
    /// The numbers that are allowed, where the type allows more.
    package let range: ClosedRange<Int>?

    /// A description of a key.
    package init(_ text: String, range: ClosedRange<Int>? = nil) {
        self.text = text
        self.range = range
    }

    /// A description without further bounds.
    package init(stringLiteral value: String) {
        self.init(value)
    }
}

/// A leaf type of a scenario that is written as one string of a known form.
package protocol ScalarDescribed: Codable, Sendable {
    /// A value to decode in place of a real one, when the format is looked at rather than read.
    static var example: Self { get }
    /// What the text looks like, in words: `a duration such as 15m, 2h30m or PT15M`.
    static var textForm: String { get }
    /// A regular expression of the text, for the JSON Schema; nil where it is told by `format` alone.
    static var pattern: String? { get }
    /// The JSON Schema `format`, where there is one.
    static var format: String? { get }
}

extension Moment: ScalarDescribed {
    /// The beginning of 2026.
    package static var example: Moment { Moment(milliseconds: 1_767_225_600_000) }
    /// RFC 3339.
    package static var textForm: String { "a date-time such as 2026-01-01T00:00:00Z" }
    /// Told by the format.
    package static var pattern: String? { nil }
    /// `date-time`
    package static var format: String? { "date-time" }
}

extension TimeSpan: ScalarDescribed {
    /// A quarter of an hour.
    package static var example: TimeSpan { .minutes(15) }
    /// Go style or ISO 8601.
    package static var textForm: String { "a duration such as 15m, 2h30m or PT15M" }
    /// Either form.
    package static var pattern: String? { "^(P.*|([0-9.]+(ms|s|m|h|d))+)$" }
    /// Durations of our form have none.
    package static var format: String? { nil }
}

/// A type of a scenario that is written as one word or text, or as a mapping where that is not enough.
package protocol ShorthandDescribed: Codable, Sendable {
    /// A value to decode in place of a real one, when the format is looked at rather than read.
    static var example: Self { get }
    /// What decodes the short form.
    static var shortForm: any Decodable.Type { get }
    /// What decodes the mapping.
    static var longForm: any Decodable.Type { get }
}

extension Delay: ShorthandDescribed {
    /// A second.
    package static var example: Delay { .fixed(.seconds(1)) }
    /// A duration.
    package static var shortForm: any Decodable.Type { TimeSpan.self }
    /// A distribution, or where the time passes.
    package static var longForm: any Decodable.Type { DelayTerms.self }
}

extension ConnectionEffect: ShorthandDescribed {
    /// A reset.
    package static var example: ConnectionEffect { .reset }
    /// A word.
    package static var shortForm: any Decodable.Type { ConnectionTerms.Word.self }
    /// What has numbers.
    package static var longForm: any Decodable.Type { ConnectionTerms.self }
}
