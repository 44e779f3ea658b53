import HTTPTypes
import Kernel
import KernelHTTP

/// Tasks of `/v2` (anchor.md 12.9).
extension Endpoint {
    static let runTask = Endpoint(
        "anchor.runTask", .post, "/v2/tasks/{taskId}/run", "Run a task",
        choice: """
            What the run gives is scripted (`anchor.taskResults`); a result that is no object comes as `{result}`. Without `sync` \
            the answer is always `queued`. A session of its own has no limits; a run takes at most 3 hours, then it is `timeout`. A \
            required input that is missing and one that does not fit answer 400, an unknown session, identity, task or version 404. With a \
            failed identity the run is a `failure`, or the answer 412 with `identity_skip_validation: false`. 402 and 429 as for sessions. \
            A form with `input_params` as JSON and files is taken, too.
            """)
    static let getTaskRunStatus = Endpoint(
        "anchor.getTaskRunStatus", .get, "/v2/tasks/runs/{runId}/status", "Read how far a run is",
        choice: "`running` while it waits for a person. A run of a legacy task is found as well.")
    static let generateTask = Endpoint(
        "anchor.generateTask", .post, "/v2/tasks/generate", "Have a task written",
        choice: """
            No model writes: the task is `ready` or `failed` as the policy `taskGeneration` says, or a scripted result whose `on` names \
            this operation. `waiting-for-session` only where that policy says so and `browser_session_id` is missing. `async: false` \
            waits for the end, and answers `generating` all the same. `id` is a tool's; `taskId` runs, too. The older form of the body \
            (`name`, `user_task`) answers 400, as do an unknown application, identity or session.
            """)
    static let getTaskGenerationStatus = Endpoint(
        "anchor.getTaskGenerationStatus", .get, "/v2/tasks/{taskId}/generation-status", "Read how far the writing is",
        choice:
            "`id` is the one that was asked for. A task that a person wrote is `ready`. `project_state` is the same word."
    )
    static let publishTaskDraft = Endpoint(
        "anchor.publishTaskDraft", .post, "/v2/tasks/{taskId}/publish-draft", "Make a version of the draft",
        choice: "The answer's fields are ours: `task_id`, `version`, `version_id`.")
    static let listTaskVersions = Endpoint(
        "anchor.listTaskVersions", .get, "/v2/tasks/{taskId}/versions", "List a task's versions",
        choice: """
            In order, the draft last. Besides `id` a version's fields are ours: `version`, `is_draft`, `description`, `created_at`, \
            `updated_at`. `current_version` is null where none has a number. An unknown task answers 404.
            """)
}

/// | call | answer |
/// |---|---|
/// | `POST /v2/tasks/generate` | 200 `GenerateTask.Reply` |
/// | `GET /v2/tasks/runs/{runId}/status` | 200 `TaskRunReply` |
/// | `POST /v2/tasks/{taskId}/run` | 200 `TaskRunReply` |
/// | `GET /v2/tasks/{taskId}/generation-status` | 200 `TaskGenerationReply` |
/// | `POST /v2/tasks/{taskId}/publish-draft` | 200 `{task_id, version, version_id}`, errors flat |
/// | `GET /v2/tasks/{taskId}/versions` | 200 `TaskVersionsReply`, errors flat |
enum TaskController {
    static let routes: [Route<AnchorStore>] = [
        Route(.generateTask, admit: AnchorAccess.apiKey, waiting: generate),
        Route(.getTaskRunStatus, admit: AnchorAccess.apiKey, handle: runStatus),
        Route(.runTask, admit: AnchorAccess.apiKey, waiting: run),
        Route(.getTaskGenerationStatus, admit: AnchorAccess.apiKey, handle: generationStatus),
        Route(.publishTaskDraft, admit: AnchorAccess.apiKey, handle: publishDraft),
        Route(.listTaskVersions, admit: AnchorAccess.apiKey, handle: versions),
    ]

    // MARK: - Runs

    @Sendable private static func run(_ call: AnchorCall) async throws -> Reply {
        call.hideSecrets(of: call.store.read { $0.task(call.parameter("taskId"), at: call.now) })
        let body = try RunTask.Body(call)
        if body.order.sessionID == nil { try SessionAllowance.check(call, key: AnchorAccess.key(of: call)) }
        let run = try call.update { (state, turn) throws(AnchorProblem) in
            try state.run(try state.knownTask(call.parameter("taskId"), turn), body.order, turn)
        }
        call.noteAgents(ofSession: run.sessionID)
        guard body.isSync else { return .json(.ok, TaskRunReply(started: run), reason: .of(run)) }
        let end = try await call.finished(run)
        return .json(.ok, TaskRunReply(end.run, at: end.now), reason: .of(run))
    }

    private static func runStatus(_ call: AnchorCall) throws -> Reply {
        let id = call.parameter("runId")
        let run =
            try call.store.read { $0.taskRun(id) }
            ?? call.update { (state, turn) throws(AnchorProblem) in try state.knownTaskRun(id, of: nil, turn) }
        return .json(.ok, TaskRunReply(run, at: call.now))
    }

    // MARK: - Writing

    @Sendable private static func generate(_ call: AnchorCall) async throws -> Reply {
        let body = try GenerateTask.Body(call.members())
        let task = try call.update { try $0.generateTask(body.order, $1) }
        if !body.isAsync, let end = task.generation?.endsAt {
            _ = try await call.wait(for: "task/\(task.id)") { $0 >= end ? .found(true) : .later(end) }
        }
        let projectID = call.store.read { $0.project.id }
        let versionID = call.store.read { $0.versionID("1", of: task.id) }
        return .json(.ok, GenerateTask.Reply(task: task, versionID: versionID, projectID: projectID))
    }

    private static func generationStatus(_ call: AnchorCall) throws -> Reply {
        .json(.ok, TaskGenerationReply(id: call.parameter("taskId"), try task(of: call), at: call.now))
    }

    // MARK: - Versions

    private static func publishDraft(_ call: AnchorCall) throws -> Reply {
        let published = try call.update { (state, turn) throws(AnchorProblem) in
            try state.deployTask(call.parameter("taskId"), TaskContentChange(), otherwise: AnchorProblem.noDraft, turn)
        }
        return .json(.ok, PublishTaskDraft.Reply(task: published.task, version: published.version))
    }

    private static func versions(_ call: AnchorCall) throws -> Reply {
        .json(.ok, TaskVersionsReply(try task(of: call), at: call.now))
    }

    private static func task(of call: AnchorCall) throws -> AutomationTask {
        let id = call.parameter("taskId")
        return try call.store.read { $0.task(id, at: call.now) } ?? call.update { try $0.knownTask(id, $1) }
    }
}
