import HTTPTypes
import Kernel
import KernelHTTP

/// Tags of sessions (anchor.md 4).
extension Endpoint {
    static let getSessionTags = Endpoint(
        "anchor.getSessionTags", .get, "/v1/sessions/{session_id}/tags", "Read the tags of a session",
        choice: "`tags` is null where there are none.")
    static let setSessionTags = Endpoint(
        "anchor.setSessionTags", .put, "/v1/sessions/{session_id}/tags", "Replace the tags of a session",
        choice: "Sessions that have ended can be tagged, too.")
    static let deleteSessionTags = Endpoint(
        "anchor.deleteSessionTags", .delete, "/v1/sessions/{session_id}/tags", "Remove the tags of a session")
}

/// | call | answer |
/// |---|---|
/// | `GET /v1/sessions/{session_id}/tags` | 200 `{tags}` |
/// | `PUT /v1/sessions/{session_id}/tags` | 200 `{success, message}` |
/// | `DELETE /v1/sessions/{session_id}/tags` | 200 `{success, message}` |
enum SessionTagController {
    static let routes: [Route<AnchorStore>] = [
        Route(.getSessionTags, admit: AnchorAccess.apiKey, handle: get),
        Route(.setSessionTags, admit: AnchorAccess.apiKey, handle: set),
        Route(.deleteSessionTags, admit: AnchorAccess.apiKey, handle: delete),
    ]

    private static func get(_ call: AnchorCall) throws -> Reply {
        .json(.ok, GetSessionTags.Reply(tags: try use(call).tags))
    }

    private static func set(_ call: AnchorCall) throws -> Reply {
        let body = try SetSessionTags.Body(call.members())
        _ = try use(call) { $0.tags = body.tags }
        return .json(.ok, SessionTagsChange(message: "Tags updated"))
    }

    private static func delete(_ call: AnchorCall) throws -> Reply {
        _ = try use(call) { $0.tags = nil }
        return .json(.ok, SessionTagsChange(message: "Tags deleted"))
    }

    private static func use(_ call: AnchorCall, _ change: (inout Session) -> Void = { _ in }) throws -> Session {
        try call.update { (state, turn) throws(AnchorProblem) in
            try state.useSession(call.parameter("session_id"), turn, change)
        }
    }
}

// MARK: - Bodies and replies

/// `GET /v1/sessions/{session_id}/tags` (anchor.md 4)
private enum GetSessionTags {
    /// Bare, without the envelope of the other answers.
    struct Reply: JSONWritable {
        let tags: [String]?

        func write(to json: inout JSONWriter) {
            json.object { $0.member("tags", tags) }
        }
    }
}

/// `PUT /v1/sessions/{session_id}/tags` (anchor.md 4)
private enum SetSessionTags {
    struct Body: Sendable {
        let tags: [String]

        /// Throws if `tags` is missing or not an array of strings. Where bodies are taken as they come, missing
        /// tags are read as an empty array.
        init(_ fields: Fields) throws {
            let list: [String]? = try fields.list("tags")
            tags = fields.reading == .lenient ? list ?? [] : try list ?? fields.required("tags")
        }
    }
}

/// `{success: true, message}`, as setting and deleting tags answer (anchor.md 4). The text is ours.
private struct SessionTagsChange: JSONWritable {
    let message: String

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("success", true)
            json.member("message", message)
        }
    }
}
