import HTTPTypes
import KernelHTTP

/// Signing in step by step in a live session (anchor.md 3.1): known, not simulated.
extension AnchorEndpoints {
    static let dynamicAuthentication: [Endpoint] = [
        .missing(
            "startDynamicAuthFlow", .post, "/v1/identities/dynamic/start/{session_id}",
            "Begin to find out how a site signs in"),
        .missing("getDynamicAuthFlowState", .get, "/v1/identities/dynamic/state/{session_id}", "Read how far it is"),
        .missing(
            "resolveDynamicAuthFlow", .post, "/v1/identities/dynamic/resolve/{session_id}",
            "Choose an option or fill in a form"),
        .missing(
            "finalizeDynamicAuthFlow", .post, "/v1/identities/dynamic/finalize/{session_id}",
            "Keep the sign-in as an identity"),
    ]
}
