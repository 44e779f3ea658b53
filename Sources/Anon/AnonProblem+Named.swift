import HTTPTypes
import Kernel

/// The errors that a rule can name.
extension AnonProblem {
    static let named: [String: AnonProblem] = [
        "badRequest": AnonProblem(.badRequest, "Bad request", ordered),
        "forbidden": forbidden(ordered),
        "internalError": AnonProblem(.internalServerError, "Internal server error", ordered),
        "jwksNotJSON": keySet("error decoding response body: expected value at line 1 column 1", ordered),
        "notFound": AnonProblem(.notFound, "Not found", ordered),
        "serviceUnavailable": AnonProblem(.serviceUnavailable, "Service unavailable", ordered),
        "sessionNotFound": sessionNotFound(ordered),
        "translationCrashed": AnonProblem(
            HTTPResponse.Status(code: 500, reasonPhrase: "Internal Server"),
            "Error translating external user id: 500 - Internal Server", ordered),
        "translationNotFound": AnonProblem(
            .notFound, "Error translating external user id: 404 - Not Found", ordered),
        "unauthorized": unauthorized(ordered, AnonPolicies()),
        "upstreamError": upstream(ordered, AnonPolicies()),
    ]

    private static let ordered = Reason("rule.problem", "A rule of the scenario ordered this answer.")
}
