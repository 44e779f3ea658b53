import Kernel
import KernelHTTP

/// What a call asks of a task's run.
struct TaskRunOrder: Sendable {
    /// The operation, for example `anchor.runTask`.
    let operation: String
    let kind: AgentRun.Kind
    var version = TaskVersionChoice.latest
    /// The version as the client wrote it.
    var versionWord = "latest"
    var inputs = TaskInputs()
    /// The session that it happens in; nil for one of its own.
    var sessionID: String?
    /// What a session of its own is like; nil for what the version says.
    var configuration: SessionConfiguration?
    var identityID: String?
    var skipsIdentityValidation = true
    /// Whether a session of its own ends with it.
    var endsSession = true
}

/// Runs of tasks. How far each is, is a function of the time (`AgentRun`).
extension AnchorState {
    /// Starts a run. Throws if the version, the session or the identity cannot be used, an input is missing or wrong, or no
    /// session can be made.
    mutating func run(
        _ task: AutomationTask, _ order: TaskRunOrder, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> AgentRun {
        let version = try version(order.version, order.versionWord, of: task, turn)
        let inputs = try order.inputs.checked(against: version.content.inputs, reading: turn.policies.reading)
        let refusal = try identityRefusal(order, turn)
        // The run, and the session that may have to be made, with its profile.
        try checkCapacity(turn.policies, for: order.sessionID == nil ? 3 : 1)
        let call = AgentCall(
            operation: order.operation, taskID: task.id, taskName: task.displayName, inputs: inputs,
            outputSchema: TaskParameter.schema(of: version.content.outputs), mayAsk: version.content.mayAsk)
        // What is refused leaves no session behind.
        if refusal == nil { try checkFileBytes(drawPlan(for: call, turn).plan.byteCount, turn.policies) }
        let session = try sessionOfRun(order, version, isSignedIn: refusal == nil, turn)
        let limit = turn.now + AgentRun.longestTaskRun
        var run = try startRun(
            AgentOrder(
                kind: order.kind, sessionID: session.id, call: call, failure: refusal, identityID: order.identityID,
                taskID: task.id, taskVersion: version.word, queuedFor: turn.policies.taskQueue,
                ownsSession: order.sessionID == nil && order.endsSession),
            turn)
        if run.deadline.map({ $0 > limit }) ?? true {
            _ = changeRun(run.id, turn) { $0.setDeadline(limit) }
            run = agentRuns[run.id] ?? run
        }
        if run.plan.isHealing {
            var task = try changeableTask(task.id, turn)
            task.await(healing: run.id)
            tasks[task.id] = task
        }
        return run
    }

    /// The run of this id. Throws 404 if there is none; where ids are adopted, one that has ended well is made.
    mutating func knownTaskRun(_ id: String, of taskID: String?, _ turn: AnchorTurn) throws(AnchorProblem) -> AgentRun {
        if let run = taskRun(id, of: taskID) { return run }
        guard turn.policies.unknownIDs == .adopt, agentRuns[id] == nil else { throw .unknownExecution(id) }
        let ordinal = try reserve(turn.policies)
        let run = AgentRun(
            id: id, ordinal: ordinal, kind: taskID == nil ? .task : .legacyTask, sessionID: ids.uuid(),
            questionID: ids.uuid(), plan: AgentPlan(outcome: .result(.object([:]))), createdAt: turn.now,
            taskID: taskID ?? ids.uuid(), taskVersion: "1")
        agentRuns[id] = run
        return run
    }

    /// The run of a task – of this one, if it is named.
    func taskRun(_ id: String, of taskID: String? = nil) -> AgentRun? {
        guard let run = agentRuns[id], run.kind != .webTask else { return nil }
        return taskID == nil || run.taskID == taskID ? run : nil
    }

    /// The runs of a task, newest first; those of a draft are not among them (anchor.md 12.10).
    func executions(
        of taskID: String, in status: TaskRunStatus?, version: String?, at now: Moment
    ) -> [AgentRun] {
        agentRuns.values.filter { run in
            run.taskID == taskID && run.taskVersion != "draft" && (version == nil || run.taskVersion == version)
                && (status == nil || run.taskStatus(at: now) == status)
        }.sorted { $0.ordinal > $1.ordinal }
    }

    // MARK: - What a run needs

    /// Why the identity of a run cannot sign in; nil if it can, or there is none. Throws for one that is not there and, where it is
    /// to be checked, for one that has failed (anchor.md 12.9).
    private mutating func identityRefusal(
        _ order: TaskRunOrder, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> AgentFailure? {
        guard let id = order.identityID else { return nil }
        let identity = try identity(id, turn)
        guard identity.status(at: turn.now) == .failed, turn.policies.unknownIDs == .refuse else { return nil }
        if !order.skipsIdentityValidation { throw .identityNotAuthenticated(id) }
        return .identityNotSignedIn
    }

    private mutating func sessionOfRun(
        _ order: TaskRunOrder, _ version: TaskVersion, isSignedIn: Bool, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> Session {
        if let id = order.sessionID {
            let session = try useSession(id, turn)
            guard session.status(at: turn.now) == .running || turn.policies.unknownIDs == .adopt else {
                throw .sessionEnded(id)
            }
            return session
        }
        let chosen = order.configuration ?? version.content.configuration
        var configuration = chosen ?? SessionConfiguration()
        if let id = order.identityID, isSignedIn { configuration.identityIDs = [id] }
        configuration.skipsIdentityValidation = order.skipsIdentityValidation
        // As long as a run may take.
        if chosen == nil { configuration.session.timeout.maximumDuration = Int(AgentRun.longestTaskRun.seconds / 60) }
        return try createSession(configuration, turn)
    }
}
