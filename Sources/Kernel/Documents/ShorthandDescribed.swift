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
