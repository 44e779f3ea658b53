import DequeModule
public import HTTPTypes
public import Kernel
public import NIOCore
import Synchronization

/// The exchanges of one world, oldest first, as far as the process's budget keeps them.
public final class Journal: Sendable {
    private struct Kept {
        /// The entry's place in this journal, from 1.
        let place: Int
        /// What its charge on the budget is known by, which no other entry of the account has, one that is gone included.
        let charge: Int
        let packed: PackedEntry
    }

    private struct Shared {
        var kept = Deque<Kept>()
        var appended = 0
        var dropped = 0
        /// The charge of the newest entry.
        var charged = 0
        /// What the entries are charged to; nil once a later journal has taken it over, until there is another entry.
        var account: JournalAccount?
        /// The journal that has taken over the entries.
        weak var successor: Journal?
    }

    private let budget: JournalBudget
    private let shared: Mutex<Shared>
    /// The charge of the newest entry that was cleared away.
    private let clearedThrough = Atomic(0)
    /// The place of the newest entry that was taken over from an earlier journal.
    private let inheritedThrough = Atomic(0)
    private let waitList: JournalWaitList

    /// A journal that takes from `budget` what it needs.
    ///
    /// - Parameter timer: what the limits of waits are measured with.
    public init(budget: JournalBudget, timer: WaitTimer = .real) {
        self.budget = budget
        waitList = JournalWaitList(timer: timer)
        shared = Mutex(Shared())
    }

    /// Keeps an exchange that ended so, at the cost of the oldest ones of all worlds where the budget is used up.
    public func append(
        _ exchange: Exchange, response: HTTPResponse, body: ByteBuffer, reason: Reason?,
        connection: ConnectionEffect? = nil
    ) {
        append(JournalEntry(exchange, response: response, body: body, reason: reason, connection: connection))
    }

    /// Keeps an exchange.
    public func append(_ entry: JournalEntry) {
        // What will not stay is not copied.
        let bodies = entry.requestBody.readableBytes + entry.responseBody.readableBytes
        let packed = bodies > budget.limit ? nil : PackedEntry(entry)
        let place = keep(packed, cost: packed?.cost ?? entry.cost)
        waitList.announce(entry, at: place)
    }

    /// Takes over the exchanges up to a request of an earlier journal of the same world, before anybody has seen this one.
    ///
    /// It takes no longer for many of them: they stay where they are, and what they are charged to changes hands. What came
    /// behind them comes free as it grows old. Nobody adds anything to the earlier journal but requests that are still in it.
    public func inherit(from journal: Journal, through request: Int) {
        if let past = journal.handOver(to: self, through: request) {
            past.account?.pass(to: self) {
                shared.withLock { shared in
                    shared.kept = past.kept
                    shared.appended = past.kept.last?.place ?? 0
                    shared.charged = past.charged
                    shared.account = past.account
                }
                clearedThrough.store(past.clearedThrough, ordering: .releasing)
            }
        } else {
            // Somebody else has taken it over at the same time.
            for kept in journal.successor?.kept ?? [] where kept.packed.number <= request {
                _ = keep(kept.packed, cost: kept.packed.cost)
            }
        }
        inheritedThrough.store(newestPlace, ordering: .releasing)
    }

    private struct Past {
        let kept: Deque<Kept>
        let charged: Int
        let clearedThrough: Int
        let account: JournalAccount?
    }

    /// The exchanges up to a request, and what they are charged to; nil if they were handed over before.
    private func handOver(to successor: Journal, through request: Int) -> Past? {
        let (past, _) = shared.withLock { shared -> (Past?, Deque<Kept>) in
            guard shared.successor == nil else { return (nil, []) }
            shared.successor = successor
            var kept = Deque<Kept>()
            swap(&kept, &shared.kept)
            // What is left behind is freed outside the lock.
            var rest = Deque<Kept>()
            while let last = kept.last, last.packed.number > request { rest.append(kept.removeLast()) }
            defer { shared.account = nil }
            return (
                Past(
                    kept: kept, charged: shared.charged,
                    clearedThrough: clearedThrough.load(ordering: .acquiring), account: shared.account), rest
            )
        }
        return past
    }

    private var successor: Journal? { shared.withLock { $0.successor } }

    /// Nil is an entry that is larger than the budget: the others go for it, and it goes with them.
    private func keep(_ packed: PackedEntry?, cost: Int) -> Int {
        let (place, charge, account) = shared.withLock { shared in
            shared.appended += 1
            shared.charged += 1
            if let packed {
                shared.kept.append(Kept(place: shared.appended, charge: shared.charged, packed: packed))
            } else {
                shared.dropped += 1
            }
            let account = shared.account ?? JournalAccount(of: self)
            shared.account = account
            return (shared.appended, shared.charged, account)
        }
        for victim in budget.charge(cost, to: account, of: self, number: charge) { victim.account.drop(victim.number) }
        return place
    }

    /// Lets the entry with this charge go: the budget is used up.
    func drop(charge: Int) {
        let packed: PackedEntry? = shared.withLock { shared in
            guard let index = shared.kept.firstIndex(where: { $0.charge == charge }) else { return nil }
            shared.dropped += 1
            return shared.kept.remove(at: index).packed
        }
        // Freed here, outside the lock.
        _ = packed
    }

