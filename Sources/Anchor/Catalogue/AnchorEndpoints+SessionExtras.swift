import HTTPTypes
import KernelHTTP

/// Agents, people who help them, tokens and batches of sessions, asynchronous starts (anchor.md 4 and 10): known, not simulated.
extension AnchorEndpoints {
    static let sessionExtras: [Endpoint] = [
        .missing("uploadAgentFiles", .post, "/v1/sessions/{sessionId}/agent/files", "Give files to the agent"),
        .missing("listAgentFiles", .get, "/v1/sessions/{sessionId}/agent/files", "List the agent's files"),
        .missing("pauseAgent", .post, "/v1/sessions/{session_id}/agent/pause", "Pause the agent"),
        .missing("resumeAgent", .post, "/v1/sessions/{session_id}/agent/resume", "Let the agent go on"),
        .missing(
            "listPendingInterventions", .get, "/v1/sessions/pending-interventions",
            "List where agents wait for a person"),
        .missing(
            "getRequestedIntervention", .get, "/v1/sessions/{session_id}/agent/requested-human-intervention",
            "Read what the agent asks a person"),
        .missing(
            "respondToIntervention", .post, "/v1/sessions/{session_id}/agent/respond-to-human-intervention",
            "Answer the agent"),
        .missing(
            "createSessionToken", .post, "/v1/sessions/{session_id}/tokens",
            "Issue a token for parts of a session"),
        .missing("deleteSessionToken", .delete, "/v1/sessions/{session_id}/tokens/{token}", "Revoke a session's token"),
        .missing("createSessionAsync", .post, "/v1/sessions/async", "Ask for a session without waiting for it"),
        .missing(
            "getAsyncSessionStatus", .get, "/v1/sessions/async/{request_id}/status",
            "Read how far an asked-for session is"),
        .missing("listBatchSessions", .get, "/v1/batch-sessions", "List the batches"),
        .missing("createBatchSessions", .post, "/v1/batch-sessions", "Start many sessions"),
        .missing("getBatchSessions", .get, "/v1/batch-sessions/{batch_id}", "Read how far a batch is"),
        .missing("updateBatchSessions", .patch, "/v1/batch-sessions/{batch_id}", "Cancel a batch"),
        .missing("deleteBatchSessions", .delete, "/v1/batch-sessions/{batch_id}", "End a batch's sessions"),
        .missing(
            "retryBatchSessions", .post, "/v1/batch-sessions/{batch_id}/retry",
            "Start a batch's failed sessions again"),
    ]
}
