import HTTPTypes
import Kernel
import KernelHTTP

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
        let body = try SetSessionTags.Body(call.fields(reading: call.store.policies.reading))
        _ = try use(call) { $0.tags = body.tags }
        return .json(.ok, SessionTagsChange(message: "Tags updated"))
    }

    private static func delete(_ call: AnchorCall) throws -> Reply {
        _ = try use(call) { $0.tags = nil }
        return .json(.ok, SessionTagsChange(message: "Tags deleted"))
    }

    private static func use(_ call: AnchorCall, _ change: (inout Session) -> Void = { _ in }) throws -> Session {
        let policies = call.store.policies
        return try call.store.update { state throws(AnchorProblem) in
            try state.useSession(call.parameter("session_id"), policies: policies, now: call.now, change)
        }
    }
}
