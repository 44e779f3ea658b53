import HTTPTypes
import HashTreeCollections
import Kernel
import KernelHTTP

/// A human in the loop: what agents ask, and what people answer (anchor.md 10 and 12.5).
extension Endpoint {
    static let listPendingInterventions = Endpoint(
        "anchor.listPendingInterventions", .get, "/v1/sessions/pending-interventions",
        "List where agents wait for a person",
        choice: "Those of sessions that run, in the order of asking. `tags` is empty where there are none.")
    static let getRequestedIntervention = Endpoint(
        "anchor.getRequestedIntervention", .get, "/v1/sessions/{session_id}/agent/requested-human-intervention",
        "Read what the agent asks a person",
        choice: "`status` is `pending` or `none`. A session that has ended answers 400.")
    static let respondToIntervention = Endpoint(
        "anchor.respondToIntervention", .post, "/v1/sessions/{session_id}/agent/respond-to-human-intervention",
        "Answer the agent",
        choice: """
            An unknown `requestId`, and an answer to no question, answer 404; a session that has ended, 400. A text for \
            `text`, a boolean or a text for `confirm`, an object for `fields`, with every required field (policy \
            `agents.missingFields`). What the agent does afterwards is scripted and does not depend on the answer, which \
            is not kept.
            """)
}

/// | call | answer |
/// |---|---|
/// | `GET /v1/sessions/pending-interventions` | 200 `{data: {count, items}}` |
/// | `GET /v1/sessions/{session_id}/agent/requested-human-intervention` | 200 `{data: {status, message, requests}}` |
/// | `POST /v1/sessions/{session_id}/agent/respond-to-human-intervention` | 200 `{data: {status, message}}` |
enum InterventionController {
    static let routes: [Route<AnchorStore>] = [
        Route(.listPendingInterventions, workload: .growing, admit: AnchorAccess.apiKey, handle: list),
        Route(.getRequestedIntervention, admit: AnchorAccess.apiKey, handle: get),
        Route(.respondToIntervention, admit: AnchorAccess.apiKey, handle: respond),
    ]

    private static func list(_ call: AnchorCall) -> Reply {
        let state = call.store.snapshot
        let items = state.openInterventions(at: call.now).map { open in
            PendingIntervention(open, tags: state.sessions[open.run.sessionID]?.tags ?? [])
        }
        return .json(.ok, ItemsReply(items))
    }

    private static func get(_ call: AnchorCall) throws -> Reply {
        let requests = try call.update { (state, turn) throws(AnchorProblem) in
            let session = try state.sessionOfAgent(call.parameter("session_id"), turn)
            return state.openInterventions(in: session, at: turn.now)
        }
        return .json(.ok, DataReply(RequestedInterventions(requests: requests)))
    }

    private static func respond(_ call: AnchorCall) throws -> Reply {
        let body = try InterventionResponse(call.members())
        let id = call.parameter("session_id")
        try call.update { try $0.respond(body, inSession: id, $1) }
        call.noteAgents(ofSession: id)
        return .json(.ok, DataReply(InterventionAnswered()))
    }
}

/// A question that is open.
struct OpenIntervention: Sendable {
    let run: AgentRun
    let question: AgentQuestion
    let since: Moment

    /// nil if the run asks nothing at `now`.
    init?(_ run: AgentRun, at now: Moment) {
        guard case .asking(let question, let since) = run.progress(at: now) else { return nil }
        self.run = run
        self.question = question
        self.since = since
    }

    /// In the order of asking.
    static func isBefore(_ left: OpenIntervention, _ right: OpenIntervention) -> Bool {
        (left.since, left.run.ordinal) < (right.since, right.run.ordinal)
    }
}

// MARK: - Transitions

extension AnchorState {
    /// The open questions of a session, in the order of asking.
    func openInterventions(in session: Session, at now: Moment) -> [OpenIntervention] {
        openRuns(of: session, at: now).compactMap { OpenIntervention($0, at: now) }.sorted(
            by: OpenIntervention.isBefore)
    }

    /// Those of all sessions.
    func openInterventions(at now: Moment) -> [OpenIntervention] {
        sessions.values.filter { $0.agents?.open.isEmpty == false && $0.status(at: now) == .running }
            .flatMap { openInterventions(in: $0, at: now) }.sorted(by: OpenIntervention.isBefore)
    }

    /// A person answers an open question of a session: that of the id, or the most recent one.
    fileprivate mutating func respond(
        _ body: InterventionResponse, inSession id: String, _ turn: AnchorTurn
    ) throws(AnchorProblem) {
        let session = try sessionOfAgent(id, turn)
        let open = openInterventions(in: session, at: turn.now)
        let found = body.requestID.map { wanted in open.first { $0.run.questionID == wanted.text } } ?? open.last
        guard let found else {
            // Whoever adopts ids wants the call to go through.
            if turn.policies.unknownIDs == .adopt { return }
            throw .unknownIntervention(body.requestID?.text, in: id)
        }
        try answer(found, with: body.response, isNamed: body.requestID != nil, turn)
    }

