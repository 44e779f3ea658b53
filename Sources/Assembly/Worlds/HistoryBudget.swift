import DequeModule
import Synchronization

/// The snapshots before requests that all worlds may keep together. The oldest of the process go first, whosever they are.
final class HistoryBudget: Sendable {
    private struct Charge {
        let history: RequestHistory
        let number: Int
    }

    private let limit: Int
    private let charges = Mutex(Deque<Charge>())

    /// - Parameter limit: how many snapshots are kept at most.
    init(limit: Int) {
        self.limit = limit
    }

    /// Counts the snapshot before request `number`, at the cost of the oldest ones where there are too many.
    ///
    /// What worlds forget of themselves is only noticed when the limit is reached, and then a twentieth of it is made free, so
    /// that looking through all is rare.
    func charge(_ history: RequestHistory, before number: Int) {
        let victims = charges.withLock { charges -> [Charge] in
            charges.append(Charge(history: history, number: number))
            guard charges.count > limit else { return [] }
            charges.removeAll { !$0.history.keeps($0.number) }
            let excess = charges.count - (limit - limit / 20)
            guard excess > 0 else { return [] }
            defer { charges.removeFirst(excess) }
            return Array(charges.prefix(excess))
        }
        for victim in victims { victim.history.forget(through: victim.number) }
    }
}
