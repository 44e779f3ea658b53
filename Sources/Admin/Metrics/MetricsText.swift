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

    /// Seconds with a fraction.
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
