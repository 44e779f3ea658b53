import HTTPTypes
import Kernel

/// The look-up of an app user by the customer's own id (anon.md 2.8 and 8): its own answer, and how calls that need it relay it.
extension AnonProblem {
    /// The look-up's own answer. Its reason phrase is what Node's `fetch` shows as `statusText`.
    static func lookUp(_ failure: LookUpFailure, _ policies: AnonPolicies) -> AnonProblem {
        AnonProblem(
            failure.status(policies), failure.isCrash ? "Internal server error" : "App user not found", failure.reason)
    }

    /// `Error translating external user id: 404 - Not Found`, and the same with `500 - Internal Server`.
    static func translation(_ failure: LookUpFailure, _ policies: AnonPolicies) -> AnonProblem {
        let status = failure.status(policies)
        return AnonProblem(
            status, "Error translating external user id: \(status.code) - \(status.reasonPhrase)", failure.reason)
    }
}
