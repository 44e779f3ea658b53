import HTTPTypes
import Kernel
import KernelHTTP

/// Runs of legacy tasks (anchor.md 12.10).
extension Endpoint {
    static let runLegacyTask = Endpoint(
        "anchor.runLegacyTask", .post, "/v1/task/run", "Run a task by id",
        choice: """
            No code runs: what a run gives is scripted (`anchor.taskResults`), and `output` is its JSON text. `version` is the latest by \
            default. A run that takes 3 hours is `cancelled`. `async` answers `success: true` whatever comes. An input whose \
            name does not start with `ANCHOR_` answers 400, an unknown session, task or version 404. 402 and 429 as for sessions.
            """)
    static let runLegacyTaskByName = Endpoint(
        "anchor.runLegacyTaskByName", .post, "/v1/task/run/{taskName}", "Run a task by name",
        choice: "As by id.")
    static let listLegacyTaskExecutions = Endpoint(
        "anchor.listLegacyTaskExecutions", .get, "/v1/task/{taskId}/executions", "List a task's runs",
        choice: "Runs by `/v2` are among them. A page has at most 100 rows, whatever `limit` says.")
    static let getLegacyTaskExecution = Endpoint(
        "anchor.getLegacyTaskExecution", .get, "/v1/task/{taskId}/executions/{executionId}", "Read one run",
        choice: "A run of a draft can be read, too.")
}

/// | call | answer |
/// |---|---|
/// | `POST /v1/task/run` | 200 `{data}` of `LegacyRunReply` |
/// | `POST /v1/task/run/{taskName}` | 200 `{data}` of `LegacyRunReply` |
/// | `GET /v1/task/{taskId}/executions` | 200 `{data: {results, pagination}}` of `LegacyExecution` |
/// | `GET /v1/task/{taskId}/executions/{executionId}` | 200 `{data}` of `LegacyExecution` |
enum LegacyTaskRunController {
    static let routes: [Route<AnchorStore>] = [
        Route(.runLegacyTask, admit: AnchorAccess.apiKey, waiting: run),
        Route(.runLegacyTaskByName, admit: AnchorAccess.apiKey, waiting: runByName),
        Route(.listLegacyTaskExecutions, workload: .growing, admit: AnchorAccess.apiKey, handle: executions),
        Route(.getLegacyTaskExecution, admit: AnchorAccess.apiKey, handle: execution),
    ]

    @Sendable private static func run(_ call: AnchorCall) async throws -> Reply {
        let fields = try call.members()
        var body = try RunLegacyTask.Body(fields, operation: .runLegacyTask)
        let id: ObjectID? = try fields.reading == .strict ? fields.required("taskId") : fields.optional("taskId")
        if let word: String = try fields.optional("version") {
            body.order.version = TaskVersionChoice(word)
            body.order.versionWord = word
            if case .id = body.order.version, fields.reading == .strict {
                throw fields.complaint("version", "must be draft, latest or a number")
            }
        }
        return try await run(call, body) { (state, turn) throws(AnchorProblem) in
            try state.knownTask(id?.text ?? "", turn)
        }
    }

    @Sendable private static func runByName(_ call: AnchorCall) async throws -> Reply {
        let body = try RunLegacyTask.Body(call.members(), operation: .runLegacyTaskByName)
        return try await run(call, body) { (state, turn) throws(AnchorProblem) in
            try state.knownTask(named: call.parameter("taskName"), turn)
        }
    }

    private static func run(
        _ call: AnchorCall, _ body: RunLegacyTask.Body,
        _ find: (inout AnchorState, AnchorTurn) throws(AnchorProblem) -> AutomationTask
    ) async throws -> Reply {
        if body.order.sessionID == nil { try SessionAllowance.check(call, key: AnchorAccess.key(of: call)) }
        let run = try call.update { (state, turn) throws(AnchorProblem) in
            try state.run(try find(&state, turn), body.order, turn)
        }
        call.noteAgents(ofSession: run.sessionID)
        if body.isAsync { return .json(.ok, DataReply(LegacyRunReply(started: run)), reason: .of(run)) }
        let end = try await call.finished(run)
        return .json(.ok, DataReply(LegacyRunReply(end.run, at: end.now)), reason: .of(run))
    }

    private static func executions(_ call: AnchorCall) throws -> Reply {
        let query = call.queryFields
        let page = try LegacyPage(query)
        let status: TaskRunStatus? = try query.choice("status")
        let task = try LegacyTaskController.task(of: call)
        let snapshot = call.store.snapshot
        let runs = snapshot.executions(of: task.id, in: status, version: query.text("version"), at: call.now)
        return .json(.ok, DataReply(LegacyExecutionList(page.page(of: runs), page, snapshot, at: call.now)))
    }

