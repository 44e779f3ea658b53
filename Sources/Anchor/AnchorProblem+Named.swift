import HTTPTypes
import Kernel

/// The errors that a rule can name.
extension AnchorProblem {
    static let named: [String: AnchorProblem] = [
        "badRequest": AnchorProblem(.badRequest, "Bad request", ordered),
        "captchaNeedsProxy": captchaNeedsProxy,
        "conflict": AnchorProblem(.conflict, "Conflict", ordered),
        "forbidden": AnchorProblem(.forbidden, "Forbidden", ordered),
        "internalError": AnchorProblem(.internalServerError, "Internal server error", ordered),
        "invalidAPIKey": invalidKey(ordered),
        "noCredentials": AnchorProblem(
            .preconditionFailed, "Identity has no stored credentials", ordered),
        "notFound": AnchorProblem(.notFound, "Not found", ordered),
        "outOfCredits": outOfCredits(ordered.detail),
        "profileExists": AnchorProblem(.conflict, "Profile already exists", ordered),
        "serviceUnavailable": AnchorProblem(.serviceUnavailable, "Service unavailable", ordered),
        "sessionRateLimit": sessionRateLimit(.example, detail: ordered.detail),
        "signInFailed": AnchorProblem(.unprocessableContent, "Sign-in failed", ordered),
    ]

    private static let ordered = Reason("rule.problem", "A rule of the scenario ordered this answer.")
}
