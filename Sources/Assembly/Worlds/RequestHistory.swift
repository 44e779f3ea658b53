import DequeModule
import Synchronization

/// Numbers the requests of one world and keeps what the world was before each of the last ones, within the process's budget.
final class RequestHistory: Sendable {
    private let state: Mutex<RequestHistoryState>
    /// The number of the oldest request that can be gone back to, for the budget to look at without a lock.
    private let oldest: Atomic<Int>
    private let budget: HistoryBudget

    /// - Parameters:
    ///   - requestNumber: the last number that was given out.
    ///   - snapshots: what the world was before the requests up to that one.
    init(requestNumber: Int, snapshots: Deque<WorldSnapshot>, budget: HistoryBudget) {
        let state = RequestHistoryState(requestNumber: requestNumber, snapshots: snapshots)
        oldest = Atomic(state.oldest ?? requestNumber + 1)
        self.state = Mutex(state)
        self.budget = budget
        for snapshot in snapshots { budget.charge(self, before: snapshot.requestNumber + 1) }
    }

    /// Gives a request its number, and keeps what `take` says that the world is, in one step: of two requests that come at
    /// the same time, the one with the higher number finds whatever the other has done by then.
    ///
    /// - Parameter take: gets the number of the last request and the snapshot before that one.
    func arrive(_ take: (_ number: Int, _ latest: WorldSnapshot?) -> WorldSnapshot) -> WorldSnapshot {
        let (snapshot, displaced) = state.withLock { state in
            let snapshot = take(state.requestNumber, state.latest)
            let displaced = state.arrive(at: snapshot)
            oldest.store(state.oldest ?? .max, ordering: .relaxed)
            return (snapshot, displaced)
        }
        // Freed here, outside the lock.
        _ = displaced
        budget.charge(self, before: snapshot.requestNumber + 1)
        return snapshot
    }

    /// What `take` makes of the number of the last request and the snapshot before that one.
    func look(_ take: (_ number: Int, _ latest: WorldSnapshot?) -> WorldSnapshot) -> WorldSnapshot {
        state.withLock { take($0.requestNumber, $0.latest) }
    }

    /// What the world was before request `number`. Throws where that cannot be told any more, or not yet.
    func snapshot(before number: Int) throws(RewindRefusal) -> WorldSnapshot {
        try state.withLock { (state) throws(RewindRefusal) in
            guard number <= state.requestNumber else { throw .notYet(number, last: state.requestNumber) }
            guard let snapshot = state.snapshot(before: number) else { throw .forgotten(number, oldest: state.oldest) }
            return snapshot
        }
    }

    /// The snapshots before the requests up to `number`.
    func snapshots(through number: Int) -> Deque<WorldSnapshot> {
        state.withLock { $0.snapshots(through: number) }
    }

    /// Whether the snapshot before request `number` is kept.
    func keeps(_ number: Int) -> Bool { number >= oldest.load(ordering: .relaxed) }

    /// Forgets the snapshots before the requests up to `number`: the budget is used up.
    func forget(through number: Int) {
        let forgotten = state.withLock { state in
            let forgotten = state.forget(through: number)
            if !forgotten.isEmpty { oldest.store(state.oldest ?? number + 1, ordering: .relaxed) }
            return forgotten
        }
        // Freed here, outside the lock.
        _ = forgotten
    }

    /// Forgets everything, now and later: the world was replaced.
    func abandon() {
        let forgotten = state.withLock { state in
            oldest.store(.max, ordering: .relaxed)
            return state.abandon()
        }
        // Freed here, outside the lock.
        _ = forgotten
    }
}
