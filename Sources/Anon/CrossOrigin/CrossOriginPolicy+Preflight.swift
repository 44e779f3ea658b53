import HTTPTypes
import Kernel
import KernelHTTP

extension CrossOriginPolicy {
    /// What a page may always send (anon.md 1).
    private static let headers = ["Authorization", "Content-Type", "X-Anon-Sdk-Client-Id", "X-Anon-App-User-Id"]

    /// The answer to a preflight for a path that has `methods`, with whatever headers the page wants to send: nothing that a
    /// client needs in a test should fail here alone.
    ///
    /// - Parameter isAdmitted: whether the gateway lets it through where authorisation comes first.
    /// - Throws: the bare 401 of `asExplained`.
    func answer(
        _ preflight: Preflight, methods: [HTTPRequest.Method], isAdmitted: Bool, policies: AnonPolicies
    ) throws(AnonProblem) -> Reply {
        guard choice != .asExplained || isAdmitted else { throw .unauthorized(Self.refused, policies) }
        var reply = Reply(.noContent, headers: [.vary: "Origin"])
        guard let origin = preflight.origin else { return reply }
        let asked = preflight.headers.filter { name in
            !Self.headers.contains { $0.lowercased() == name.lowercased() }
        }
        reply.headers[.accessControlAllowOrigin] = origin
        reply.headers[.accessControlAllowMethods] =
            (methods + [.options]).map(\.rawValue).joined(separator: ", ")
        reply.headers[.accessControlAllowHeaders] = (Self.headers + asked).joined(separator: ", ")
        // Nothing is remembered, so that each exchange is seen and another policy shows at once.
        reply.headers[.accessControlMaxAge] = "0"
        if preflight.asksForPrivateNetwork { reply.headers[.accessControlAllowPrivateNetwork] = "true" }
        return reply
    }

    private static let refused = Reason(
        "cors.preflightRefused",
        "Authorisation comes before CORS here (policy cors: asExplained), and a preflight never carries credentials. That of "
            + "an app's integration passes once a Link page for this app was opened with credentials that are good.")
}
