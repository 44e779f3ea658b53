import Browsers
import Kernel
import KernelHTTP

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
