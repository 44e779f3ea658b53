/// One thing in which a request is not what a pattern wants.
package struct RequestMismatch: Hashable, Sendable {
    /// Where in a request the thing is, by the word that patterns have for it.
    package enum Part: String, Sendable {
        case operation, method, urlPath, path, query, header, body
    }

    /// Where it is.
    package let part: Part
    /// The parameter, the header or the dotted path into the body; empty where the part is one thing.
    package let name: String
    /// What the pattern wants.
    package let wanted: Matcher
    /// What the request has; nil for nothing.
    package let got: JSONValue?

    /// The whole name of the thing, for example `body.identities.0.id`.
    package var field: String { name.isEmpty ? part.rawValue : "\(part.rawValue).\(name)" }
}
