import HTTPTypes
import Kernel

/// A refused creation's place in its window, in the IETF draft's form (anchor.md 1.3).
struct RateLimit: Sendable, Equatable {
    /// How many are allowed in the window.
    let quota: Int
    /// The window's length in seconds.
    let window: Int64
    /// Seconds until one more is allowed.
    let retryAfter: Int64

    /// The published example: five a minute, 58 seconds to wait.
    static let example = RateLimit(quota: 5, window: 60, retryAfter: 58)

    var headers: HTTPFields {
        let name = "\"\(quota)-in-\(window == 60 ? "1min" : "\(window)s")\""
        var headers: HTTPFields = [.retryAfter: String(retryAfter)]
        headers[.rateLimit] = "\(name); r=0; t=\(retryAfter)"
        // The partition key is opaque to clients; "drydock" in base64.
        headers[.rateLimitPolicy] = "\(name); q=\(quota); w=\(window); pk=:ZHJ5ZG9jaw==:"
        return headers
    }
}
