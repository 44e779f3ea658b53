import Synchronization

/// Counts the open connections of one or more listeners.
package final class ConnectionCounter: Sendable {
    private let count = Atomic<Int>(0)

    /// A counter at zero.
    package init() {}

    /// How many connections are open now.
    package var open: Int { count.load(ordering: .relaxed) }

    /// Counts one more and returns how many are open with it.
    func opened() -> Int { count.add(1, ordering: .relaxed).newValue }

    func closed() { count.subtract(1, ordering: .relaxed) }
}
