package import Kernel
import KernelHTTP

/// What becomes of the sessions behind which browsers run.
extension AnchorStore {
    /// Whether a session runs at `now`.
    package func isRunning(_ sessionID: String, at now: Moment) -> Bool {
        read { $0.sessions[sessionID].map { $0.isThere(at: now) && $0.status(at: now) == .running } ?? false }
    }

    /// Whether a session is there, running or not.
    package func hasSession(_ sessionID: String) -> Bool {
        read { $0.sessions[sessionID] != nil }
    }

    /// Has sessions count the DevTools clients that they really have, after the world went back to a time when there were others.
    package func settleConnections(_ clients: [String: Int], at now: Moment) {
        update { $0.settleConnections(clients, at: now) }
    }

    /// The browser of a session has gone by itself: the session has ended (ours; the vendor does not say).
    package func browserEnded(_ sessionID: String, at now: Moment) {
        let turn = AnchorTurn(policies: policies, now: now)
        update { state in
            guard var session = state.sessions[sessionID], session.status(at: now) == .running else { return }
            session.loseBrowser(at: now)
            state.sessions[sessionID] = session
            state.endRuns(of: sessionID, turn)
            state.watch(.session, sessionID, at: now)
        }
        signals.send(AgentRun.topic(ofSession: sessionID))
    }
}
