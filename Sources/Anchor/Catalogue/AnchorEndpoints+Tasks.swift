import HTTPTypes
import KernelHTTP

/// Stored tasks, both generations (anchor.md 10): known, not simulated.
extension AnchorEndpoints {
    static let tasks: [Endpoint] = [
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
}
