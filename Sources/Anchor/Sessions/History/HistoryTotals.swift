import Kernel

/// What some sessions used together.
struct HistoryTotals: Sendable {
    private var sessions: Int64 = 0
    private var milliseconds: Int64 = 0
    private var credits: Int64 = 0

    /// Counts one more session, as far as it had come at `now`.
    mutating func count(_ session: Session, at now: Moment) {
        sessions += 1
        milliseconds += session.duration(at: now).milliseconds
        credits += session.creditsUsed(at: now)
    }

    /// The number for a metric. What needs a real browser is zero.
    func value(of metric: HistoryMetric) -> Double {
        switch metric {
        case .sessionCount: Double(sessions)
        case .sessionHours: Double(milliseconds) / 3_600_000
        case .creditsUsed: Double(credits)
        case .proxyBytes, .aiSteps, .screenshots, .networkBytesTotal: 0
        }
    }
}
