import HTTPTypes
import HashTreeCollections
import HostedPages
import Kernel
import KernelHTTP

/// The page on which a person answers an agent's question (Agents.md). The vendor shows it in its dashboard; here it has an
/// address of its own.
extension Endpoint {
    static let openInterventionPage = Endpoint(
        "anchor.openInterventionPage", .get, "/interventions/{requestId}",
        "Open the page where a person answers the agent",
        provenance: .ours,
        choice: "No key is needed: the address is known to whoever can read the question. 404 for what is not open.")
    static let submitInterventionPage = Endpoint(
        "anchor.submitInterventionPage", .post, "/interventions/{requestId}", "Answer the agent on the page",
        provenance: .ours,
        choice: "303 to a page that says so; 422 for an answer that the question does not take.")
}

/// | call | answer |
/// |---|---|
/// | `GET /interventions/{requestId}` | 200 the question, 404 where none is open |
/// | `POST /interventions/{requestId}` | 303, 404, 422 the question with a complaint |
enum InterventionPageController {
    static let routes: [Route<AnchorStore>] = [
        Route(.openInterventionPage, workload: .growing, admit: AnchorAccess.open, handle: open),
        Route(.submitInterventionPage, workload: .growing, admit: AnchorAccess.open, handle: submit),
    ]

    private static let answered = "answered"

    private static func open(_ call: AnchorCall) -> Reply {
        if call.query(StepAddress.Name.step) == answered { return ConnectPages.reply(.ok, .intervened, AnsweredView()) }
        guard let open = question(of: call) else { return unknown(call) }
        return ConnectPages.reply(.ok, .intervention, InterventionView(open))
    }

    private static func submit(_ call: AnchorCall) -> Reply {
        guard let open = question(of: call) else { return unknown(call) }
        do throws(AnchorProblem) {
            let response = open.question.response(in: call.form)
            try call.update { (state, turn) throws(AnchorProblem) in
                try state.answer(open, with: response, isNamed: true, turn)
            }
        } catch {
            return ConnectPages.reply(
                .unprocessableContent, .intervention, InterventionView(open, complaint: error.message),
                reason: error.reason)
        }
        call.noteAgents(ofSession: open.run.sessionID)
        return ConnectPages.seeOther(
            "\(call.exchange.path)?\(StepAddress.Name.step)=\(answered)", reason: nil)
    }

    private static func question(of call: AnchorCall) -> OpenIntervention? {
        let id = call.parameter("requestId")
        return call.store.snapshot.openInterventions(at: call.now).first { $0.run.questionID == id }
    }

    private static func unknown(_ call: AnchorCall) -> Reply {
        let reason = Reason(
            AgentReason.questionUnknown, "No question \(call.parameter("requestId")) is open in this world.")
        return ConnectPages.reply(
            .notFound, .refusal,
            RefusalView(
                heading: "Nobody asks this", reason: reason,
                advice: [
                    Advice(text: "It may have been answered already, or its session has ended."),
                    Advice(
                        text: "See which questions are open.",
                        command: "curl -H 'anchor-api-key: YOUR_KEY' '\(call.exchange.origin.url)"
                            + "/v1/sessions/pending-interventions'"),
                ]), reason: reason)
    }
}

extension AgentQuestion {
    /// The answer that the page's form has.
    fileprivate func response(in form: NamedValues) -> JSONValue {
        switch inputType {
        case .text: return .string(form[Self.fieldName(0)] ?? "")
        case .confirm: return .bool(form["answer"] == "true")
        case .fields:
            let given = (fields ?? []).enumerated().compactMap { position, field -> (String, JSONValue)? in
                guard let text = form[Self.fieldName(position)], !text.isEmpty else { return nil }
                return (field.name, .string(text))
            }
            return .object(JSONObject(given))
        }
    }

    /// A name that the journal's mask knows: what is typed may be a password.
    fileprivate static func fieldName(_ position: Int) -> String { "field-\(position)" }
}

// MARK: - Views

/// The question.
private struct InterventionView: Sendable {
    struct Field: Sendable {
        let id: String
        let name: String
        let label: String
        let type: String
        let value: String
        let placeholder: String
        let about: String?
        let isRequired: Bool
        let isFirst: Bool
    }

    let title: String
    let heading = "An agent asks you"
    let complaint: String?
    let message: String
    let sessionID: String
    let since: String
    let fields: [Field]
    let isConfirmed: Bool

    init(_ open: OpenIntervention, complaint: String? = nil) {
        self.complaint = complaint
        title = complaint == nil ? heading : "Error: \(heading)"
        message = open.question.message
        sessionID = open.run.sessionID
        since = open.since.httpDate
        isConfirmed = open.question.inputType == .confirm
        let asked: [AgentQuestion.Field] =
            switch open.question.inputType {
            case .text: [AgentQuestion.Field(name: "answer", label: "Your answer", required: true)]
            case .confirm: []
            case .fields: open.question.fields ?? []
            }
        fields = asked.enumerated().map { position, field in
            let name = AgentQuestion.fieldName(position)
            return Field(
                id: name, name: name, label: field.label, type: (field.type ?? .text).rawValue,
                value: field.type == .password ? "" : field.defaultValue ?? "", placeholder: field.placeholder ?? "",
                about: field.description, isRequired: field.required ?? false, isFirst: position == 0)
        }
    }
}

/// After the answer.
private struct AnsweredView: Sendable {
    let title = "Answered"
    let heading = "The agent goes on"
    let what = "Your answer was taken. This page can be closed."
}