    // MARK: Looking

    /// The exchanges that are still kept, oldest first.
    public var entries: JournalEntries { JournalEntries(kept.map(\.packed)) }

    /// The newest request of a client with this number, if it is still kept.
    public func entry(ofRequest number: Int) -> JournalEntry? {
        kept.last { $0.packed.isRequest(number) }?.packed.entry
    }

    /// The oldest exchanges, at most `limit`, that Drydock sent between the request of a client with this number and the next one.
    public func sent(after number: Int, limit: Int) -> [JournalEntry] {
        kept.lazy.filter { $0.packed.isSent(after: number) }.prefix(limit).map(\.packed.entry)
    }

    private var kept: Deque<Kept> { shared.withLock { $0.kept } }

    /// How many exchanges are still kept.
    public var count: Int { shared.withLock { $0.kept.count } }

    /// How many exchanges the budget had to let go since the journal was last cleared.
    public var dropped: Int { shared.withLock { $0.dropped } }

    /// The place of the newest entry that was taken over; 0 if none was.
    public var inherited: Int { inheritedThrough.load(ordering: .acquiring) }

    /// The place of the newest entry that ever came; 0 if none did.
    public var newestPlace: Int { shared.withLock { $0.appended } }

    /// The place of the request of a client with this number, if it is still kept.
    public func place(ofRequest number: Int) -> Int? {
        kept.last { $0.packed.isRequest(number) }?.place
    }

    /// The number of the exchange at `place`; 0 if it is not kept.
    public func request(at place: Int) -> Int {
        shared.withLock { $0.kept.first { $0.place >= place }.map { $0.place == place ? $0.packed.number : 0 } ?? 0 }
    }

    /// The oldest exchanges behind `place` that are still kept: at most `limit`, and more than one only if they take no more
    /// than `bytes` together, because whoever follows the journal keeps them alive meanwhile.
    public func page(after place: Int, limit: Int, bytes: Int = .max) -> JournalPage {
        let (packed, end) = shared.withLock { shared in
            let newer = shared.appended - place
            // Places only ever grow, and most who follow the journal are near the end.
            let tail = newer > 0 ? shared.kept.suffix(newer).drop { $0.place <= place } : []
            var packed: [PackedEntry] = []
            var (last, cost) = (place, 0)
            for kept in tail {
                if !packed.isEmpty {
                    guard packed.count < limit, kept.packed.cost <= bytes - cost else { break }
                }
                packed.append(kept.packed)
                cost += kept.packed.cost
                last = kept.place
            }
            return (packed, packed.count == tail.count ? max(place, shared.appended) : last)
        }
        return JournalPage(entries: packed.map(\.entry), place: end, missing: end - place - packed.count)
    }

    // MARK: Waiting

    /// Waits until the journal has had `wanted` exchanges that `accepts` lets through, those that it has already included.
    ///
    /// Nothing is polled. The wait also ends after `limit` of real time, and when the journal is retired. Throws if the
    /// task is cancelled, as it is when the client hangs up.
    public func wait(
        for wanted: Int, within limit: TimeSpan, accepts: @escaping @Sendable (JournalEntry) -> Bool
    ) async throws(CancellationError) -> WaitOutcome {
        let waiter = waitList.enlist(wanted: wanted, accepts: accepts)
        defer { waitList.dismiss(waiter) }
        waitList.note(kept.filter { accepts($0.packed.entry) }.map(\.place), for: waiter)
        return try await waitList.outcome(of: waiter, within: limit)
    }

    /// Ends all waits, now and later: the world was swapped for another one.
    public func retire() {
        waitList.retire()
    }

    // MARK: Clearing

    /// Empties the journal, gives back what its entries took of the budget, and returns how many there were.
    public func clear() -> Int {
        let (kept, place, charge, account) = shared.withLock { shared in
            clearedThrough.store(shared.charged, ordering: .releasing)
            defer {
                shared.kept = []
                shared.dropped = 0
            }
            return (shared.kept, shared.appended, shared.charged, shared.account)
        }
        if let account { budget.release(account, through: charge) }
        waitList.forget(through: place)
        // The entries themselves are freed here, outside the lock.
        return kept.count
    }

    /// Lets the entries go without giving their budget back: for a world that nobody will ask any more.
    ///
    /// What they took comes free as it grows old, as it would have anyway; looking for it would hold up all other worlds.
    public func abandon() {
        let kept = shared.withLock { shared in
            defer { shared.kept = [] }
            return shared.kept
        }
        // Freed here, outside the lock.
        _ = kept
    }

    /// Whether the entry with this charge was cleared away, as may happen between its arrival and its charge.
    func hasCleared(charge: Int) -> Bool { charge <= clearedThrough.load(ordering: .acquiring) }
}

/// A piece of a journal, for whoever follows it.
public struct JournalPage: Sendable {
    /// The exchanges, oldest first.
    public let entries: [JournalEntry]
    /// Where the next page begins.
    public let place: Int
    /// How many exchanges were there once and are no longer kept.
    public let missing: Int
}
