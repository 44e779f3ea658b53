/// What was counted of the exchanges of all worlds. Of names only those of operations are kept: there are as many as the
/// vendors have, whatever clients send.
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
    /// How many were answered or delayed by a rule.
    package private(set) var ruleMatches = 0

    /// Nothing yet.
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

    /// Adds what another one counted.
    package mutating func add(_ other: RequestCounts) {
        for (key, histogram) in other.exchanges { exchanges[key, default: DurationHistogram()].add(histogram) }
        ruleMatches += other.ruleMatches
    }

    private static func vendor(of operation: String?) -> String {
        operation.flatMap { $0.split(separator: ".").first.map(String.init) } ?? "none"
    }
}
