import HTTPTypes
import KernelHTTP

/// Identity tokens (anchor.md 2.2).
extension Endpoint {
    static let createIdentityToken = Endpoint(
        "anchor.createIdentityToken", .post, "/v1/applications/{applicationId}/tokens",
        "Issue a token for the hosted page",
        choice: """
            `tokenHash` is the token's SHA-256 in hexadecimal. A user who cancels or fails is sent back with that status, \
            which spends the token; one who stays on the page (policy onCancel: stay) does not spend it.
            """)
}
