import HTTPTypes
import Kernel
import KernelHTTP

/// Web tasks (anchor.md 10 and 12.7).
extension Endpoint {
    static let performWebTask = Endpoint(
        "anchor.performWebTask", .post, "/v1/tools/perform-web-task", "Let an agent do something",
        choice: """
            No model runs: the answer is what `anchor.taskResults` or `POST /_drydock/task-results` script for the call, \
            else a text of Drydock's, or the plainest value that fits `output_schema`. A result that does not fit it \
            fails the task. Without `sessionId` a session is made, which ends with the task; an unknown or ended one \
            answers 400. A task that fails while the client waits answers 400 (policy `agents.webTaskFailure`). A page \
            that cannot be opened changes nothing. Neither `url` nor `sessionId` is needed.
            """)
    static let getWebTaskStatus = Endpoint(
        "anchor.getWebTaskStatus", .get, "/v1/tools/perform-web-task/{workflowId}/status",
        "Read how far the agent is",
        choice: """
            `RUNNING` also while the agent is paused or waits for a person. An unknown workflow answers 400. A `result` \
            that is no object is `{result: …}` (policy `agents.webTaskResult`).
            """)
}

/// | call | answer |
/// |---|---|
/// | `POST /v1/tools/perform-web-task` | 200 `{data: {result}}`, or `{data: {status, workflow_id}}` with `async` |
/// | `GET /v1/tools/perform-web-task/{workflowId}/status` | 200 `{data: {status, result or error, sessionId}}` |
enum WebTaskController {
    static let routes: [Route<AnchorStore>] = [
        Route(.performWebTask, workload: .growing, admit: AnchorAccess.apiKey, waiting: perform),
        Route(.getWebTaskStatus, admit: AnchorAccess.apiKey, handle: status),
    ]

    private static func perform(_ call: AnchorCall) async throws -> Reply {
        let request = try WebTaskRequest(
            call.members(), operation: Endpoint.performWebTask.name, sessionID: call.queryFields.id("sessionId"))
        if request.sessionID == nil { try SessionAllowance.check(call, key: AnchorAccess.key(of: call)) }
        let run = try call.update { try $0.startWebTask(request, $1) }
        if let url = request.url, request.sessionID != nil {
            // Whether it can be opened is the agent's business, and what that comes to is scripted.
            try? await call.screen(of: run.sessionID).perform(.open(url))
        }
        if request.isAsync { return .json(.ok, DataReply(StartedWebTask(run)), reason: .of(run)) }
        guard let (ended, progress) = try await call.waitForEnd(of: run) else { throw AnchorProblem.waitAbandoned }
        let policies = call.store.policies.agents
        switch progress {
        case .succeeded(let result):
            let shown = policies.shown(result, of: ended)
            return .json(.ok, DataReply(FinishedWebTask(result: shown)), reason: .of(ended))
        case .failed(let failure): throw AnchorProblem.webTaskFailed(failure, ended, policies)
        default: throw AnchorProblem.webTaskFailed(.cancelled, ended, policies)
        }
    }

    private static func status(_ call: AnchorCall) throws -> Reply {
        let id = call.parameter("workflowId")
        guard let run = call.store.read({ $0.webTask(id) }) else {
            guard call.store.policies.unknownIDs == .adopt else { throw AnchorProblem.unknownWorkflow(id) }
            return .json(.ok, DataReply(WebTaskStatus.completed([:], sessionID: nil)))
        }
        let policies = call.store.policies.agents
        let status: WebTaskStatus =
            switch run.progress(at: call.now) {
            case .queued, .running, .asking: .running(sessionID: run.sessionID)
            case .succeeded(let result): .completed(policies.shown(result, of: run), sessionID: run.sessionID)
            case .failed(let failure): .failed(failure.message, sessionID: run.sessionID)
            case .cancelled: .failed(AgentFailure.cancelled.message, sessionID: run.sessionID)
            }
        return .json(.ok, DataReply(status), reason: .of(run))
    }
}

extension AgentPolicies {
    /// A result in the form that the client's generation knows.
    fileprivate func shown(_ result: JSONValue, of run: AgentRun) -> JSONValue {
        if webTaskResult == .text, !run.plan.isShaped { return .string(result.string ?? JSONWriter.text(result)) }
        return result.object == nil ? .object(["result": result]) : result
    }
}

extension AgentFailure {
    /// Somebody cancelled the run.
    fileprivate static let cancelled = AgentFailure(message: "The agent was cancelled")
}

extension Reason {
    /// What has to be said about an agent's answer besides the answer; nil if nothing has.
    static func of(_ run: AgentRun) -> Reason? {
        if let misfit = run.plan.misfit { return Reason(AgentReason.resultMisfit, misfit) }
        guard run.plan.scriptID == nil else { return nil }
        return Reason(AgentReason.unscripted, "No scripted result fits the call, so that Drydock answers by itself.")
    }
}

// MARK: - Replies

/// The answer to whoever does not wait.
private struct StartedWebTask: JSONWritable {
    private let workflowID: String

    init(_ run: AgentRun) {
        workflowID = run.id
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("status", "running")
            json.member("workflow_id", workflowID)
        }
    }
}

/// The answer to whoever waits.
private struct FinishedWebTask: JSONWritable {
    let result: JSONValue

    func write(to json: inout JSONWriter) {
        json.object { $0.member("result", result) }
    }
}

/// How far a web task is.
private enum WebTaskStatus: JSONWritable {
    case running(sessionID: String)
    case completed(JSONValue, sessionID: String?)
    case failed(String, sessionID: String)

    func write(to json: inout JSONWriter) {
        json.object { json in
            switch self {
            case .running(let sessionID):
                json.member("status", "RUNNING")
                json.member("sessionId", sessionID)
            case .completed(let result, let sessionID):
                json.member("status", "COMPLETED")
                json.member("result", result)
                if let sessionID { json.member("sessionId", sessionID) }
            case .failed(let message, let sessionID):
                json.member("status", "FAILED")
                json.member("error", message)
                json.member("sessionId", sessionID)
            }
        }
    }
}

// MARK: - Refusals

extension AnchorProblem {
    /// Only 400 and 500 are published for an unknown workflow (anchor.md 11).
    fileprivate static func unknownWorkflow(_ id: String) -> AnchorProblem {
        invalid("Workflow not found", AgentReason.workflowUnknown, "No web task of this world is \(id).")
    }

    /// What a task that somebody waits for answers where it fails (policy `agents.webTaskFailure`).
    fileprivate static func webTaskFailed(
        _ failure: AgentFailure, _ run: AgentRun, _ policies: AgentPolicies
    ) -> AnchorProblem {
        let origin = run.plan.scriptID.map { "The scripted result \($0) was used. " } ?? ""
        let reason =
            run.plan.misfit.map { Reason(AgentReason.resultMisfit, $0) }
            ?? Reason(AgentReason.failed, "\(origin)\(failure.kind.rawValue): \(failure.message)")
        return AnchorProblem(
            policies.webTaskFailure == .badRequest ? .badRequest : .internalServerError, failure.message, reason)
    }
}
