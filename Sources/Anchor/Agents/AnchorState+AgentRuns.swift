import HashTreeCollections
import Kernel
import KernelHTTP

/// What a caller wants an agent to do.
struct AgentOrder: Sendable {
    /// The run's id; nil if one is issued.
    var id: String?
    let kind: AgentRun.Kind
    /// The session that it is to happen in.
    let sessionID: String
    /// What scripted results are matched against.
    let call: AgentCall
    /// Why it fails at once, whatever is scripted; nil if it may begin.
    var failure: AgentFailure?
    var identityID: String?
    var taskID: String?
    var taskVersion: String?
    /// How long it waits before it begins.
    var queuedFor = TimeSpan.zero
    /// Whether the session was made for it and ends with it.
    var ownsSession = false
}

/// The life of agents' runs.
extension AnchorState {
    /// Lets an agent begin in a session that runs. Throws for a session that is not there or has ended, one where too many are at
    /// work, an `output_schema` that is none, and where the world is full; nothing is used up then.
    mutating func startRun(_ order: AgentOrder, _ turn: AnchorTurn) throws(AnchorProblem) -> AgentRun {
        let session = try sessionForAgent(order.sessionID, turn)
        try checkCapacity(turn.policies, for: 1)
        let draft =
            if let failure = order.failure {
                DrawnPlan(failingWith: failure)
            } else {
                try drawPlan(for: order.call, turn)
            }
        try takeFileBytes(draft.plan.byteCount, turn.policies)
        use(draft)
        let run = AgentRun(
            id: order.id ?? nextRunID(order.kind), ordinal: nextOrdinal(), kind: order.kind, sessionID: session.id,
            questionID: ids.uuid(), plan: draft.plan, createdAt: turn.now, queuedFor: order.queuedFor,
            deadline: session.configuration.session.timeout.longest.map { session.createdAt + $0 },
            identityID: order.identityID, taskID: order.taskID, taskVersion: order.taskVersion,
            endsSession: order.ownsSession)
        agentRuns[run.id] = run
        begin(run, in: session, turn)
        noteIdentity(of: run, turn)
        watch(.run, run.id, turn)
        return agentRuns[run.id] ?? run
    }

    private mutating func begin(_ run: AgentRun, in session: Session, _ turn: AnchorTurn) {
        var session = session
        session.touch(at: turn.now)
        var agents = session.agents ?? SessionAgents()
        agents.executions = min(agents.executions + 1, Counter.limit)
        agents.open.append(run.id)
        if run.endsSession { agents.isInitiator = true }
        session.agents = agents
        sessions[session.id] = session
        settleAgents(of: session.id, turn)
    }

    /// A session that an agent can begin in: it is there and runs, or ids are adopted. 400 if not, since the vendor documents no
    /// 404 where agents are asked (ours; Choices.md).
    mutating func sessionForAgent(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) -> Session {
        guard let session = try knownSession(id, turn) else { throw .unknown(.session, id) }
        guard session.status(at: turn.now) == .running || turn.policies.unknownIDs == .adopt else {
            throw .agentSessionEnded(id)
        }
        settleAgents(of: id, turn)
        guard sessions[id]?.agents?.open.count ?? 0 < SessionAgents.most else { throw .tooManyAgents(in: id) }
        return sessions[id] ?? session
    }

    private mutating func nextRunID(_ kind: AgentRun.Kind) -> String {
        switch kind {
        case .webTask: "perform-web-task-execution-\(ids.uuid())-\(ids.uuid())"
        case .task, .legacyTask: ids.uuid()
        }
    }

    /// Changes a run; what depends on it follows. Returns what `change` did, nil if there is no such run.
    mutating func changeRun<Value>(
        _ id: String, _ turn: AnchorTurn, _ change: (inout AgentRun) -> Value
    ) -> Value? {
        guard let known = agentRuns[id] else { return nil }
        var run = known
        let value = change(&run)
        guard run != known else { return value }
        agentRuns[id] = run
        settleAgents(of: run.sessionID, turn)
        noteIdentity(of: run, turn)
        watch(.run, id, turn)
        return value
    }

    /// The runs of a session that are not over, in the order of starting.
    func openRuns(of session: Session, at now: Moment) -> [AgentRun] {
        (session.agents?.open ?? []).compactMap { agentRuns[$0] }.filter { !$0.progress(at: now).isOver }
    }

    /// Ends what agents do in a session that somebody has ended.
    mutating func endRuns(of sessionID: String, _ turn: AnchorTurn) {
        guard let session = sessions[sessionID] else { return }
        for run in openRuns(of: session, at: turn.now) {
            var run = run
            _ = run.end(because: .sessionEnded, at: turn.now)
            agentRuns[run.id] = run
            noteIdentity(of: run, turn)
            watch(.run, run.id, turn)
        }
        settleAgents(of: sessionID, turn)
    }

    /// An agent that finds its identity not signed in changes the identity, too, when it finds it (ours): that of the run, or of a
    /// web task those of the session.
    private mutating func noteIdentity(of run: AgentRun, _ turn: AnchorTurn) {
        guard run.plan.failsIdentity else { return }
        let ids = run.identityID.map { [$0] } ?? sessions[run.sessionID]?.configuration.identityIDs ?? []
        for id in ids where identities[id] != nil && identities[id]?.lapse(in: run.id) != run.identityFailsAt {
            watchFromHere(.identity, id, turn)
            identities[id]?.setLapse(in: run.id, at: run.identityFailsAt)
            watch(.identity, id, turn)
        }
    }

    /// How many steps the agents of a session have taken.
    func agentSteps(of session: Session, at now: Moment) -> Int {
        session.agents?.steps(at: now) { agentRuns[$0] } ?? 0
    }

    /// Takes over into a session what became of its agents, and into its agents when it ends because one of them is done.
    private mutating func settleAgents(of sessionID: String, _ turn: AnchorTurn) {
        guard var session = sessions[sessionID], var agents = session.agents else { return }
        var runs = agents.open.compactMap { agentRuns[$0] }
        if let owner = runs.first(where: \.endsSession) {
            for index in runs.indices where runs[index].id != owner.id {
                let longest = session.configuration.session.timeout.longest.map { session.createdAt + $0 }
                runs[index].setDeadline([longest, owner.endsAt].compactMap(\.self).min())
                if agentRuns[runs[index].id] != runs[index] {
                    agentRuns[runs[index].id] = runs[index]
                    noteIdentity(of: runs[index], turn)
                    watch(.run, runs[index].id, turn)
                }
            }
        }
        agents.settle(runs, at: turn.now)
        guard agents != session.agents else { return }
        session.agents = agents
        sessions[sessionID] = session
        watch(.session, sessionID, turn)
    }
}

extension AgentPlan {
    /// How many bytes it keeps, against what a world's files may have.
    var byteCount: Int {
        let result = if case .result(let value) = outcome { JSONWriter.bytes(value).count } else { 0 }
        return files.reduce(result) { $0 + $1.content.utf8.count }
    }
}

// MARK: - Refusals

extension AnchorProblem {
    /// An agent needs a session that runs.
    static func agentSessionEnded(_ id: String) -> AnchorProblem {
        invalid("Session is not running", AgentReason.sessionNotRunning, "Session \(id) has ended.")
    }

    /// More agents than a session takes.
    static func tooManyAgents(in id: String) -> AnchorProblem {
        invalid(
            "Too many agents are running in the session", AgentReason.tooMany,
            "In session \(id) \(SessionAgents.most) agents are at work, as many as Drydock lets.")
    }
}
