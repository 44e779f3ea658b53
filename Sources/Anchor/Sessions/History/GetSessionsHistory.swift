import Kernel

/// `GET /v1/sessions/history` (anchor.md 10, Session history)
enum GetSessionsHistory {
    struct Reply: JSONWritable {
        private let metrics: [HistoryMetric]
        private let page: ListPage<Point>
        private var summary = HistoryTotals()

        /// The history of `sessions`, in the order of making.
        init(_ request: HistoryRequest, of sessions: [Session], at now: Moment) {
            var totals: [Moment: HistoryTotals] = [:]
            for session in sessions {
                totals[request.granularity.start(of: session.createdAt), default: HistoryTotals()]
                    .count(session, at: now)
                summary.count(session, at: now)
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
