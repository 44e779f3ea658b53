import HTTPTypes
import KernelHTTP

/// Auth flows (anchor.md 2).
extension Endpoint {
    static let listAuthFlows = Endpoint(
        "anchor.listAuthFlows", .get, "/v1/applications/{applicationId}/auth-flows",
        "List the auth flows of an application",
        choice: "The default flow's method is `profile`. An unknown application answers 400.")
    static let createAuthFlow = Endpoint(
        "anchor.createAuthFlow", .post, "/v1/applications/{applicationId}/auth-flows", "Add an auth flow",
        choice: "Names may repeat. An unknown application answers 400.")
    static let updateAuthFlow = Endpoint(
        "anchor.updateAuthFlow", .patch, "/v1/applications/{applicationId}/auth-flows/{authFlowId}",
        "Change some fields of an auth flow", choice: "An unknown application or flow answers 400.")
    static let deleteAuthFlow = Endpoint(
        "anchor.deleteAuthFlow", .delete, "/v1/applications/{applicationId}/auth-flows/{authFlowId}",
        "Remove an auth flow", choice: "An unknown application or flow answers 400. The last flow may go too.")
}
