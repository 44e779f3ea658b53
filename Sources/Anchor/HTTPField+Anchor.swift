package import HTTPTypes
import KernelHTTP

/// Header names of Anchor's API.
extension HTTPField.Name {
    /// The API key (anchor.md 1).
    package static let anchorAPIKey = named("anchor-api-key")
    /// anchor.md 1.3
    static let rateLimit = named("RateLimit")
    /// anchor.md 1.3
    static let rateLimitPolicy = named("RateLimit-Policy")
}
