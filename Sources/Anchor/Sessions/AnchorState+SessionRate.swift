import Kernel

/// How often sessions may be created (policies `sessionQuota` and `sessionWindow`).
extension AnchorState {
    /// The creations that still count at `now`, oldest first. A creation counts no more when the window is over to the
    /// millisecond. Throws where there are as many as may be.
    func sessionCreations(_ policies: AnchorPolicies, now: Moment) throws(AnchorProblem) -> [Moment] {
        guard let quota = policies.sessionQuota else { return [] }
        let window = policies.sessionWindow
        let recent = recentSessionCreations.filter { $0 + window > now }
        guard recent.count >= quota else { return recent }
        let wait = recent.first.map { $0 + window - now } ?? window
        let limit = RateLimit(
            quota: quota, window: window.seconds, retryAfter: max(1, (wait.milliseconds + 999) / 1000))
        throw .sessionRateLimit(
            limit, detail: "The scenario allows \(quota) sessions per \(window). One more is allowed in \(wait).")
    }
}
