package import Kernel

/// What becomes of the sessions behind which browsers run.
extension AnchorStore {
    /// Whether a session runs at `now`.
    package func isRunning(_ sessionID: String, at now: Moment) -> Bool {
        read { $0.sessions[sessionID]?.status(at: now) == .running }
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
        update { state in
            guard var session = state.sessions[sessionID], session.status(at: now) == .running else { return }
            session.stop(at: now)
            state.sessions[sessionID] = session
        }
    }
}
