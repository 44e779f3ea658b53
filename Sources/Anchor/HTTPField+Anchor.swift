package import HTTPTypes

/// Header names of Anchor's API.
extension HTTPField.Name {
    private static func named(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("not a header name: \(name)") }
        return name
    }

    /// The API key (anchor.md 1).
    package static let anchorAPIKey = named("anchor-api-key")
    /// anchor.md 1.3
    static let rateLimit = named("RateLimit")
    /// anchor.md 1.3
    static let rateLimitPolicy = named("RateLimit-Policy")
}
