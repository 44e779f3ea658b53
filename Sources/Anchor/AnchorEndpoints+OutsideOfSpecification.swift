import HTTPTypes
import KernelHTTP

/// Operations that the vendor's newest specification lacks and that its older pages, older clients or other people's code have
/// (anchor.md 13): they answer 501 as well, and an older form of an operation says which is the current one.
extension AnchorEndpoints {
    static let outsideOfSpecification: [Endpoint] = unlisted + thirdParties + older + elsewhere

    /// On a reference page of 2026 that the newest index lacks (anchor.md 4, 10, 13.2 and 13.3).
    private static let unlisted: [Endpoint] = [
        .missing(
            "fetchRecording", .get, "/v1/sessions/{session_id}/recordings/{recording_id}/fetch",
            "Be sent on to a recording; no key is needed"),
        .missing("publishTaskDraft", .post, "/v2/tasks/{taskId}/publish-draft", "Make a version of the draft"),
        .missing("listTaskVersions", .get, "/v2/tasks/{taskId}/versions", "List a task's versions"),
        .missing("createTool", .post, "/v1/tools", "Make a tool"),
        .missing("getTool", .get, "/v1/tools/{toolId}", "Read one tool"),
        .missing("updateTool", .patch, "/v1/tools/{toolId}", "Change a tool"),
        .missing("deleteTool", .delete, "/v1/tools/{toolId}", "Delete a tool"),
        .missing("extractToolParameters", .post, "/v1/tools/extract-params", "Find a tool's parameters in a text"),
        .missing("startToolDemonstration", .post, "/v1/tools/demonstrate/start", "Begin to show a task"),
        .missing(
            "takeOverToolDemonstration", .post, "/v1/tools/demonstrate/take-over/{sessionId}",
            "Take a demonstration over from the agent"),
        .missing("stopToolDemonstration", .post, "/v1/tools/demonstrate/stop/{sessionId}", "End a demonstration"),
        .missing("listProjects", .get, "/v1/projects", "List the projects"),
        .missing("createProject", .post, "/v1/projects", "Make a project"),
        .missing("getProject", .get, "/v1/projects/{projectId}", "Read one project"),
        .missing("deleteProject", .delete, "/v1/projects/{projectId}", "Delete a project"),
        .missing("getProjectCredits", .get, "/v1/projects/{projectId}/credits", "Read a project's credits"),
        .missing("getProjectMetadata", .get, "/v1/projects/{projectId}/metadata", "Read a project's name and logo"),
        .missing("createProjectAPIKey", .post, "/v1/projects/{projectId}/api-keys", "Issue an API key"),
        .missing("deleteProjectAPIKey", .delete, "/v1/projects/{projectId}/api-keys/{keyId}", "Revoke an API key"),
        .missing("listProjectMembers", .get, "/v1/projects/{projectId}/members", "List a project's members"),
        .missing("addProjectMember", .post, "/v1/projects/{projectId}/members", "Add a member to a project"),
        .missing(
            "removeProjectMember", .delete, "/v1/projects/{projectId}/members/{memberId}",
            "Remove a member from a project"),
    ]

    /// Seen in other people's code only (anchor.md 13.1 and 13.5).
    private static let thirdParties: [Endpoint] = [
        .missing(
            "getDemonstration", .get, "/v1/demonstrations/{session_id}", "Read how far a demonstration is",
            provenance: .undocumented),
        .missing(
            "createIdentityLink", .post, "/v1/applications/{applicationId}/identity-links",
            "Make the address of the hosted page", provenance: .undocumented,
            successor: "POST /v1/applications/{applicationId}/tokens"),
        .missing(
            "createReauthenticationLink", .post, "/v1/identities/{identityId}/reauth-links",
            "Make the address of a page that signs an identity in again", provenance: .undocumented,
            successor: "POST /v1/identities/{identityId}/reauthenticate"),
    ]

    /// Paths of earlier versions (anchor.md 13.4 and 13.6).
    private static let older: [Endpoint] = [
        .missing("updateProfile", .put, "/v1/profiles/{name}", "Change a profile"),
        .older("createLegacySession", .post, "/api/sessions", "Start a browser session", "POST /v1/sessions"),
        .older(
            "listActiveLegacySessions", .get, "/api/sessions/active", "List the running sessions",
            "GET /v1/sessions/all/status"),
        .older(
            "getLegacySession", .get, "/api/sessions/{session_id}", "Read one session",
            "GET /v1/sessions/{session_id}"),
        .older(
            "endLegacySession", .delete, "/api/sessions/{session_id}", "End a session",
            "DELETE /v1/sessions/{session_id}"),
        .older(
            "getLegacyRecording", .get, "/api/sessions/{session_id}/recording", "Read a session's recording",
            "GET /v1/sessions/{session_id}/recordings"),
        .older("createOlderSession", .post, "/api/v1/sessions", "Start a browser session", "POST /v1/sessions"),
        .older("listOlderSessions", .get, "/api/v1/sessions", "List the sessions", "GET /v1/sessions"),
        .older(
            "getOlderSession", .get, "/api/v1/sessions/{session_id}", "Read one session",
            "GET /v1/sessions/{session_id}"),
        .older(
            "endOlderSession", .delete, "/api/v1/sessions/{session_id}", "End a session",
            "DELETE /v1/sessions/{session_id}"),
        .older(
            "signalOlderEvent", .post, "/api/v1/events/{event_name}", "Signal an event",
            "POST /v1/events/{event_name}"),
        .older(
            "waitForOlderEvent", .post, "/api/v1/events/{event_name}/wait", "Wait for an event",
            "POST /v1/events/{event_name}/wait"),
    ]

    /// Not in any specification, but in the vendor's guides: the MCP server and the links that answers give (anchor.md 7, 12.2
    /// and 13.1).
    private static let elsewhere: [Endpoint] = [
        .missing("callMCPServer", .post, "/v1/mcp", "Talk to the vendor's MCP server"),
        .missing("listenToMCPServer", .get, "/v1/mcp", "Listen to the vendor's MCP server"),
        .older("callOlderMCPServer", .post, "/mcp", "Talk to the vendor's MCP server", "POST /v1/mcp"),
        .older("listenToOlderMCPServer", .get, "/mcp", "Listen to the vendor's MCP server", "GET /v1/mcp"),
        .missing("openDemonstrationPage", .get, "/demonstrate", "Open the page where a customer shows a task"),
    ]
}

extension Endpoint {
    fileprivate static func older(
        _ name: String, _ method: HTTPRequest.Method, _ path: String, _ summary: String, _ successor: String
    ) -> Endpoint {
        missing(name, method, path, summary, provenance: .undocumented, successor: successor)
    }
}
