import FoundationEssentials
import Kernel
import KernelHTTP

/// What `POST /v2/tasks/generate` asks for.
struct TaskGenerationOrder: Sendable {
    let name: String
    let prompt: String
    var description: String?
    var applicationID: String?
    var identityID: String?
    var sessionID: String?
    var content = TaskContent()
}

extension AnchorState {
    /// Makes a task that is written as long as the world's choices say. Throws for an application, an identity or a session that
    /// cannot be used; no 404 is documented here.
    mutating func generateTask(
        _ order: TaskGenerationOrder, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> AutomationTask {
        try checkReferences(of: order, turn)
        try checkCapacity(turn.policies, for: 2)
        var content = order.content
        content.code = Workflow.code(of: order)
        content.language = .workflow
        let id = ids.uuid()
        let generation = try generation(of: order, turn)
        try takeFileBytes(content.code.utf8.count, turn.policies)
        var task = AutomationTask(
            id: id, toolID: toolID(of: id), ordinal: try reserve(turn.policies),
            name: freeName(Self.name(from: order.name), id: id), title: order.name, description: order.description,
            applicationID: order.applicationID, generation: generation, createdAt: turn.now)
        if generation.failure == nil {
            _ = try reserve(turn.policies)
            task.add(content, id: versionID("1", of: id), at: generation.endsAt)
        } else {
            giveBackFileBytes(content.code.utf8.count)
        }
        return insertTask(task)
    }

    /// How the writing goes: as a scripted result for this operation says, or else as the policy does.
    private mutating func generation(
        of order: TaskGenerationOrder, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> TaskGeneration {
        let policy = turn.policies.taskGeneration
        let start = turn.now + (order.sessionID == nil ? policy.sessionAfter : .zero)
        var call = AgentCall(operation: Endpoint.generateTask.name, taskName: order.name, prompt: order.prompt)
        call.isByNameOnly = true
        let plan = try plan(for: call, turn)
        if plan.scriptID != nil {
            guard case .failure(let failure) = plan.outcome else {
                return TaskGeneration(startsAt: start, endsAt: start + plan.work, failure: nil)
            }
            return TaskGeneration(startsAt: start, endsAt: start + plan.work, failure: failure.message)
        }
        return TaskGeneration(
            startsAt: start, endsAt: start + policy.after,
            failure: policy.outcome == .ready ? nil : "The policy taskGeneration.outcome is failed")
    }

    private mutating func checkReferences(
        of order: TaskGenerationOrder, _ turn: AnchorTurn
    ) throws(AnchorProblem) {
        guard turn.policies.unknownIDs == .refuse else { return }
        if let id = order.applicationID, applications[id] == nil { throw .unknown(.application, id) }
        if let id = order.identityID, readableIdentity(id) == nil { throw .unknown(.identity, id) }
        if let id = order.sessionID, sessions[id]?.status(at: turn.now) != .running { throw .unknown(.session, id) }
    }
}

/// The code of a task that was generated: a workflow of one step (anchor.md 12.9). Nothing runs it.
private enum Workflow {
    static func code(of order: TaskGenerationOrder) -> String {
        var json = JSONWriter()
        json.object { json in
            json.member("name", order.name)
            json.member("startSegmentName", "main")
            json.member("inputParameters", order.content.inputs)
            json.member("outputParameters", order.content.outputs)
            json.member(
                "segments",
                [JSONValue.object(["name": "main", "type": "agent", "prompt": .string(order.prompt)])])
        }
        return Data(json.bytes).base64EncodedString()
    }
}

// MARK: - Choices

/// How a task comes to be written (policy `taskGeneration`).
struct TaskGenerationPolicy: PolicySet {
    /// How it ends.
    enum Outcome: String, Codable, CaseIterable, Sendable { case ready, failed }

    var sessionAfter = TimeSpan.zero
    var after = TimeSpan.seconds(2)
    var outcome = Outcome.ready

    /// Ready after two seconds, with a session at once.
    init() {}

    static let choices: [PolicyChoice<Self>] = [
        PolicyChoice("sessionAfter", \.sessionAfter, "How long it is waiting-for-session, where no session is given."),
        PolicyChoice(
            "after", \.after, "How long it is generating after that.",
            row: PolicyRow(
                "a task that is generated", "`generating`, `ready` 2 s later; never `waiting-for-session`",
                example: "taskGeneration: {sessionAfter: 5s, after: 2s, outcome: failed}")),
        PolicyChoice("outcome", \.outcome, "How it ends."),
    ]
}

// MARK: - Body and replies

/// `POST /v2/tasks/generate` (anchor.md 10)
enum GenerateTask {
    struct Body: Sendable {
        let order: TaskGenerationOrder
        let isAsync: Bool

        /// Throws for a missing name or prompt, and for parameters that are none.
        init(_ fields: Fields) throws {
            if fields.reading == .strict, !fields.has("taskName"), fields.has("name") || fields.has("user_task") {
                throw AnchorProblem.invalid(
                    "taskName is required, and taskPrompt; name and user_task are of an older form",
                    TaskReason.generationOlderForm)
            }
            var order = TaskGenerationOrder(
                name: try Self.text("taskName", of: fields, most: 255),
                prompt: try Self.text("taskPrompt", of: fields, most: 100_000))
            order.description = try fields.text("description", most: 1000)
            order.applicationID = try fields.optional("application_id", as: ObjectID.self)?.text
            order.identityID = try fields.optional("identity_id", as: ObjectID.self)?.text
            order.sessionID = try fields.optional("browser_session_id", as: ObjectID.self)?.text
            order.content.description = order.description
            order.content.inputs = try TaskParameter.list("input_schema", of: fields)
            order.content.outputs = try TaskParameter.list("output_schema", of: fields)
            order.content.mayAsk = try fields.optional("human_intervention") ?? false
            _ = try fields.optional("output_file_only", as: Bool.self)
            if let object = try fields.object("task_browser_default_configuration") {
                // Its form is not published; what has that of a session's creation is used.
                order.content.configuration = try? SessionConfiguration(Fields(object.raw, reading: .lenient))
            }
            self.order = order
            isAsync = try fields.optional("async") ?? true
        }

        private static func text(_ name: String, of fields: Fields, most: Int) throws(FieldComplaint) -> String {
            guard fields.reading == .strict else { return try fields.optional(name) ?? "" }
            let text: String = try fields.required(name)
            _ = try fields.text(name, most: most)
            if text.isEmpty { throw fields.complaint(name, "must not be empty") }
            return text
        }
    }

    /// The one word that is published for the status, also where the client waited.
    struct Reply: JSONWritable {
        let task: AutomationTask
        let versionID: String
        let projectID: String

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("id", task.toolID)
                json.member("status", TaskGeneration.Status.generating.rawValue)
                json.member("taskId", task.id)
                json.member("taskVersionId", versionID)
                json.member("projectId", projectID)
            }
        }
    }
}

/// `GET /v2/tasks/{taskId}/generation-status` (anchor.md 10)
struct TaskGenerationReply: JSONWritable {
    private let id: String
    private let status: TaskGeneration.Status
    private let error: String?

    init(id: String, _ task: AutomationTask, at now: Moment) {
        self.id = id
        status = task.generation?.status(at: now) ?? .ready
        error = status == .failed ? task.generation?.failure : nil
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", id)
            json.member("status", status.rawValue)
            json.member("project_state", status.rawValue)
            if let error { json.member("error", error) }
        }
    }
}

extension Fields {
    /// A text of at most `most` characters, as JSON Schema counts them; nil if it is absent.
    func text(_ name: String, most: Int) throws(FieldComplaint) -> String? {
        guard let text: String = try optional(name) else { return nil }
        guard text.unicodeScalars.count <= most || reading == .lenient else {
            throw complaint(name, "must not be longer than \(most) characters")
        }
        return text
    }
}
