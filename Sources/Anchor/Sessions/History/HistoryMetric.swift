/// What the history counts (anchor.md 10, Session history).
enum HistoryMetric: String, CaseIterable, Sendable {
    case sessionCount = "session_count"
    case proxyBytes = "proxy_bytes"
    case aiSteps = "ai_steps"
    case sessionHours = "session_hours"
    case creditsUsed = "credits_used"
    case screenshots
    case networkBytesTotal = "network_bytes_total"

    /// The member of the summary: `total_` and the metric, but for the count of sessions.
    var totalName: String { self == .sessionCount ? "total_sessions" : "total_\(rawValue)" }
}
