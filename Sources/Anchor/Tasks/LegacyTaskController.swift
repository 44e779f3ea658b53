import HTTPTypes
import Kernel
import KernelHTTP

/// Tasks of `/v1` as 0.x clients use them (anchor.md 12.10).
extension Endpoint {
    static let createLegacyTask = Endpoint(
        "anchor.createLegacyTask", .post, "/v1/task", "Store a task",
        choice: """
            A name that is known is an update and answers 200, never 409. Code that is sent becomes the next version and runs at once; \
            without code there is no version until one is deployed, and `latestVersion` is `draft`. Other fields that clients \
            send (`application_id`, `ai_fallback_enabled`, `retries`) are ignored.
            """)
    static let listLegacyTasks = Endpoint(
        "anchor.listLegacyTasks", .get, "/v1/task", "List the tasks",
        choice: """
            In the order of making, those of `/v2` among them, under names that fit. `name` keeps the task of exactly this name. A \
            page has at most 100 tasks, whatever `limit` says.
            """)
    static let getLegacyTask = Endpoint(
        "anchor.getLegacyTask", .get, "/v1/task/{taskId}", "Read a task's metadata",
        choice: "`latest` is `draft` where no version has a number. `include` is ignored.")
    static let updateLegacyTask = Endpoint(
        "anchor.updateLegacyTask", .put, "/v1/task/{taskId}", "Change a task's metadata",
        choice: "What is not sent stays. `ai_fallback_enabled` is ignored.")
    static let deleteLegacyTask = Endpoint(
        "anchor.deleteLegacyTask", .delete, "/v1/task/{taskId}", "Delete a task",
        choice: "It is gone from every answer, its name is free again, and runs that are under way go on.")
}

/// | call | answer |
/// |---|---|
/// | `POST /v1/task` | 200 `{data}` of `LegacyTaskDetails` |
/// | `GET /v1/task` | 200 `{data: {tasks, total, page, limit}}` |
/// | `GET /v1/task/{taskId}` | 200 `{data}` of `LegacyTaskMetadata` |
/// | `PUT /v1/task/{taskId}` | 200 `{data}` of `LegacyTaskMetadata` |
/// | `DELETE /v1/task/{taskId}` | 200 `{data: {success, message}}` |
enum LegacyTaskController {
    static let routes: [Route<AnchorStore>] = [
        Route(.createLegacyTask, admit: AnchorAccess.apiKey, handle: create),
        Route(.listLegacyTasks, workload: .growing, admit: AnchorAccess.apiKey, handle: list),
        Route(.getLegacyTask, admit: AnchorAccess.apiKey, handle: get),
        Route(.updateLegacyTask, admit: AnchorAccess.apiKey, handle: update),
        Route(.deleteLegacyTask, admit: AnchorAccess.apiKey, handle: delete),
    ]

    private static func create(_ call: AnchorCall) throws -> Reply {
        let draft = try CreateLegacyTask.draft(call.members())
        let (task, project) = try call.update { (state, turn) throws(AnchorProblem) in
            (try state.storeTask(draft, turn), state.project)
        }
        return .json(.ok, DataReply(LegacyTaskDetails(task, teamID: project.id, at: call.now)))
    }

    private static func list(_ call: AnchorCall) throws -> Reply {
        let query = call.queryFields
        let page = try LegacyPage(query)
        let snapshot = call.store.snapshot
        let tasks: [AutomationTask] =
            if let name = query.text("name") {
                [snapshot.task(named: name, at: call.now)].compactMap(\.self)
            } else {
                snapshot.allTasks(at: call.now)
            }
        let rows = page.page(of: tasks)
        return .json(
            .ok,
            DataReply(
                LegacyTaskList(
                    tasks: rows.rows.map { LegacyTaskDetails($0, teamID: snapshot.project.id, at: call.now) },
                    total: rows.total, page: page)))
    }

    private static func get(_ call: AnchorCall) throws -> Reply {
        let task = try task(of: call)
        return metadata(of: task, call)
    }

    private static func update(_ call: AnchorCall) throws -> Reply {
        let fields = try call.members()
        let name = try CreateLegacyTask.name(of: fields)
        let description = try fields.text("description", most: 1000)
        let task = try call.update { (state, turn) throws(AnchorProblem) in
            try state.renameTask(call.parameter("taskId"), to: name, description: description, turn)
        }
        return metadata(of: task, call)
    }

    private static func delete(_ call: AnchorCall) throws -> Reply {
        try call.update { try $0.deleteTask(call.parameter("taskId"), $1) }
        return .json(.ok, DataReply(LegacyDeletion(message: "Task deleted successfully")))
    }

    private static func metadata(of task: AutomationTask, _ call: AnchorCall) -> Reply {
        let project = call.store.read { $0.project }
        return .json(.ok, DataReply(LegacyTaskMetadata(task, teamID: project.id, at: call.now)))
    }

    /// The task that the path names, for reading.
    static func task(of call: AnchorCall) throws -> AutomationTask {
        let id = call.parameter("taskId")
        return try call.store.read { $0.task(id, at: call.now) } ?? call.update { try $0.knownTask(id, $1) }
    }
}

/// The bodies that make and change tasks and versions (anchor.md 10).
enum CreateLegacyTask {
    /// `POST /v1/task`. Throws for a missing or wrong name, language or code.
    static func draft(_ fields: Fields) throws -> AnchorState.TaskDraft {
        let name = try name(of: fields)
        if name == nil, fields.reading == .strict { throw fields.complaint("name", "is required") }
        let change = try change(fields, requiresCode: false)
        if change.language == nil, fields.reading == .strict { throw fields.complaint("language", "is required") }
        let description = try fields.text("description", most: 1000)
        return AnchorState.TaskDraft(name: name ?? "", description: description, change: change)
    }

    /// What a version is to be. Throws for code that is not base64, and for a configuration that is none.
    static func change(_ fields: Fields, requiresCode: Bool) throws -> TaskContentChange {
        var change = TaskContentChange()
        change.code = try fields.optional("code")
        if fields.reading == .strict {
            if requiresCode, change.code == nil { throw fields.complaint("code", "is required") }
            if requiresCode, change.code == "" { throw fields.complaint("code", "must not be empty") }
            if let code = change.code, !isBase64(code) { throw fields.complaint("code", "must be base64") }
        }
        change.language = try fields.choice("language")
        change.description = try fields.text("description", most: 1000)
        if let object = try fields.object("browserConfiguration") {
            change.configuration = SessionConfiguration(session: try SessionOptions(object))
        }
        return change
    }

    /// Throws for a name that is none.
    static func name(of fields: Fields) throws(FieldComplaint) -> String? {
        guard let name: String = try fields.optional("name") else { return nil }
        guard AutomationTask.isName(name) || fields.reading == .lenient else {
            throw fields.complaint("name", "must be 1 to 255 letters, digits, \"_\" or \"-\"")
        }
        return name
    }

    /// The vendor's pattern (anchor.md 10, Task).
    private static func isBase64(_ text: String) -> Bool {
        let padding = text.utf8.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        return padding <= 2
            && text.utf8.dropLast(padding).allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "+"), UInt8(ascii: "/"): true
                default: false
                }
            }
    }
}
