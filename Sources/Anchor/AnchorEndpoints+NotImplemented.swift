import HTTPTypes
import KernelHTTP

/// What the vendor has and Drydock does not: known by name, so that it answers 501 rather than a vendor-like 404.
extension AnchorEndpoints {
    static let notImplemented: [Route<AnchorStore>] =
        (missing + outsideOfSpecification).map { Route(notImplemented: $0) }

    private static let missing: [Endpoint] =
        sessionExtras + dynamicAuthentication + tools + tasks + storage + account

    /// Agents, people who help them, tokens and batches of sessions, asynchronous starts (anchor.md 4 and 10).
    private static let sessionExtras: [Endpoint] = [
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

    /// Signing in step by step in a live session (anchor.md 3.1).
    private static let dynamicAuthentication: [Endpoint] = [
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

    /// One-shot tools, demonstrations and events (anchor.md 10 and 13.1).
    private static let tools: [Endpoint] = [
        .missing("performWebTask", .post, "/v1/tools/perform-web-task", "Let an agent do something"),
        .missing(
            "getWebTaskStatus", .get, "/v1/tools/perform-web-task/{workflowId}/status",
            "Read how far the agent is"),
        .missing("fetchWebpage", .post, "/v1/tools/fetch-webpage", "Read a page's content"),
        .missing("unlockWebpage", .post, "/v1/tools/fetch/webpage", "Read a page past its defences"),
        .missing("takeScreenshot", .post, "/v1/tools/screenshot", "Take a picture of a page"),
        .missing("printPage", .post, "/v1/tools/page-pdf", "Print a page as PDF"),
        .missing("executeCode", .post, "/v1/tools/execute-code", "Run code in a session"),
        .missing("createDemonstration", .post, "/v1/demonstrations/", "Let a customer show a task"),
        .missing("waitForEvent", .post, "/v1/events/{event_name}/wait", "Wait for an event"),
        .missing("signalEvent", .post, "/v1/events/{event_name}", "Signal an event"),
    ]

    /// Stored tasks, both generations (anchor.md 10).
    private static let tasks: [Endpoint] = [
        .missing("runTask", .post, "/v2/tasks/{taskId}/run", "Run a task"),
        .missing("getTaskRunStatus", .get, "/v2/tasks/runs/{runId}/status", "Read how far a run is"),
        .missing("generateTask", .post, "/v2/tasks/generate", "Have a task written"),
        .missing(
            "getTaskGenerationStatus", .get, "/v2/tasks/{taskId}/generation-status",
            "Read how far the writing is"),
        .missing("createLegacyTask", .post, "/v1/task", "Store a task"),
        .missing("listLegacyTasks", .get, "/v1/task", "List the tasks"),
        .missing("runLegacyTask", .post, "/v1/task/run", "Run a task by id"),
        .missing("runLegacyTaskByName", .post, "/v1/task/run/{taskName}", "Run a task by name"),
        .missing("getLegacyTask", .get, "/v1/task/{taskId}", "Read a task's metadata"),
        .missing("updateLegacyTask", .put, "/v1/task/{taskId}", "Change a task's metadata"),
        .missing("deleteLegacyTask", .delete, "/v1/task/{taskId}", "Delete a task"),
        .missing("listLegacyTaskVersions", .get, "/v1/task/{taskId}/versions", "List a task's versions"),
        .missing("getLatestLegacyTaskVersion", .get, "/v1/task/{taskId}/latest", "Read a task's newest version"),
        .missing("getLegacyTaskDraft", .get, "/v1/task/{taskId}/draft", "Read a task's draft"),
        .missing("saveLegacyTaskDraft", .post, "/v1/task/{taskId}/draft", "Save a task's draft"),
        .missing("deployLegacyTask", .post, "/v1/task/{taskId}/deploy", "Make a version of the draft"),
        .missing("listLegacyTaskExecutions", .get, "/v1/task/{taskId}/executions", "List a task's runs"),
        .missing("getLegacyTaskExecution", .get, "/v1/task/{taskId}/executions/{executionId}", "Read one run"),
        .missing("getLegacyTaskVersion", .get, "/v1/task/{taskId}/{taskVersion}", "Read one version"),
        .missing("updateLegacyTaskVersion", .post, "/v1/task/{taskId}/{taskVersion}", "Change one version"),
        .missing("deleteLegacyTaskVersion", .delete, "/v1/task/{taskId}/{taskVersion}", "Delete one version"),
    ]

    /// Extensions, certificates, integrations and volumes (anchor.md 10).
    private static let storage: [Endpoint] = [
        .missing("uploadExtension", .post, "/v1/extensions", "Upload a browser extension"),
        .missing("listExtensions", .get, "/v1/extensions", "List the extensions"),
        .missing("getExtension", .get, "/v1/extensions/{id}", "Read one extension"),
        .missing("deleteExtension", .delete, "/v1/extensions/{id}", "Delete an extension"),
        .missing("uploadCertificate", .post, "/v1/certificates", "Upload a certificate"),
        .missing("listCertificates", .get, "/v1/certificates", "List the certificates"),
        .missing("deleteCertificate", .delete, "/v1/certificates/{name}", "Delete a certificate"),
        .missing("createIntegration", .post, "/v1/integrations", "Connect a password manager"),
        .missing("listIntegrations", .get, "/v1/integrations", "List the integrations"),
        .missing("deleteIntegration", .delete, "/v1/integrations/{integrationId}", "Remove an integration"),
        .missing("createVolume", .post, "/v1/volumes", "Make a volume"),
        .missing("listVolumes", .get, "/v1/volumes", "List the volumes"),
        .missing("getVolumeByName", .get, "/v1/volumes/by-name/{name}", "Find a volume by its name"),
        .missing("getVolume", .get, "/v1/volumes/{volume_id}", "Read one volume"),
        .missing("deleteVolume", .delete, "/v1/volumes/{volume_id}", "Delete a volume"),
        .missing("listVolumeFiles", .get, "/v1/volumes/{volume_id}/files", "List a volume's files"),
        .missing("uploadVolumeFile", .post, "/v1/volumes/{volume_id}/files", "Upload a file into a volume"),
        .missing("deleteVolumeFiles", .delete, "/v1/volumes/{volume_id}/files", "Delete files of a volume"),
        .missing("createVolumeUploadURL", .post, "/v1/volumes/{volume_id}/files/upload-url", "Get a URL to upload to"),
        .missing("getVolumeFileInfo", .get, "/v1/volumes/{volume_id}/files/stat", "Read about one file"),
        .missing("downloadVolumeFile", .get, "/v1/volumes/{volume_id}/files/download", "Get a file"),
        .missing("listVolumePaths", .get, "/v1/volumes/{volume_id}/paths", "List all paths of a volume"),
        .missing("createVolumeDirectory", .post, "/v1/volumes/{volume_id}/directories", "Make a directory"),
    ]

    /// Webhooks, billing, agent access and connectors (anchor.md 10).
    private static let account: [Endpoint] = [
        .missing("createWebhook", .post, "/v1/webhooks", "Register a webhook"),
        .missing("listWebhooks", .get, "/v1/webhooks", "List the webhooks"),
        .missing("getWebhook", .get, "/v1/webhooks/{id}", "Read one webhook"),
        .missing("updateWebhook", .patch, "/v1/webhooks/{id}", "Change a webhook"),
        .missing("deleteWebhook", .delete, "/v1/webhooks/{id}", "Delete a webhook"),
        .missing("rotateWebhookSecret", .post, "/v1/webhooks/{id}/rotate-secret", "Get a new signing secret"),
        .missing("testWebhook", .post, "/v1/webhooks/{id}/test", "Send a test event"),
        .missing("listWebhookDeliveries", .get, "/v1/webhooks/{id}/events", "List a webhook's deliveries"),
        .missing("getBilling", .get, "/v1/billing", "Read credits and usage"),
        .missing("getAgentAccessGuide", .get, "/v1/agent-access", "Read how an agent gets a project"),
        .missing("createAgentAccess", .post, "/v1/agent-access", "Make a project for an agent"),
        .missing("getAgentAccessChallenge", .get, "/v1/agent-access/challenge", "Get the challenge"),
        .missing(
            "getAgentAccessAppendix", .get, "/v1/agent-access/appendix/{appendixRef}",
            "Read the challenge's data"),
        .missing("getConnectorSettings", .get, "/v1/connectors/settings", "Read the connectors' settings"),
        .missing("createConnectionToken", .post, "/v1/connectors/tokens", "Issue a connection token"),
        .missing("listConnectionTokens", .get, "/v1/connectors/tokens", "List the connection tokens"),
        .missing("deleteConnectionToken", .delete, "/v1/connectors/tokens/{token_id}", "Revoke a connection token"),
        .missing("registerConnector", .post, "/v1/connectors", "Register a connector"),
        .missing("listConnectors", .get, "/v1/connectors", "List the connectors"),
        .missing("getConnector", .get, "/v1/connectors/{connector_id}", "Read one connector"),
        .missing("deleteConnector", .delete, "/v1/connectors/{connector_id}", "Delete a connector"),
    ]
}

extension Endpoint {
    /// An operation that is not simulated; `name` is without the vendor.
    ///
    /// - Parameter successor: of an older form, method and path of the current one.
    static func missing(
        _ name: String, _ method: HTTPRequest.Method, _ path: String, _ summary: String,
        provenance: Provenance = .documented, successor: String? = nil
    ) -> Endpoint {
        Endpoint(
            "anchor.\(name)", method, path, summary, coverage: .notImplemented, provenance: provenance,
            choice: successor.map { "An older form of `\($0)`." } ?? "", successor: successor)
    }
}
