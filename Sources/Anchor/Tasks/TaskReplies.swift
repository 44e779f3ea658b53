import Kernel
import KernelHTTP
import NIOCore

/// `POST /v2/tasks/{taskId}/run` (anchor.md 10)
enum RunTask {
    struct Body: Sendable {
        let order: TaskRunOrder
        let isSync: Bool

        /// Reads JSON, or a form with `input_params` as JSON and a part for each file (anchor.md 12.9).
        init(_ call: AnchorCall) throws {
            var inputs = TaskInputs()
            let fields: Fields
            if call.exchange.header("Content-Type")?.lowercased().hasPrefix("multipart/") == true {
                fields = try Self.fields(ofForm: call, &inputs)
            } else {
                fields = try call.members()
            }
            let object = try fields.object("input_params")
            if object == nil, fields.reading == .strict { throw fields.complaint("input_params", "is required") }
            for member in object?.raw.members ?? [] {
                if let text = member.value.string {
                    inputs.texts[member.name] = text
                } else if fields.reading == .strict {
                    throw AnchorProblem.inputInvalid(
                        "input_params.\(member.name)", "must be a string, not \(member.value.kind)")
                }
            }
            try self.init(fields, inputs)
        }

        private init(_ fields: Fields, _ inputs: TaskInputs) throws(FieldComplaint) {
            var order = TaskRunOrder(operation: Endpoint.runTask.name, kind: .task)
            order.inputs = inputs
            order.identityID = try fields.optional("identity_id", as: ObjectID.self)?.text
            order.sessionID = try fields.optional("session_id", as: ObjectID.self)?.text
            order.endsSession = try fields.optional("cleanup_sessions") ?? true
            order.skipsIdentityValidation = try fields.optional("identity_skip_validation") ?? true
            let word: String? = try fields.optional("version")
            if let word = try fields.optional("version_id") ?? word, !word.isEmpty {
                order.version = TaskVersionChoice(word)
                order.versionWord = word
            }
            self.order = order
            isSync = try fields.optional("sync") ?? false
        }

        /// The plain fields of a form as if they were JSON; its files go to `inputs` by their names alone.
        private static func fields(ofForm call: AnchorCall, _ inputs: inout TaskInputs) throws -> Fields {
            call.exchange.noteFile()
            let form = try MultipartForm(call.exchange.body, contentType: call.exchange.header("Content-Type"))
            var members: [(String, JSONValue)] = []
            for part in form.parts {
                if let file = part.fileName {
                    inputs.files[part.name] = file
                    continue
                }
                let text = String(buffer: part.content)
                switch part.name {
                case "input_params": members.append((part.name, try JSONParser.parse(text)))
                case "sync", "cleanup_sessions", "identity_skip_validation":
                    members.append((part.name, Bool(text).map(JSONValue.bool) ?? .string(text)))
                default: members.append((part.name, .string(text)))
                }
            }
            return Fields(JSONObject(members), reading: call.store.policies.reading)
        }
    }
}

/// A run as `/v2/tasks` shows it (anchor.md 10).
struct TaskRunReply: JSONWritable {
    private let run: AgentRun
    private let status: TaskRunStatus
    private let result: JSONValue?
    private let error: String?

    init(_ run: AgentRun, at now: Moment) {
        self.run = run
        status = run.taskStatus(at: now)
        result = run.taskResult(at: now)
        error = run.taskError(at: now)
    }

    /// The answer to whoever does not wait: the run is queued, however soon it begins.
    init(started run: AgentRun) {
        self.run = run
        status = .queued
        result = nil
        error = nil
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("run_id", run.id)
            json.member("status", status.rawValue)
            if let result { json.member("result", Self.object(of: result)) }
            if let error { json.member("error", error) }
            json.member("session_id", run.sessionID)
        }
    }

    /// The published type is an object.
    private static func object(of result: JSONValue) -> JSONValue {
        result.object == nil ? ["result": result] : result
    }
}

/// `POST /v2/tasks/{taskId}/publish-draft`; the vendor names no fields (ours).
enum PublishTaskDraft {
    struct Reply: JSONWritable {
        let task: AutomationTask
        let version: TaskVersion

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("task_id", task.id)
                json.member("version", version.word)
                json.member("version_id", version.id)
            }
        }
    }
}

/// `GET /v2/tasks/{taskId}/versions` (anchor.md 10). What a version has besides its id is ours.
struct TaskVersionsReply: JSONWritable {
    private let task: AutomationTask
    private let now: Moment

    init(_ task: AutomationTask, at now: Moment) {
        self.task = task
        self.now = now
    }

    func write(to json: inout JSONWriter) {
        let versions = task.versions(at: now) + [task.draft].compactMap(\.self)
        json.object { json in
            json.member("task_id", task.id)
            json.member("current_version", task.latest(at: now)?.word)
            json.member("versions", versions.map(Row.init))
        }
    }

    private struct Row: JSONWritable {
        let version: TaskVersion

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("id", version.id)
                json.member("version", version.word)
                json.member("is_draft", version.number == nil)
                json.member("description", version.content.description)
                json.member("created_at", version.createdAt)
                json.member("updated_at", version.updatedAt)
            }
        }
    }
}
