import HTTPTypes
import Kernel
import KernelHTTP

/// What `POST /v1/tools/perform-web-task` asks for (anchor.md 10 and 12.7).
struct WebTaskRequest: Sendable {
    /// Who does the work; which one makes no difference here.
    enum Agent: String, CaseIterable, Sendable {
        case browserUse = "browser-use"
        case openAI = "openai-cua"
        case gemini = "gemini-computer-use"
        case anthropic = "anthropic-cua"
        case yutori
        case jev
    }

    /// Whose model it is; which one makes no difference here.
    enum Provider: String, CaseIterable, Sendable { case openai, gemini, groq, azure, xai }

    /// How many steps an agent may take without saying so (anchor.md 9, row 28).
    private static let steps = 200

    /// nil for a session of its own.
    let sessionID: String?
    /// Where the page goes first; nil if it stays where it is.
    let url: String?
    let call: AgentCall
    let isAsync: Bool

    /// - Parameter sessionID: that of the query; older clients have it in the body.
    init(_ fields: Fields, operation: String, sessionID: String?) throws {
        let inBody: ObjectID? = try fields.optional("sessionId")
        self.sessionID = sessionID ?? inBody?.text
        let text: String? = try fields.optional("url")
        url = try text.flatMap { text in
            if text.isEmpty { return nil }
            if let address = OpenableAddress(text) { return address.text }
            if fields.reading == .lenient { return nil }
            throw AnchorProblem.addressRefused(text)
        }
        try Self.checkChoices(fields)
        let most: Int? = try fields.optional("max_steps")
        if let most, most < 1, fields.reading == .strict { throw fields.complaint("max_steps", "must be at least 1") }
        call = AgentCall(
            operation: operation,
            prompt: fields.reading == .lenient ? try fields.optional("prompt") ?? "" : try fields.required("prompt"),
            outputSchema: try fields.optional("output_schema"),
            mayAsk: try fields.optional("human_intervention") ?? false, mostSteps: max(1, most ?? Self.steps))
        isAsync = try fields.optional("async") ?? false
    }

    /// What is taken and makes no difference, but must have the right form.
    private static func checkChoices(_ fields: Fields) throws(FieldComplaint) {
        _ = try fields.choice("agent", of: Agent.self)
        _ = try fields.choice("provider", of: Provider.self)
        for name in ["model", "extended_system_message"] { _ = try fields.optional(name, as: String.self) }
        for name in ["detect_elements", "highlight_elements", "directly_open_url", "use_vision"] {
            _ = try fields.optional(name, as: Bool.self)
        }
        if let seconds: Int = try fields.optional("llm_timeout"), !(10...600).contains(seconds),
            fields.reading == .strict
        {
            throw fields.complaint("llm_timeout", "must be from 10 to 600 seconds, not \(seconds)")
        }
        try checkSecrets(fields)
    }

    /// Texts by name, or those of each site (anchor.md 12.7). They are looked at and forgotten: nothing keeps them.
    private static func checkSecrets(_ fields: Fields) throws(FieldComplaint) {
        guard let secrets: JSONObject = try fields.optional("secret_values"), fields.reading == .strict else { return }
        for member in secrets.members where member.value.string == nil {
            let name = "secret_values.\(member.name)"
            guard let ofSite = member.value.object else {
                throw fields.complaint(name, "must be a string or an object of strings, not \(member.value.kind)")
            }
            for secret in ofSite.members where secret.value.string == nil {
                throw fields.complaint("\(name).\(secret.name)", "must be a string, not \(secret.value.kind)")
            }
        }
    }
}

// MARK: - Transitions

extension AnchorState {
    /// Lets an agent begin in the session that is named, or in one of its own. Leaves nothing behind where it throws.
    mutating func startWebTask(_ request: WebTaskRequest, _ turn: AnchorTurn) throws(AnchorProblem) -> AgentRun {
        if let id = request.sessionID { return try startRun(order(request, in: id), turn) }
        try checkCapacity(turn.policies, for: 2)
        try checkFileBytes(drawPlan(for: request.call, turn).plan.byteCount, turn.policies)
        var configuration = SessionConfiguration()
        configuration.session.initialURL = request.url
        let session = try createSession(configuration, turn)
        return try startRun(order(request, in: session.id, isOwner: true), turn)
    }

    private func order(_ request: WebTaskRequest, in sessionID: String, isOwner: Bool = false) -> AgentOrder {
        AgentOrder(kind: .webTask, sessionID: sessionID, call: request.call, ownsSession: isOwner)
    }

    /// The web task of this workflow; nil if there is none.
    func webTask(_ workflowID: String) -> AgentRun? {
        let run = agentRuns[workflowID] ?? agentRuns[workflowID.lowercased()]
        return run?.kind == .webTask ? run : nil
    }
}
