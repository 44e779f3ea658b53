import HTTPTypes
import Kernel
import KernelHTTP

/// Versions of legacy tasks (anchor.md 12.10).
extension Endpoint {
    static let listLegacyTaskVersions = Endpoint(
        "anchor.listLegacyTaskVersions", .get, "/v1/task/{taskId}/versions", "List a task's versions",
        choice: "In order, the draft last.")
    static let getLatestLegacyTaskVersion = Endpoint(
        "anchor.getLatestLegacyTaskVersion", .get, "/v1/task/{taskId}/latest", "Read a task's newest version",
        choice: "404 where no version has a number.")
    static let getLegacyTaskDraft = Endpoint(
        "anchor.getLegacyTaskDraft", .get, "/v1/task/{taskId}/draft", "Read a task's draft")
    static let saveLegacyTaskDraft = Endpoint(
        "anchor.saveLegacyTaskDraft", .post, "/v1/task/{taskId}/draft", "Save a task's draft",
        choice: "What is not sent is as it was in the draft, or else in the newest version.")
    static let deployLegacyTask = Endpoint(
        "anchor.deployLegacyTask", .post, "/v1/task/{taskId}/deploy", "Make a version of the draft",
        choice:
            "With `code` the version has that and the draft stays; without, it is the draft's, which is gone then. Neither is 400."
    )
    static let getLegacyTaskVersion = Endpoint(
        "anchor.getLegacyTaskVersion", .get, "/v1/task/{taskId}/{taskVersion}", "Read one version",
        choice: "A version's id will do, too.")
    static let updateLegacyTaskVersion = Endpoint(
        "anchor.updateLegacyTaskVersion", .post, "/v1/task/{taskId}/{taskVersion}", "Change one version",
        choice: "What is not sent stays. The next number is deployed; any other that is not there answers 404.")
    static let deleteLegacyTaskVersion = Endpoint(
        "anchor.deleteLegacyTaskVersion", .delete, "/v1/task/{taskId}/{taskVersion}", "Delete one version",
        choice: "Its number is not used again. `draft` deletes the draft; `latest` answers 400.")
}

/// | call | answer |
/// |---|---|
/// | `GET /v1/task/{taskId}/versions` | 200 `{data}` of `LegacyVersionList` |
/// | `GET /v1/task/{taskId}/latest` | 200 `{data}` of `LegacyTaskVersion` |
/// | `GET`, `POST /v1/task/{taskId}/draft` | 200 `{data}` of `LegacyTaskVersion` |
/// | `POST /v1/task/{taskId}/deploy` | 200 `{data}` of `LegacyTaskVersion` |
/// | `GET`, `POST /v1/task/{taskId}/{taskVersion}` | 200 `{data}` of `LegacyTaskVersion` |
/// | `DELETE /v1/task/{taskId}/{taskVersion}` | 200 `{data: {success, message}}` |
enum LegacyTaskVersionController {
    static let routes: [Route<AnchorStore>] = [
        Route(.listLegacyTaskVersions, admit: AnchorAccess.apiKey, handle: list),
        Route(.getLatestLegacyTaskVersion, admit: AnchorAccess.apiKey) { try version("latest", $0) },
        Route(.getLegacyTaskDraft, admit: AnchorAccess.apiKey) { try version("draft", $0) },
        Route(.saveLegacyTaskDraft, admit: AnchorAccess.apiKey, handle: saveDraft),
        Route(.deployLegacyTask, admit: AnchorAccess.apiKey, handle: deploy),
        Route(.getLegacyTaskVersion, admit: AnchorAccess.apiKey) { try version($0.parameter("taskVersion"), $0) },
        Route(.updateLegacyTaskVersion, admit: AnchorAccess.apiKey, handle: update),
        Route(.deleteLegacyTaskVersion, admit: AnchorAccess.apiKey, handle: delete),
    ]

    private static func list(_ call: AnchorCall) throws -> Reply {
        let task = try LegacyTaskController.task(of: call)
        let versions = task.versions(at: call.now) + [task.draft].compactMap(\.self)
        return .json(.ok, DataReply(LegacyVersionList(taskID: task.id, versions: versions)))
    }

    private static func version(_ word: String, _ call: AnchorCall) throws -> Reply {
        let task = try LegacyTaskController.task(of: call)
        let turn = call.turn
        let version = try call.store.read { (state) throws(AnchorProblem) in
            try state.version(TaskVersionChoice(word), word, of: task, turn)
        }
        return reply(task, version)
    }

    private static func saveDraft(_ call: AnchorCall) throws -> Reply {
        let change = try CreateLegacyTask.change(call.members(), requiresCode: true)
        let saved = try call.update { try $0.saveDraft(change, of: call.parameter("taskId"), $1) }
        return reply(saved.task, saved.draft)
    }

    private static func deploy(_ call: AnchorCall) throws -> Reply {
        let change = try CreateLegacyTask.change(call.members(), requiresCode: false)
        let deployed = try call.update { (state, turn) throws(AnchorProblem) in
            try state.deployTask(call.parameter("taskId"), change, otherwise: AnchorProblem.nothingToDeploy, turn)
        }
        return reply(deployed.task, deployed.version)
    }

    private static func update(_ call: AnchorCall) throws -> Reply {
        let change = try CreateLegacyTask.change(call.members(), requiresCode: false)
        let updated = try call.update { (state, turn) throws(AnchorProblem) in
            try state.updateTaskVersion(call.parameter("taskVersion"), of: call.parameter("taskId"), change, turn)
        }
        return reply(updated.task, updated.version)
    }

    private static func delete(_ call: AnchorCall) throws -> Reply {
        try call.update { (state, turn) throws(AnchorProblem) in
            try state.deleteTaskVersion(call.parameter("taskVersion"), of: call.parameter("taskId"), turn)
        }
        return .json(.ok, DataReply(LegacyDeletion(message: "Task version deleted successfully")))
    }

    private static func reply(_ task: AutomationTask, _ version: TaskVersion) -> Reply {
        .json(.ok, DataReply(LegacyTaskVersion(taskID: task.id, version: version)))
    }
}

extension AnchorProblem {
    /// 400: a 404 would say that the task is not there.
    fileprivate static func nothingToDeploy(_ task: AutomationTask) -> AnchorProblem {
        invalid("code is required: the task has no draft", TaskReason.draftMissing, "Task \(task.id) has no draft.")
    }
}
