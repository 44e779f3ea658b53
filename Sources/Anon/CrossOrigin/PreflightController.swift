import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP

/// | call | answer |
/// |---|---|
/// | `OPTIONS /account/api/v1/…` | 204, or the bare 401 of `cors: asExplained` |
enum PreflightController {
    static let routes: [Route<AnonStore>] = [
        Route(.preflightAppIntegration, handle: appIntegration),
        Route(.preflightSession, handle: { try answer($0, methods: [.get, .delete]) }),
        Route(.preflightSessionStatus, handle: { try answer($0, methods: [.get]) }),
        Route(.preflightSessionList, handle: { try answer($0, methods: [.get]) }),
        Route(.preflightSessionAccessGrant, handle: { try answer($0, methods: [.post, .delete]) }),
    ]

    /// The gateway cannot know the credentials of the request to come; the last Link page for this app stands in for them.
    @Sendable private static func appIntegration(_ call: AnonCall) throws -> Reply {
        let app = call.query("id") ?? ""
        return try answer(call, methods: [.get], isAdmitted: call.store.read { $0.refusedLinkPages[app] == false })
    }

    private static func answer(
        _ call: AnonCall, methods: [HTTPRequest.Method], isAdmitted: Bool = false
    ) throws -> Reply {
        let policies = call.store.policies
        return try CrossOriginPolicy(policies.crossOrigin).answer(
            Preflight(call.exchange.head), methods: methods, isAdmitted: isAdmitted, policies: policies)
    }
}
