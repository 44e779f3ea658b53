import DequeModule
import Kernel
import Synchronization

/// Numbers the requests of one world and marks where it stood before each of the last ones, within the process's budget. What
/// leads back to a mark is in the vendors' stores.
final class RequestHistory: Sendable {
    private let state: Mutex<RequestHistoryState>
    /// The number of the oldest request that can be gone back to, for the budget to look at without a lock.
    private let oldest: Atomic<Int>
    private let budget: HistoryBudget

    /// - Parameters:
    ///   - requestNumber: the last number that was given out.
    ///   - marks: where the world stood before the requests up to that one.
    ///   - stores: its vendors' states.
    init(requestNumber: Int, marks: Deque<RequestMark>, in stores: VendorStores, budget: HistoryBudget) {
        let state = RequestHistoryState(requestNumber: requestNumber, marks: marks, stores: stores)
        oldest = Atomic(state.oldest?.number ?? requestNumber + 1)
        stores.keep(from: state.oldest?.versions)
        self.state = Mutex(state)
        self.budget = budget
        for mark in marks { budget.charge(self, before: mark.number, weight: mark.weight) }
    }

    /// Gives a request its number, and keeps what `take` says of where the world stands, in one step: of two requests that
    /// come at the same time, the one with the higher number finds whatever the other has done by then.
    ///
    /// - Parameters:
    ///   - weight: about how many bytes the request may put in the place of others, which are then kept alive.
    ///   - take: gets the number of the request and the mark of the one before it.
    /// - Returns: its number, and the world's time.
    func arrive(
        weight: Int, _ take: (_ number: Int, _ latest: RequestMark?) -> RequestMark
    ) -> (number: Int, at: Moment) {
        let (arrival, displaced, stores) = state.withLock { state in
            let (arrival, displaced) = state.arrive(weight: weight, take)
            oldest.store(state.oldest?.number ?? .max, ordering: .relaxed)
            return (arrival, displaced, state.stores)
        }
        // What it keeps alive is freed at the end, outside the lock.
        if let stores {
            stores.trim()
            budget.charge(self, before: arrival.number, weight: arrival.weight, displacing: displaced)
        }
        return (arrival.number, arrival.now)
    }

    /// The number of the last request that came.
    var requestNumber: Int { state.withLock { $0.requestNumber } }

    /// What `take` makes of the number of the last request and its mark.
    func look<Value: Sendable>(_ take: (_ number: Int, _ latest: RequestMark?) -> Value) -> Value {
        state.withLock { take($0.requestNumber, $0.mark(before: $0.requestNumber)) }
    }

    /// Where the world stood before request `number`, and the way back there. Throws if that is no longer kept, or has not
    /// come yet.
    func past(before number: Int) throws(RewindRefusal) -> MarkedPast {
        try state.withLock { (state) throws(RewindRefusal) in
            guard number <= state.requestNumber else { throw .notYet(number, last: state.requestNumber) }
            guard let mark = state.mark(before: number), let stores = state.stores else {
                throw .forgotten(number, oldest: state.oldest?.number)
            }
            // As long as there is the mark, the stores keep what leads there.
            return MarkedPast(mark: mark, previous: state.mark(before: number - 1), now: stores.past)
        }
    }

    /// Where the world stood before the requests up to `number`, and the way back there for a world that goes on behind it.
    ///
    /// - Parameter steps: what leads from where that world goes on back to the mark of the last of them.
    func inheritance(through number: Int, _ steps: VendorSteps) -> InheritedPast {
        let (marks, logs) = state.withLock { state in (state.marks(through: number), state.stores?.past.logs) }
        guard let last = marks.last, let logs else { return InheritedPast() }
        return InheritedPast(marks: marks, logs: logs.branched(at: last.versions, followedBy: steps))
    }

    /// Whether the mark of request `number` is kept.
    func keeps(_ number: Int) -> Bool { number >= oldest.load(ordering: .relaxed) }

    /// Forgets the marks of the requests up to `number`, because the budget is used up, and returns them.
    @discardableResult
    func forget(through number: Int) -> ForgottenMarks {
        let (forgotten, stores) = state.withLock { state in
            let (forgotten, stores) = state.forget(through: number)
            if forgotten.oldest != nil {
                oldest.store(state.oldest?.number ?? state.requestNumber + 1, ordering: .relaxed)
            }
            return (forgotten, stores)
        }
        stores?.trim()
        return forgotten
    }

    /// Forgets everything, now and later: the world was replaced.
    func abandon() {
        let (forgotten, stores) = state.withLock { state in
            oldest.store(.max, ordering: .relaxed)
            return state.abandon()
        }
        budget.release(forgotten)
        stores?.trim()
    }
}

