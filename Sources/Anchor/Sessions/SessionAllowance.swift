import HTTPTypes
import Kernel
import KernelHTTP

/// Whether a key may create sessions at all: by the world's credits and by the keys that mean something in every
/// scenario (MagicValues.md).
enum SessionAllowance {
    /// Keys that start so have no credits.
    static let outOfCreditsPrefix = "sk-nocredits"
    /// Keys that start so have used up their rate.
    static let rateLimitedPrefix = "sk-ratelimited"

    /// Throws 402 or 429 if it may not.
    static func check(_ call: AnchorCall, key: Substring) throws(AnchorProblem) {
        if key.hasPrefix(outOfCreditsPrefix) {
            throw .outOfCredits("Keys that start with \(outOfCreditsPrefix) never have credits.")
        }
        if call.store.policies.credits == .none {
            throw .outOfCredits("The scenario's policies.credits is none.")
        }
        if key.hasPrefix(rateLimitedPrefix) {
            throw .sessionRateLimit(
                .example, detail: "Keys that start with \(rateLimitedPrefix) have always used up their rate.")
        }
    }
}

/// How often sessions may be created (policy `sessionRateLimit`).
extension AnchorState {
    /// The creations that still count; each counts until its window is over, to the millisecond. Throws if the
    /// quota is used up.
    func sessionCreations(_ turn: AnchorTurn) throws(AnchorProblem) -> [Moment] {
        guard let allowed = turn.policies.sessionRateLimit else { return [] }
        let (quota, window) = (allowed.sessions, allowed.per)
        let recent = recentSessionCreations.filter { $0 + window > turn.now }
        guard recent.count >= quota else { return recent }
        // Delayed calls carry the time of their arrival: the first of the list need not be the earliest.
        let wait = recent.min().map { ($0 + window).elapsed(since: turn.now) } ?? window
        let limit = RateLimit(
            quota: quota, window: window.seconds, retryAfter: max(1, (wait.milliseconds + 999) / 1000))
        throw .sessionRateLimit(
            limit, detail: "The scenario allows \(quota) sessions per \(window). One more is allowed in \(wait).")
    }
}

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
