import Admin
import Synchronization

/// Counts the exchanges of all worlds. In several parts, so that requests that end at the same time do not wait for each other.
final class RequestMetrics: Sendable {
    private final class Shard: Sendable {
        let counts = Mutex(RequestCounts())
    }

    private static let shardCount = 16
    private let shards = (0..<shardCount).map { _ in Shard() }

    /// Counts one exchange.
    ///
    /// - Parameters:
    ///   - number: the request's number in its world; it only spreads the load.
    ///   - duration: from its arrival to its answer, in real time.
    func note(number: Int, operation: String?, status: Int, isRuled: Bool, duration: Duration) {
        shards[number & (Self.shardCount - 1)].counts.withLock {
            $0.note(operation: operation, status: status, isRuled: isRuled, duration: duration)
        }
    }

    /// What was counted so far.
    var counts: RequestCounts {
        shards.reduce(into: RequestCounts()) { sum, shard in sum.add(shard.counts.withLock { $0 }) }
    }
}