    /// A person answers an open question. Throws for an answer that the question does not take, and where it was answered
    /// meanwhile.
    ///
    /// - Parameter isNamed: whether the person said which question it is; only then webhooks are told (anchor.md 12.5).
    mutating func answer(
        _ open: OpenIntervention, with response: JSONValue, isNamed: Bool, _ turn: AnchorTurn
    ) throws(AnchorProblem) {
        if turn.policies.reading == .strict,
            let problem = open.question.problem(with: response, turn.policies.agents)
        {
            throw .invalid(
                "response \(problem)", AgentReason.answerInvalid,
                "The question \(open.run.questionID) is of the type \(open.question.inputType.rawValue).")
        }
        guard changeRun(open.run.id, turn, { $0.answer(at: turn.now) }) ?? false else {
            throw .unknownIntervention(open.run.questionID, in: open.run.sessionID)
        }
        guard isNamed else { return }
        announce(
            .interventionResolved, of: open.run.questionID, text: "An agent's question was answered",
            data: [
                "request_id": .string(open.run.questionID), "session_id": .string(open.run.sessionID),
                "run_id": .string(open.run.id),
            ], turn)
    }
}

extension AgentQuestion {
    /// What is wrong with an answer, in words; nil if nothing is.
    fileprivate func problem(with response: JSONValue, _ policies: AgentPolicies) -> String? {
        switch (inputType, response) {
        case (.text, .string), (.confirm, .bool), (.confirm, .string): return nil
        case (.text, _): return "must be a string, not \(response.kind)"
        case (.confirm, _): return "must be a boolean or a string, not \(response.kind)"
        case (.fields, .object(let object)): return problem(with: object, policies)
        case (.fields, _): return "must be an object with the fields' names, not \(response.kind)"
        }
    }

    private func problem(with object: JSONObject, _ policies: AgentPolicies) -> String? {
        let fields = fields ?? []
        for member in object.members {
            guard fields.contains(where: { $0.name == member.name }) else {
                return "has \(member.name), which was not asked for"
            }
            switch member.value {
            case .string, .integer, .number, .bool, .null: break
            default: return "has \(member.name), which must be a text, a number or a boolean"
            }
        }
        guard policies.missingFields == .refused else { return nil }
        for field in fields where field.required ?? false {
            switch object[field.name] {
            case nil, .null, .string(""): return "lacks \(field.name), which is required"
            default: break
            }
        }
        return nil
    }
}

// MARK: - Bodies and replies

/// `POST …/respond-to-human-intervention`
private struct InterventionResponse: Sendable {
    let requestID: ObjectID?
    let response: JSONValue

    init(_ fields: Fields) throws(FieldComplaint) {
        requestID = try fields.optional("requestId")
        guard fields.reading == .strict else {
            response = fields.raw["response"] ?? .null
            return
        }
        response = try fields.required("response")
        switch response {
        case .string, .bool, .object: break
        default:
            throw fields.complaint("response", "must be a string, a boolean or an object, not \(response.kind)")
        }
    }
}

extension JSONWriter {
    /// The members of `InterventionRequest` (anchor.md 10).
    fileprivate mutating func members(of open: OpenIntervention) {
        member("requestId", open.run.questionID)
        member("message", open.question.message)
        member("inputType", open.question.inputType.rawValue)
        member("fields", open.question.fields?.map(InterventionField.init))
    }
}

private struct InterventionField: JSONWritable {
    let field: AgentQuestion.Field

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", field.name)
            json.member("label", field.label)
            json.member("description", field.description)
            json.member("required", field.required)
            json.member("type", field.type?.rawValue)
            json.member("placeholder", field.placeholder)
            json.member("defaultValue", field.defaultValue)
        }
    }
}

/// `{status, message, requests}`
private struct RequestedInterventions: JSONWritable {
    let requests: [OpenIntervention]

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("status", requests.isEmpty ? "none" : "pending")
            json.member(
                "message", requests.isEmpty ? "No human intervention is requested" : "Human intervention is requested")
            json.member("requests", requests.map(Request.init))
        }
    }

    private struct Request: JSONWritable {
        let open: OpenIntervention

        func write(to json: inout JSONWriter) {
            json.object { $0.members(of: open) }
        }
    }
}

/// An open question with its session.
private struct PendingIntervention: JSONWritable {
    private let open: OpenIntervention
    private let tags: [String]

    init(_ open: OpenIntervention, tags: [String]) {
        self.open = open
        self.tags = tags
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.members(of: open)
            json.member("sessionId", open.run.sessionID)
            json.member("tags", tags)
        }
    }
}

/// `{status, message}`
private struct InterventionAnswered: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("status", "success")
            json.member("message", "The agent goes on")
        }
    }
}

// MARK: - Refusals

extension AnchorProblem {
    /// The vendor does not say whether it is 400 or 404 (anchor.md 12.5).
    fileprivate static func unknownIntervention(_ requestID: String?, in sessionID: String) -> AnchorProblem {
        AnchorProblem(
            .notFound, "No pending human intervention request",
            Reason(
                AgentReason.questionUnknown,
                requestID.map { "No question \($0) is open in session \(sessionID)." }
                    ?? "No question is open in session \(sessionID)."))
    }
}
