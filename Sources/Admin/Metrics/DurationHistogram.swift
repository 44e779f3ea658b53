/// How long things took, in real time: counted by upper bounds, as Prometheus does.
package struct DurationHistogram: Sendable, Equatable {
    /// The upper bounds in microseconds: 1 ms to 10 s.
    static let bounds = [
        1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000,
        10_000_000,
    ]

    /// How many took at most each bound and more than the one before; the last ones took more than all bounds.
    private(set) var counts = Array(repeating: 0, count: bounds.count + 1)
    /// The sum in nanoseconds.
    private(set) var nanoseconds = 0

    /// Nothing yet.
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

    /// Adds what another one counted.
    mutating func add(_ other: DurationHistogram) {
        for index in counts.indices { counts[index] += other.counts[index] }
        nanoseconds += other.nanoseconds
    }
}