/// Where a world stood before a request, and the way back there from where it stands now.
struct MarkedPast: Sendable {
    /// Where it stood.
    let mark: RequestMark
    /// Where it stood before the request before that one; nil if that is not kept.
    let previous: RequestMark?
    /// Where it stands now.
    let now: VendorPast
}

/// What a world knows of the time before it took the place of another.
struct InheritedPast: Sendable {
    /// Where the other one stood before its requests.
    var marks = Deque<RequestMark>()
    /// What leads back there.
    var logs = VendorLogs()
}

/// The requests of a world by number, and where it stood before each of the last ones.
private struct RequestHistoryState {
    /// How many of the last requests can be gone back to (Worlds.md).
    static let depth = 200

    /// The number of the last request that came.
    @Counter private(set) var requestNumber: Int
    /// Numbers only ever grow.
    private var marks: Deque<RequestMark>
    /// What the vendors' stores had recorded by the last mark, in bytes.
    private var recordedBytes: Int
    /// The vendors' states, as long as somebody may go back in them: budgets outlive worlds.
    private(set) var stores: VendorStores?

    init(requestNumber: Int, marks: Deque<RequestMark>, stores: VendorStores) {
        self.requestNumber = requestNumber
        self.marks = marks
        self.stores = stores
        recordedBytes = stores.recordedBytes
    }

    /// The newest mark that is kept.
    var latest: RequestMark? { marks.last }

    /// The oldest mark that can be gone back to; nil if there is none.
    var oldest: RequestMark? { marks.first }

    /// What is known of a request that came. Not its mark: whatever copies that has to wait for all others that do.
    typealias Arrival = (number: Int, now: Moment, weight: Int)

    /// A request came while the world stood where `take` says. Returns what is known of it, and what had to make room, to be
    /// freed elsewhere.
    mutating func arrive(
        weight: Int, _ take: (_ number: Int, _ latest: RequestMark?) -> RequestMark
    ) -> (arrival: Arrival, displaced: RequestMark?) {
        var mark = take(requestNumber + 1, latest)
        requestNumber += 1
        var arrival = (number: mark.number, now: mark.now, weight: 0)
        guard let stores else { return (arrival, nil) }
        let recorded = stores.recordedBytes
        arrival.weight = Self.sum(weight, recorded - recordedBytes)
        mark.weight = arrival.weight
        recordedBytes = recorded
        marks.append(consume mark)
        let displaced = marks.count > Self.depth ? marks.popFirst() : nil
        stores.keep(from: oldest?.versions)
        return (arrival, displaced)
    }

    /// Where the world stood before request `number`.
    func mark(before number: Int) -> RequestMark? {
        guard let oldest, number >= oldest.number, number - oldest.number < marks.count else { return nil }
        return marks[number - oldest.number]
    }

    /// Where the world stood before the requests up to `number`.
    func marks(through number: Int) -> Deque<RequestMark> {
        oldest.map { Deque(marks.prefix(max(0, Self.sum(number - $0.number, 1)))) } ?? []
    }

    /// Forgets the marks of the requests up to `number`; returns them, to be freed elsewhere, and the stores that keep something
    /// because of them: nil if they do not, as with most requests, which change nothing.
    mutating func forget(through number: Int) -> (marks: ForgottenMarks, stores: VendorStores?) {
        var forgotten = ForgottenMarks()
        while let oldest, oldest.number <= number { forgotten.add(marks.removeFirst()) }
        guard oldest?.versions != forgotten.oldest?.versions else { return (forgotten, nil) }
        stores?.keep(from: oldest?.versions)
        return (forgotten, stores)
    }

    /// The world was replaced: nobody will go back in it.
    mutating func abandon() -> (marks: Deque<RequestMark>, stores: VendorStores?) {
        stores?.keep(from: nil)
        defer { (marks, stores) = ([], nil) }
        return (marks, stores)
    }

    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, isTooLarge) = left.addingReportingOverflow(right)
        return isTooLarge ? .max : sum
    }
}

/// Marks that are not kept any more, oldest first. Nearly always it is one, which takes no list.
struct ForgottenMarks {
    private(set) var oldest: RequestMark?
    private(set) var others: [RequestMark] = []

    fileprivate mutating func add(_ mark: RequestMark) {
        if oldest == nil { oldest = mark } else { others.append(mark) }
    }
}

/// Why a world cannot go back to before a request.
enum RewindRefusal: Error, Equatable {
    /// The request has not come yet.
    case notYet(Int, last: Int)
    /// What was before it is not kept any more.
    case forgotten(Int, oldest: Int?)
}
