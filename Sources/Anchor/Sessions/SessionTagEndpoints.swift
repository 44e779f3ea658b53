import HTTPTypes
import KernelHTTP

/// Tags of sessions (anchor.md 4).
extension Endpoint {
    static let getSessionTags = Endpoint(
        "anchor.getSessionTags", .get, "/v1/sessions/{session_id}/tags", "Read a session's tags",
        choice: "null where there are none.")
    static let setSessionTags = Endpoint(
        "anchor.setSessionTags", .put, "/v1/sessions/{session_id}/tags", "Replace a session's tags",
        choice: "Sessions that have ended can be tagged, too.")
    static let deleteSessionTags = Endpoint(
        "anchor.deleteSessionTags", .delete, "/v1/sessions/{session_id}/tags", "Remove a session's tags")
}
