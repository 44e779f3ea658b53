import Browsers
import HTTPTypes
import Kernel
import KernelHTTP

/// Agents at work: stopped for a while, and let go on (anchor.md 10 and 12.5).
extension Endpoint {
    static let pauseAgent = Endpoint(
        "anchor.pauseAgent", .post, "/v1/sessions/{session_id}/agent/pause", "Pause the agent",
        choice: """
            Whatever is at work in the session stands still, and its time as well; the session's does not. A session \
            that has ended, and one without an agent at work, answer 400. A second pause changes nothing (policy \
            `agents.secondPause`).
            """)
    static let resumeAgent = Endpoint(
        "anchor.resumeAgent", .post, "/v1/sessions/{session_id}/agent/resume", "Let the agent go on",
        choice: "400 if no agent of the session is paused.")
}

/// | call | answer |
/// |---|---|
/// | `POST /v1/sessions/{session_id}/agent/pause` | 200 `{data: {status}}` |
/// | `POST /v1/sessions/{session_id}/agent/resume` | 200 `{data: {status}}` |
enum AgentController {
    static let routes: [Route<AnchorStore>] = [
        Route(.pauseAgent, admit: AnchorAccess.apiKey, handle: pause),
        Route(.resumeAgent, admit: AnchorAccess.apiKey, handle: resume),
    ]

    private static func pause(_ call: AnchorCall) throws -> Reply {
        let id = call.parameter("session_id")
        try call.update { try $0.pauseAgents(of: id, $1) }
        call.noteAgents(ofSession: id)
        return .json(.ok, StatusReply())
    }

    private static func resume(_ call: AnchorCall) throws -> Reply {
        let id = call.parameter("session_id")
        try call.update { try $0.resumeAgents(of: id, $1) }
        call.noteAgents(ofSession: id)
        return .json(.ok, StatusReply())
    }
}

// MARK: - Transitions

extension AnchorState {
    /// A session whose agent somebody wants to reach: that is activity. 404 if it is not there, 400 if it has ended.
    mutating func sessionOfAgent(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) -> Session {
        let session = try session(id, turn)
        guard session.status(at: turn.now) == .running || turn.policies.unknownIDs == .adopt else {
            throw .agentSessionEnded(id)
        }
        return try useSession(id, turn)
    }

    /// Stops all agents of a session until they are let go on.
    fileprivate mutating func pauseAgents(of id: String, _ turn: AnchorTurn) throws(AnchorProblem) {
        let session = try sessionOfAgent(id, turn)
        let runs = openRuns(of: session, at: turn.now)
        // Whoever adopts ids wants the call to go through.
        guard !runs.isEmpty || turn.policies.unknownIDs == .adopt else { throw .noAgentAtWork(in: id) }
        if !runs.isEmpty, runs.allSatisfy(\.isPaused), turn.policies.agents.secondPause == .refused {
            throw .invalid("Agent is already paused", AgentReason.notRunning, "The agent of \(id) is paused already.")
        }
        for run in runs { _ = changeRun(run.id, turn) { $0.pause(at: turn.now) } }
    }

    /// Lets all agents of a session go on.
    fileprivate mutating func resumeAgents(of id: String, _ turn: AnchorTurn) throws(AnchorProblem) {
        let session = try sessionOfAgent(id, turn)
        let runs = openRuns(of: session, at: turn.now)
        if turn.policies.unknownIDs != .adopt {
            guard !runs.isEmpty else { throw .noAgentAtWork(in: id) }
            guard runs.contains(where: \.isPaused) else {
                throw .invalid("Agent is not paused", AgentReason.notPaused, "No agent of session \(id) is paused.")
            }
        }
        for run in runs { _ = changeRun(run.id, turn) { $0.resume(at: turn.now) } }
    }
}

// MARK: - Waiting

extension AgentRun {
    /// What is signalled when something becomes of the agents of a session.
    static func topic(ofSession id: String) -> String { "agents/\(id)" }
}

extension Call where Store == AnchorStore {
    /// Waits until a run is over; nil if the client has hung up or the world was swapped. What a run asks is waited for as well.
    func waitForEnd(of run: AgentRun) async throws -> (run: AgentRun, progress: AgentRun.Progress)? {
        let (store, id) = (store, run.id)
        return try await wait(for: AgentRun.topic(ofSession: run.sessionID)) { now in
            guard let run = store.read({ $0.agentRuns[id] }) else { return .later(nil) }
            let progress = run.progress(at: now)
            return progress.isOver ? .found((run, progress)) : .later(run.endsAt)
        }
    }

    /// Wakes whoever waits for an agent of a session.
    func noteAgents(ofSession id: String) {
        store.signals.send(AgentRun.topic(ofSession: id))
    }

    /// A session was ended: its browser goes, and whoever waits for its agents is told.
    func noteEnd(ofSession id: String) {
        store.browsers.end(id)
        noteAgents(ofSession: id)
    }
}

// MARK: - Refusals

extension AnchorProblem {
    fileprivate static func noAgentAtWork(in id: String) -> AnchorProblem {
        invalid("No agent is running in the session", AgentReason.notRunning, "No agent is at work in session \(id).")
    }
}
