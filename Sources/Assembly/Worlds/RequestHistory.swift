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

    /// What the world was before request `number`. Throws if that is no longer kept, or has not come yet.
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

/// The requests of a world by number, and what the world was before each of the last ones.
private struct RequestHistoryState {
    /// How many of the last requests can be gone back to (Worlds.md).
    static let depth = 200

    /// The number of the last request that came.
    private(set) var requestNumber: Int
    /// The snapshot before request n has the request number n - 1; numbers only ever grow.
    private var snapshots: Deque<WorldSnapshot>
    private var isAbandoned = false

    init(requestNumber: Int, snapshots: Deque<WorldSnapshot>) {
        self.requestNumber = requestNumber
        self.snapshots = snapshots
    }

    /// The newest snapshot that is kept.
    var latest: WorldSnapshot? { snapshots.last }

    /// The number of the oldest request that can be gone back to; nil if there is none.
    var oldest: Int? { snapshots.first.map { $0.requestNumber + 1 } }

    /// A request came while the world was as `snapshot` has it. Returns what had to make room, to be freed elsewhere.
    mutating func arrive(at snapshot: WorldSnapshot) -> WorldSnapshot? {
        requestNumber += 1
        guard !isAbandoned else { return snapshot }
        snapshots.append(snapshot)
        return snapshots.count > Self.depth ? snapshots.popFirst() : nil
    }

    /// What the world was before request `number`.
    func snapshot(before number: Int) -> WorldSnapshot? {
        guard let oldest, number >= oldest, number - oldest < snapshots.count else { return nil }
        return snapshots[number - oldest]
    }

    /// The snapshots before the requests up to `number`.
    func snapshots(through number: Int) -> Deque<WorldSnapshot> {
        oldest.map { Deque(snapshots.prefix(max(0, number - $0 + 1))) } ?? []
    }

    /// Forgets the snapshots before the requests up to `number`; returns them, to be freed elsewhere.
    mutating func forget(through number: Int) -> Deque<WorldSnapshot> {
        let forgotten = snapshots(through: number)
        snapshots.removeFirst(forgotten.count)
        return forgotten
    }

    /// The world was replaced: nobody will go back in it.
    mutating func abandon() -> Deque<WorldSnapshot> {
        isAbandoned = true
        defer { snapshots = [] }
        return snapshots
    }
}

/// The snapshots before requests that all worlds may keep together. The oldest of the process go first, in whichever world.
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

    /// Counts the snapshot before request `number`, at the cost of the oldest ones if there are too many.
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

/// Why a world cannot go back to before a request.
enum RewindRefusal: Error, Equatable {
    /// The request has not come yet.
    case notYet(Int, last: Int)
    /// What was before it is not kept any more.
    case forgotten(Int, oldest: Int?)
}
