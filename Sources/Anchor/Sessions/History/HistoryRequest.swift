import Kernel

/// Which part of the history is wanted (anchor.md 10, Session history).
struct HistoryRequest: Sendable {
    /// How far it goes back where no start is given (ours).
    static let defaultSpan = TimeSpan.minutes(30 * 24 * 60)

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
        guard from <= to else { throw .invalid("from_date must not be after to_date", "query.invalid") }
        granularity = try query.choice("granularity") ?? .day
        let wanted = try query.choices("metrics", of: HistoryMetric.self)
        metrics = wanted.isEmpty ? HistoryMetric.allCases : HistoryMetric.allCases.filter(wanted.contains)
        page = try query.integer("page", "a number from 1 on") { $0 >= 1 } ?? 1
        limit = try query.integer("limit", "a number from 1 to 1000") { (1...1000).contains($0) } ?? 100
    }

    /// The sessions that were created in its time, both bounds included.
    var filter: SessionFilter { SessionFilter(createdFrom: from, createdTo: to) }
}
