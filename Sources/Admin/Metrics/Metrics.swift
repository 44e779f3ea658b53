import HTTPTypes
package import Kernel
import KernelHTTP

/// The process in numbers, for Prometheus: `/metrics`.
enum MetricsController {
    static let routes: [Route<ControlContext>] = [
        .control(
            "getMetrics", .get, "/metrics", "The process in numbers, for Prometheus", workload: .long, handle: read)
    ]

    @Sendable private static func read(_ call: ControlCall) -> Reply {
        .text(.ok, call.worlds.metrics.text, contentType: MetricsText.contentType)
    }
}

/// The process in numbers.
package protocol ControlledMetrics: Sendable {
    /// The numbers as they are now.
    var metrics: MetricsReport { get }
}

/// The process in numbers, at one moment.
package struct MetricsReport: Sendable {
    /// The exchanges since the start.
    package let requests: RequestCounts
    /// The tries to deliver to webhooks since the start.
    package let deliveries: DeliveryCounts
    /// How many worlds there are.
    package let worlds: Int
    /// How many connections are open.
    package let connections: Int
    /// How much memory the bodies that are received, held or sent take, in bytes; small ones are not counted.
    package let bodyBytes: Int
    /// How much memory the contents of files that clients brought take, in bytes.
    package let fileBytes: Int
    /// How much memory the journals of all worlds take, in bytes.
    package let journalBytes: Int
    /// How many exchanges the journals dropped for want of room since the start.
    package let journalDrops: Int
    /// How many snapshots are kept.
    package let snapshots: Int
    /// How many clients listen to `/events`.
    package let listeners: Int
    /// How many browsers run behind sessions.
    package let browsers: Int
    /// When the process began, in real time.
    package let processStart: Moment
    /// Drydock's version.
    package let version: String

    /// A report of these numbers.
    package init(
        requests: RequestCounts, deliveries: DeliveryCounts = DeliveryCounts(), worlds: Int, connections: Int,
        bodyBytes: Int, fileBytes: Int, journalBytes: Int, journalDrops: Int, snapshots: Int, listeners: Int,
        browsers: Int = 0, processStart: Moment, version: String
    ) {
        self.requests = requests
        self.deliveries = deliveries
        self.worlds = worlds
        self.connections = connections
        self.bodyBytes = bodyBytes
        self.fileBytes = fileBytes
        self.journalBytes = journalBytes
        self.journalDrops = journalDrops
        self.snapshots = snapshots
        self.listeners = listeners
        self.browsers = browsers
        self.processStart = processStart
        self.version = version
    }
}

/// The exchanges of all worlds, counted by operation and status. Names that clients choose are no keys: the counts stay
/// small whatever clients send.
package struct RequestCounts: Sendable, Equatable {
    /// What requests are counted by.
    package struct Key: Hashable, Sendable {
        /// The operation; nil for a request that reached none.
        package let operation: String?
        /// The status of the answer.
        package let status: Int
    }

    /// How long the exchanges of each kind took, and so how many there were.
    private var exchanges: [Key: DurationHistogram] = [:]
    /// How many a rule answered or delayed.
    package private(set) var ruleMatches = 0

    /// Counts of nothing yet.
    package init() {}

    /// How many exchanges there were of each kind.
    package var requests: [Key: Int] { exchanges.mapValues(\.total) }

    /// How long they took, by the vendor of the operation.
    var durations: [String: DurationHistogram] {
        exchanges.reduce(into: [:]) { durations, exchange in
            durations[Self.vendor(of: exchange.key.operation), default: DurationHistogram()].add(exchange.value)
        }
    }

    /// Counts one exchange.
    ///
    /// - Parameter duration: from its arrival to its answer, in real time.
    package mutating func note(operation: String?, status: Int, isRuled: Bool, duration: Duration) {
        exchanges[Key(operation: operation, status: status), default: DurationHistogram()].note(duration)
        if isRuled { ruleMatches += 1 }
    }

    /// Adds what other counts have.
    package mutating func add(_ other: RequestCounts) {
        for (key, histogram) in other.exchanges { exchanges[key, default: DurationHistogram()].add(histogram) }
        ruleMatches += other.ruleMatches
    }

    private static func vendor(of operation: String?) -> String {
        operation.flatMap { $0.split(separator: ".").first.map(String.init) } ?? "none"
    }
}

/// The tries to deliver to webhooks in all worlds, counted by what became of them.
package struct DeliveryCounts: Sendable, Equatable {
    /// What became of a try.
    package enum Outcome: String, CaseIterable, Sendable {
        /// The receiver answered with 2xx.
        case succeeded
        /// It answered with another status.
        case rejected
        /// There was no answer, or none in time.
        case unanswered
    }

    private var counts: [Outcome: Int] = [:]

    /// Counts of nothing yet.
    package init() {}

    /// How many there were.
    package subscript(outcome: Outcome) -> Int { counts[outcome] ?? 0 }

    /// Counts one try.
    package mutating func note(_ outcome: Outcome) { counts[outcome, default: 0] += 1 }
}

/// How long things took, in real time: counted by upper bounds, as Prometheus does.
package struct DurationHistogram: Sendable, Equatable {
    /// The upper bounds in microseconds: 1 ms to 10 s.
    static let bounds = [
        1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000,
        10_000_000,
    ]

    /// How many took at most each bound and more than the one before; the last count is of those above all bounds.
    private(set) var counts = Array(repeating: 0, count: bounds.count + 1)
    /// The sum in nanoseconds.
    private(set) var nanoseconds = 0

    /// A histogram of nothing yet.
    package init() {}

    /// How many there were.
    var total: Int { counts.reduce(0, +) }

    /// Counts one that took so long.
    package mutating func note(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let nanoseconds = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
        counts[Self.bounds.firstIndex { nanoseconds <= $0 * 1000 } ?? Self.bounds.count] += 1
        self.nanoseconds += nanoseconds
    }

    /// Adds what another histogram has.
    mutating func add(_ other: DurationHistogram) {
        for index in counts.indices { counts[index] += other.counts[index] }
        nanoseconds += other.nanoseconds
    }
}
