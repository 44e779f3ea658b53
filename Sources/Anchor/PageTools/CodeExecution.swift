import HTTPTypes
import Kernel
import KernelHTTP

/// Code in a session (anchor.md 12.8).
extension Endpoint {
    static let executeCode = Endpoint(
        "anchor.executeCode", .post, "/v1/tools/execute-code", "Run code in a session",
        choice: """
            No code runs, with or without a browser: what `anchor.taskResults` scripts for this operation and the code as \
            its prompt is the result, and `output` its JSON text; a scripted failure is 200 with `success: false`. \
            Without one `output` is `null` and the message says so. An unknown or ended session answers 400.
            """)
}

/// `POST /v1/tools/execute-code`: 200 `{success, message, output?, error?, executionResultId}`
enum CodeExecution {
    static func execute(_ call: AnchorCall) async throws -> Reply {
        guard let session = call.queryFields.id("sessionId") else {
            throw AnchorProblem.invalid("sessionId is required", CommonReason.queryInvalid)
        }
        let fields = try call.members()
        let code: String = fields.reading == .lenient ? try fields.optional("code") ?? "" : try fields.required("code")
        let (id, plan) = try call.update { (state, turn) throws(AnchorProblem) in
            try state.executeCode(code, in: session, turn)
        }
        try await call.pause(for: plan.duration)
        return .json(.ok, ExecutedCode(id: id, plan: plan), reason: Self.reason(of: plan))
    }

    private static func reason(of plan: AgentPlan) -> Reason? {
        guard case .failure(let failure) = plan.outcome else { return nil }
        return Reason(
            ToolReason.codeFailed, "The result that is scripted for the code is a failure: \(failure.message)")
    }
}

extension AnchorState {
    /// Takes the result that is scripted for code that a session that lives is to run.
    fileprivate mutating func executeCode(
        _ code: String, in session: String, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> (id: String, plan: AgentPlan) {
        do throws(AnchorProblem) {
            try sessionInUse(session, turn)
        } catch {
            guard error.status == .notFound else { throw error }
            throw .invalid(error.message, because: error.reason)
        }
        let plan = try plan(for: AgentCall(operation: Endpoint.executeCode.name, prompt: code), turn)
        return (ids.uuid(), plan)
    }
}

/// The words of `message` are ours.
private struct ExecutedCode: JSONWritable {
    let id: String
    let plan: AgentPlan

    func write(to json: inout JSONWriter) {
        json.object { json in
            switch plan.outcome {
            case .result(let value):
                let isScripted = plan.scriptID != nil
                json.member("success", true)
                json.member(
                    "message",
                    isScripted ? "Code executed" : "Drydock runs no code, and nothing is scripted for this one")
                json.member("output", isScripted ? JSONWriter.text(value) : "null")
            case .failure(let failure):
                json.member("success", false)
                json.member("message", "Code execution failed")
                json.member("error", failure.message)
            }
            json.member("executionResultId", id)
        }
    }
}
