import HTTPTypes
import KernelHTTP

/// Access grants (anon.md 3.4).
extension Endpoint {
    static let createSessionAccessGrant = Endpoint(
        "anon.createSessionAccessGrant", .post, "/account/api/v1/sessionAccessGrant",
        "Let a service client of another organisation use a session", provenance: .undocumented,
        choice: """
            Request and answer were never published: both are {sessionId, sdkClientId}. Only the session's organisation \
            grants; a grant lets a client read and use the session, not remove it. Twice is once.
            """)
    static let deleteSessionAccessGrant = Endpoint(
        "anon.deleteSessionAccessGrant", .delete, "/account/api/v1/sessionAccessGrant",
        "Take a client's use of a session back", provenance: .undocumented,
        choice: "Request and answer are those of the POST; 404 for a grant that is not there.")
}
