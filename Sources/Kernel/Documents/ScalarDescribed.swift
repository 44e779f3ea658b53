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
