import Kernel

extension MetricsReport {
    /// The report in the Prometheus text format. No label names a world: clients choose those names, and there is no end of
    /// them.
    var text: String {
        var text = MetricsText()
        write(requests, to: &text)
        let attempts = "drydock_webhook_attempts_total"
        text.family(attempts, .counter, "Tries to deliver to webhooks, by what became of them.")
        for outcome in DeliveryCounts.Outcome.allCases {
            text.sample(attempts, "\(deliveries[outcome])", [("outcome", outcome.rawValue)])
        }
        text.single("drydock_worlds", .gauge, "Worlds that there are.", worlds)
        text.single("drydock_connections_open", .gauge, "Connections that are open.", connections)
        text.single(
            "drydock_body_bytes", .gauge, "Memory that large bodies under way take.", bodyBytes)
        text.single("drydock_file_bytes", .gauge, "What the contents of files that clients brought take.", fileBytes)
        text.single("drydock_journal_bytes", .gauge, "What the journals of all worlds take.", journalBytes)
        text.single(
            "drydock_journal_entries_dropped_total", .counter, "Exchanges that left the journals for want of room.",
            journalDrops)
        text.single("drydock_snapshots", .gauge, "Snapshots that are kept.", snapshots)
        text.single("drydock_event_listeners", .gauge, "Clients that listen to events.", listeners)
        text.single("drydock_browsers", .gauge, "Browsers that run behind sessions.", browsers)
        text.family("drydock_build_info", .gauge, "Always 1; the version is a label.")
        text.sample("drydock_build_info", "1", [("version", version)])
        text.family(
            "process_start_time_seconds", .gauge, "Start time of the process since unix epoch in seconds.")
        text.sample("process_start_time_seconds", "\(Double(processStart.milliseconds) / 1000)")
        return text.text
    }

    private func write(_ counts: RequestCounts, to text: inout MetricsText) {
        text.family("drydock_requests_total", .counter, "Requests to the vendors' operations, by operation and status.")
        let requests = counts.requests.map {
            (operation: $0.key.operation ?? "none", status: $0.key.status, count: $0.value)
        }
        for request in requests.sorted(by: { ($0.operation, $0.status) < ($1.operation, $1.status) }) {
            text.sample(
                "drydock_requests_total", "\(request.count)",
                [("operation", request.operation), ("status", "\(request.status)")])
        }
        let name = "drydock_request_duration_seconds"
        text.family(name, .histogram, "Real time from a request's arrival to its answer, delays included, by vendor.")
        for (vendor, histogram) in counts.durations.sorted(by: { $0.key < $1.key }) {
            text.histogram(name, ("vendor", vendor), histogram)
        }
        text.single(
            "drydock_rule_matches_total", .counter, "Requests that a rule answered or delayed.", counts.ruleMatches)
    }
}

/// Writes metrics in the Prometheus text format, version 0.0.4.
struct MetricsText {
    /// The media type of the format.
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// What was written so far.
    private(set) var text = ""

    /// Begins a metric; its samples follow.
    mutating func family(_ name: String, _ type: MetricType, _ help: String) {
        text += "# HELP \(name) \(Self.escape(help))\n# TYPE \(name) \(type.rawValue)\n"
    }

    /// One sample.
    mutating func sample(_ name: String, _ value: String, _ labels: [(name: String, value: String)] = []) {
        let labels = labels.map { "\($0.name)=\"\(Self.escape($0.value, quotes: true))\"" }.joined(separator: ",")
        text += "\(name)\(labels.isEmpty ? "" : "{\(labels)}") \(value)\n"
    }

    /// A metric that is one number.
    mutating func single(_ name: String, _ type: MetricType, _ help: String, _ value: Int) {
        family(name, type, help)
        sample(name, "\(value)")
    }

    /// The samples of a histogram.
    mutating func histogram(_ name: String, _ label: (name: String, value: String), _ histogram: DurationHistogram) {
        var total = 0
        for (bound, count) in zip(DurationHistogram.bounds, histogram.counts) {
            total += count
            sample("\(name)_bucket", "\(total)", [label, ("le", Self.seconds(bound * 1000))])
        }
        total += histogram.counts.last ?? 0
        sample("\(name)_bucket", "\(total)", [label, ("le", "+Inf")])
        sample("\(name)_sum", Self.seconds(histogram.nanoseconds), [label])
        sample("\(name)_count", "\(total)", [label])
    }

    private static func seconds(_ nanoseconds: Int) -> String { "\(Double(nanoseconds) / 1_000_000_000)" }

    private static func escape(_ text: String, quotes: Bool = false) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}

/// What kind of number a metric is.
enum MetricType: String {
    /// It only grows.
    case counter
    /// It goes up and down.
    case gauge
    /// Counts by upper bounds.
    case histogram
}
