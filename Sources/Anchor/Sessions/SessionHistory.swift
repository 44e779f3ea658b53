import Kernel
import KernelHTTP

/// Which part of the history is wanted (anchor.md 10, Session history).
struct HistoryRequest: Sendable {
    /// How far it goes back where no start is given (ours).
    private static let defaultSpan = TimeSpan.minutes(30 * 24 * 60)

    let from: Moment
    let to: Moment
    let granularity: HistoryGranularity
    let metrics: [HistoryMetric]
    let page: Int
    let limit: Int

    /// Throws for a parameter of another form than documented, and where the end comes before the start.
    init(_ query: QueryFields, now: Moment) throws(AnchorProblem) {
        let to = try query.moment("to_date") ?? now
        let span = Self.defaultSpan.milliseconds
        from = try query.moment("from_date") ?? Moment(milliseconds: to.milliseconds - span)
        self.to = to
        guard from <= to else { throw .invalid("from_date must not be after to_date", CommonReason.queryInvalid) }
        granularity = try query.choice("granularity") ?? .day
        let wanted = try query.choices("metrics", of: HistoryMetric.self)
        metrics = wanted.isEmpty ? HistoryMetric.allCases : HistoryMetric.allCases.filter(wanted.contains)
        page = try query.integer("page", "a number from 1 on") { $0 >= 1 } ?? 1
        limit = try query.integer("limit", "a number from 1 to 1000") { (1...1000).contains($0) } ?? 100
    }

    /// The sessions that were created in its time, both bounds included.
    var filter: SessionFilter { SessionFilter(createdFrom: from, createdTo: to) }
}

/// The spans that the history is cut into, in UTC.
enum HistoryGranularity: String, CaseIterable, Sendable {
    case hour, day, week, month

    /// Where the span begins that `moment` lies in; weeks begin on Monday (ours).
    func start(of moment: Moment) -> Moment {
        if self == .hour { return Moment(milliseconds: Self.floor(moment.milliseconds, to: 3_600_000)) }
        let day = Self.floor(moment.milliseconds, to: 86_400_000) / 86_400_000
        switch self {
        case .hour, .day: return Self.beginning(ofDay: day)
        // 1970-01-01 was a Thursday.
        case .week: return Self.beginning(ofDay: Self.floor(day + 3, to: 7) - 3)
        case .month: return Self.beginning(ofDay: day - CivilDate(daysSince1970: day).day + 1)
        }
    }

    private static func beginning(ofDay day: Int64) -> Moment { Moment(milliseconds: day * 86_400_000) }

    private static func floor(_ number: Int64, to unit: Int64) -> Int64 {
        let rest = number % unit
        return number - (rest < 0 ? rest + unit : rest)
    }
}

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

/// What some sessions used together.
private struct HistoryTotals: Sendable {
    private var sessions: Int64 = 0
    /// A world of a million sessions that run for all of the ten thousand years is beyond 64 bits.
    private var milliseconds: Int128 = 0
    private var credits: Int128 = 0
    private var steps: Int128 = 0
    private var screenshots: Int128 = 0
    private var networkBytes: Int128 = 0
    private var proxyBytes: Int128 = 0

    /// Counts one more session, as far as it had come at `now`, and the steps of its agents.
    mutating func count(_ session: Session, at now: Moment, steps: Int) {
        self.steps += Int128(steps)
        if let usage = session.usage {
            screenshots += Int128(usage.screenshots)
            networkBytes += Int128(usage.networkBytes)
            proxyBytes += Int128(usage.proxyBytes)
        }
        sessions += 1
        milliseconds += Int128(session.duration(at: now).milliseconds)
        credits += Int128(session.creditsUsed(at: now))
    }

    /// The number for a metric.
    func value(of metric: HistoryMetric) -> Double {
        switch metric {
        case .sessionCount: Double(sessions)
        case .sessionHours: Double(milliseconds) / 3_600_000
        case .creditsUsed: Double(credits)
        case .aiSteps: Double(steps)
        case .proxyBytes: Double(proxyBytes)
        case .screenshots: Double(screenshots)
        case .networkBytesTotal: Double(networkBytes)
        }
    }
}

// MARK: - Reply

/// `GET /v1/sessions/history` (anchor.md 10, Session history)
enum GetSessionsHistory {
    struct Reply: JSONWritable {
        private let metrics: [HistoryMetric]
        private let page: ListPage<Point>
        private var summary = HistoryTotals()

        /// The history of `sessions`, in the order of making.
        ///
        /// - Parameter steps: how many steps a session's agents have taken.
        init(_ request: HistoryRequest, of sessions: some Sequence<Session>, at now: Moment, steps: (Session) -> Int) {
            var totals: [Moment: HistoryTotals] = [:]
            for session in sessions {
                let steps = steps(session)
                totals[request.granularity.start(of: session.createdAt), default: HistoryTotals()]
                    .count(session, at: now, steps: steps)
                summary.count(session, at: now, steps: steps)
            }
            let points = totals.map { Point(start: $0.key, totals: $0.value, metrics: request.metrics) }
            metrics = request.metrics
            page = ListPage(points.sorted { $0.start < $1.start }, number: request.page, limit: request.limit)
        }

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("data", page.rows)
                json.member(
                    "summary",
                    object: { json in
                        for metric in metrics { json.member(named: metric.totalName, summary.value(of: metric)) }
                    })
                json.member("pagination", object: pagination)
            }
        }

        private func pagination(_ json: inout JSONWriter) {
            json.member("current_page", page.number)
            json.member("total_pages", page.count)
            json.member("total_records", page.total)
            json.member("has_next", page.number < page.count)
            json.member("has_prev", page.number > 1)
        }
    }

    private struct Point: JSONWritable {
        let start: Moment
        let totals: HistoryTotals
        let metrics: [HistoryMetric]

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("date", start)
                for metric in metrics { json.member(named: metric.rawValue, totals.value(of: metric)) }
            }
        }
    }
}
