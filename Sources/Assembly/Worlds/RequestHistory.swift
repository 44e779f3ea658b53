import DequeModule
import Kernel
import NIOCore
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
    init(requestNumber: Int, snapshots: Deque<WeighedSnapshot>, budget: HistoryBudget) {
        let state = RequestHistoryState(requestNumber: requestNumber, snapshots: snapshots)
        oldest = Atomic(state.oldest ?? requestNumber + 1)
        self.state = Mutex(state)
        self.budget = budget
        for kept in snapshots { budget.charge(self, before: kept.snapshot.requestNumber + 1, weight: kept.weight) }
    }

    /// Gives a request its number, and keeps what `take` says that the world is, in one step: of two requests that come at
    /// the same time, the one with the higher number finds whatever the other has done by then.
    ///
    /// - Parameters:
    ///   - weight: about how many bytes the request may put in the place of others, which the snapshot then keeps alive.
    ///   - take: gets the number of the last request and the snapshot before that one.
    func arrive(
        weight: Int, _ take: (_ number: Int, _ latest: WorldSnapshot?) -> WorldSnapshot
    ) -> WorldSnapshot {
        let (snapshot, displaced) = state.withLock { state in
            let snapshot = take(state.requestNumber, state.latest)
            let displaced = state.arrive(at: WeighedSnapshot(snapshot: snapshot, weight: weight))
            oldest.store(state.oldest ?? .max, ordering: .relaxed)
            return (snapshot, displaced)
        }
        // Freed here, outside the lock.
        _ = displaced
        budget.charge(self, before: snapshot.requestNumber + 1, weight: weight)
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
    func snapshots(through number: Int) -> Deque<WeighedSnapshot> {
        state.withLock { $0.snapshots(through: number) }
    }

    /// Whether the snapshot before request `number` is kept.
    func keeps(_ number: Int) -> Bool { number >= oldest.load(ordering: .relaxed) }

    /// Forgets the snapshots before the requests up to `number`: the budget is used up.
    func forget(through number: Int) {
        let forgotten = state.withLock { state in
            let forgotten = state.forget(through: number)
            if !forgotten.isEmpty { oldest.store(state.oldest ?? state.requestNumber + 1, ordering: .relaxed) }
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

/// What a world was before a request, and about how many bytes it keeps alive because of that request.
struct WeighedSnapshot: Sendable {
    let snapshot: WorldSnapshot
    let weight: Int
}

/// The requests of a world by number, and what the world was before each of the last ones.
private struct RequestHistoryState {
    /// How many of the last requests can be gone back to (Worlds.md).
    static let depth = 200

    /// The number of the last request that came.
    @Counter private(set) var requestNumber: Int
    /// The snapshot before request n has the request number n - 1; numbers only ever grow.
    private var snapshots: Deque<WeighedSnapshot>
    private var isAbandoned = false

    init(requestNumber: Int, snapshots: Deque<WeighedSnapshot>) {
        self.requestNumber = requestNumber
        self.snapshots = snapshots
    }

    /// The newest snapshot that is kept.
    var latest: WorldSnapshot? { snapshots.last?.snapshot }

    /// The number of the oldest request that can be gone back to; nil if there is none.
    var oldest: Int? { snapshots.first.map { $0.snapshot.requestNumber + 1 } }

    /// A request came while the world was as `snapshot` has it. Returns what had to make room, to be freed elsewhere.
    mutating func arrive(at snapshot: WeighedSnapshot) -> WeighedSnapshot? {
        requestNumber += 1
        guard !isAbandoned else { return snapshot }
        snapshots.append(snapshot)
        return snapshots.count > Self.depth ? snapshots.popFirst() : nil
    }

    /// What the world was before request `number`.
    func snapshot(before number: Int) -> WorldSnapshot? {
        guard let oldest, number >= oldest, number - oldest < snapshots.count else { return nil }
        return snapshots[number - oldest].snapshot
    }

    /// The snapshots before the requests up to `number`.
    func snapshots(through number: Int) -> Deque<WeighedSnapshot> {
        oldest.map { Deque(snapshots.prefix(max(0, number - $0 + 1))) } ?? []
    }

    /// Forgets the snapshots before the requests up to `number`; returns them, to be freed elsewhere.
    mutating func forget(through number: Int) -> Deque<WeighedSnapshot> {
        let forgotten = snapshots(through: number)
        snapshots.removeFirst(forgotten.count)
        return forgotten
    }

    /// The world was replaced: nobody will go back in it.
    mutating func abandon() -> Deque<WeighedSnapshot> {
        isAbandoned = true
        defer { snapshots = [] }
        return snapshots
    }
}

/// The snapshots before requests that all worlds may keep together, by number and by weight. The oldest of the process go first,
/// in whichever world.
final class HistoryBudget: Sendable {
    private let charges: Mutex<HistoryCharges>

    /// - Parameters:
    ///   - limit: how many snapshots are kept at most.
    ///   - bytes: what they may weigh together.
    init(limit: Int, bytes: Int = 64 << 20) {
        charges = Mutex(HistoryCharges(limit: limit, bytes: bytes))
    }

    /// Counts and weighs the snapshot before request `number`, at the cost of the oldest ones if there is too much.
    func charge(_ history: RequestHistory, before number: Int, weight: Int) {
        let victims = charges.withLock { $0.add(HistoryCharge(history: history, number: number, weight: weight)) }
        for victim in victims { victim.history.forget(through: victim.number) }
    }
}

/// What one snapshot takes.
private struct HistoryCharge {
    let history: RequestHistory
    let number: Int
    let weight: Int
}

/// What all snapshots take, oldest first.
private struct HistoryCharges {
    /// What a snapshot takes even if nothing was changed: itself, its place and its charge.
    private static let frame = 512

    private let limit: Int
    private let bytes: Int
    private var charges = Deque<HistoryCharge>()
    private var weight = 0

    init(limit: Int, bytes: Int) {
        self.limit = limit
        self.bytes = bytes
    }

    /// Adds one; returns those that must go for it.
    ///
    /// What worlds forget of themselves is only noticed when a limit is reached, and then a twentieth of it is made free, so
    /// that looking through all is rare. The newest stays, however much it weighs: it is the one that a test goes back to.
    mutating func add(_ charge: HistoryCharge) -> [HistoryCharge] {
        charges.append(charge)
        weight += Self.frame + charge.weight
        guard charges.count > limit || weight > bytes else { return [] }
        charges.removeAll { !$0.history.keeps($0.number) }
        weight = charges.reduce(0) { $0 + Self.frame + $1.weight }
        var victims: [HistoryCharge] = []
        while charges.count > limit - limit / 20 || weight > bytes - bytes / 20, charges.count > 1 {
            guard let oldest = charges.popFirst() else { break }
            weight -= Self.frame + oldest.weight
            victims.append(oldest)
        }
        return victims
    }
}

/// About how many bytes the objects take that a request makes out of its body.
///
/// An estimate on the safe side, by what the body looks like: as values in memory, a text takes about its length, and each
/// member or element of a JSON value or of a form takes an object of its own besides.
enum RequestWeight {
    /// What an element, a member or a container takes besides its text.
    private static let part = 48

    /// The weight of a request with this body; 0 for one without.
    static func bytes(of body: ByteBuffer) -> Int {
        guard body.readableBytes > 0 else { return 0 }
        return body.withUnsafeReadableBytes { bytes in
            var parts = 0
            for byte in bytes { parts += isDelimiter(byte) ? 1 : 0 }
            return bytes.count + part * parts
        }
    }

    /// Whether a byte stands where a part begins, inside of texts or not.
    private static func isDelimiter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "&"): true
        default: false
        }
    }
}

/// Why a world cannot go back to before a request.
enum RewindRefusal: Error, Equatable {
    /// The request has not come yet.
    case notYet(Int, last: Int)
    /// What was before it is not kept any more.
    case forgotten(Int, oldest: Int?)
}
