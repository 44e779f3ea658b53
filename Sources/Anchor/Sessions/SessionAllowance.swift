import Kernel
import KernelHTTP

/// Whether a key may create sessions at all: by the world's credits and by the keys that mean something in every
/// scenario (product.md 4).
enum SessionAllowance {
    /// Keys that start so have no credits.
    static let outOfCreditsPrefix = "sk-nocredits"
    /// Keys that start so have used up their rate.
    static let rateLimitedPrefix = "sk-ratelimited"

    /// Throws 402 or 429 where it may not.
    static func check(_ call: AnchorCall) throws(AnchorProblem) {
        let key = AnchorAccess.key(of: call)
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