    private static func execution(_ call: AnchorCall) throws -> Reply {
        let task = try LegacyTaskController.task(of: call)
        let id = call.parameter("executionId")
        let run =
            try call.store.read { $0.taskRun(id, of: task.id) }
            ?? call.update { (state, turn) throws(AnchorProblem) in try state.knownTaskRun(id, of: task.id, turn) }
        let snapshot = call.store.snapshot
        return .json(.ok, DataReply(LegacyExecution(run, versionID: snapshot.versionID(of: run), at: call.now)))
    }
}

extension AnchorState {
    /// The id of the version that a run is of, whether or not it is there still.
    fileprivate func versionID(of run: AgentRun) -> String {
        versionID(run.taskVersion ?? "draft", of: run.taskID ?? "")
    }
}

// MARK: - Body and replies

/// `POST /v1/task/run` and `POST /v1/task/run/{taskName}` (anchor.md 10)
private enum RunLegacyTask {
    struct Body: Sendable {
        var order: TaskRunOrder
        let isAsync: Bool

        /// Throws for an input with another name than `ANCHOR_…` and for one that is no text.
        init(_ fields: Fields, operation: Endpoint) throws {
            order = TaskRunOrder(operation: operation.name, kind: .legacyTask)
            order.sessionID = try fields.optional("sessionId", as: ObjectID.self)?.text
            order.endsSession = try fields.optional("cleanupSessions") ?? true
            isAsync = try fields.optional("async") ?? false
            if let object = try fields.object("overrideBrowserConfiguration") {
                order.configuration = SessionConfiguration(session: try SessionOptions(object))
            }
            for member in try fields.object("inputs")?.raw.members ?? [] {
                if let text = member.value.string {
                    order.inputs.texts[member.name] = text
                } else if fields.reading == .strict {
                    throw AnchorProblem.inputInvalid(
                        "inputs.\(member.name)", "must be a string, not \(member.value.kind)")
                }
                if !member.name.hasPrefix("ANCHOR_"), fields.reading == .strict {
                    throw AnchorProblem.inputInvalid("inputs.\(member.name.prefix(100))", "must start with ANCHOR_")
                }
            }
        }
    }
}

/// The answer to running a legacy task (anchor.md 10). Of the texts `Task execution started` is the vendor's (anchor.md 1.1).
private struct LegacyRunReply: JSONWritable {
    private let run: AgentRun
    private let isAsync: Bool
    private let status: TaskRunStatus
    private let now: Moment

    init(_ run: AgentRun, at now: Moment) {
        self.run = run
        self.now = now
        isAsync = false
        status = run.taskStatus(at: now)
    }

    init(started run: AgentRun) {
        self.run = run
        now = run.createdAt
        isAsync = true
        status = .queued
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("success", isAsync || status == .success)
            json.member("async", isAsync)
            json.member("message", message)
            json.member("taskId", run.taskID)
            if !isAsync {
                if let time = run.executionTime(at: now) { json.member("executionTime", time.milliseconds) }
                if let output = run.taskResult(at: now) { json.member("output", JSONWriter.text(output)) }
                if let error = run.taskError(at: now) { json.member("error", error) }
            }
            json.member("executionResultId", run.id)
        }
    }

    private var message: String {
        if isAsync { return "Task execution started" }
        switch status {
        case .queued, .running: return "Task execution is not over"
        case .success: return "Task executed successfully"
        case .failure: return "Task execution failed"
        case .timeout: return "Task execution timed out"
        case .cancelled: return "Task execution was cancelled"
        }
    }
}

/// A run of a task (anchor.md 10, TaskExecution).
private struct LegacyExecution: JSONWritable {
    private let run: AgentRun
    private let versionID: String
    private let now: Moment

    init(_ run: AgentRun, versionID: String, at now: Moment) {
        self.run = run
        self.versionID = versionID
        self.now = now
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", run.id)
            json.member("taskVersionId", versionID)
            json.member("version", run.taskVersion ?? "draft")
            json.member("status", run.taskStatus(at: now).rawValue)
            json.member("output", run.taskResult(at: now).map(JSONWriter.text))
            json.member("errorMessage", run.taskError(at: now))
            json.member("startTime", run.startsAt)
            json.member("executionTime", run.executionTime(at: now)?.milliseconds)
        }
    }
}

/// `GET /v1/task/{taskId}/executions` (anchor.md 10)
private struct LegacyExecutionList: JSONWritable {
    private let rows: [LegacyExecution]
    private let total: Int
    private let pages: Int
    private let page: LegacyPage

    init(_ list: ListPage<AgentRun>, _ page: LegacyPage, _ state: AnchorState, at now: Moment) {
        rows = list.rows.map { LegacyExecution($0, versionID: state.versionID(of: $0), at: now) }
        total = list.total
        pages = list.count
        self.page = page
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("results", rows)
            json.member(
                "pagination",
                object: { json in
                    json.member("page", page.number)
                    json.member("limit", page.limit)
                    json.member("total", total)
                    json.member("totalPages", pages)
                })
        }
    }
}
