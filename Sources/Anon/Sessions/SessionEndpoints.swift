import HTTPTypes
import KernelHTTP

/// Sessions (anon.md 3.1, 3.2, 3.4, 3.6).
extension Endpoint {
    static let getSessionStatus = Endpoint(
        "anon.getSessionStatus", .get, "/account/api/v1/session/status", "Tell whether a user's session can be used",
        choice: """
            A session that was just linked answers `unknown` at the first read (policy unknownStatusReads), then `active`. \
            Access may be revoked between two calls (policy revokedAfterUses). Missing parameters: 400.
            """)
    static let getSession = Endpoint(
        "anon.getSession", .get, "/account/api/v1/session", "Read a user's session with its cookies and storage",
        provenance: .undocumented,
        choice: """
            The vendor's client has the call, its body was never published. Cookies and storage are canned, for the app's \
            own site. Reading does not count as a read of the status.
            """)
    static let deleteSession = Endpoint(
        "anon.deleteSession", .delete, "/account/api/v1/session", "Forget a user's session",
        choice: "Takes the session's own organisation; the app user's record stays. Missing parameters: 400.")
    static let listSessions = Endpoint(
        "anon.listSessions", .get, "/account/api/v1/session/list", "List sessions", provenance: .undocumented,
        choice: """
            Path and verb are inferred. A key lists its organisation's sessions of its key space, an app user id token its \
            own; in the order of making, the newest 1000.
            """)
}
