public import HTTPTypes
public import Kernel
public import NIOCore
import Synchronization

/// The exchanges of one world, oldest first, as far as the process's budget keeps them.
public final class Journal: Sendable {
    private struct Shared {
        /// What the budget knows the newest entry by; 0 if there is none.
        var newest = 0
        /// The place of the newest entry that ever came, counted from 1.
        var newestPlace = 0
        /// How many entries have come since the journal was last cleared.
        var count = 0
        /// The journal that has taken over the entries.
        weak var successor: Journal?
    }

    private let budget: JournalBudget
    private let shared = Mutex(Shared())
    /// The place of the newest entry that was taken over from an earlier journal.
    private let inheritedThrough = Atomic(0)
    private let waitList: JournalWaitList

    /// A journal that takes from `budget` what it needs.
    ///
    /// - Parameter timer: what the limits of waits are measured with.
    public init(budget: JournalBudget, timer: WaitTimer = .real) {
        self.budget = budget
        waitList = JournalWaitList(timer: timer)
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

    private func keep(_ packed: PackedEntry?, cost: Int) -> Int {
        let (place, victims) = shared.withLock { shared in
            shared.newestPlace += 1
            shared.count += 1
            let (number, victims) = budget.keep(packed, cost: cost, at: shared.newestPlace, behind: shared.newest)
            if let number { shared.newest = number }
            return (shared.newestPlace, victims)
        }
        budget.free(victims)
        return place
    }

    // MARK: Going on from another journal

    /// Takes over the exchanges up to a request of an earlier journal of the same world, before anybody has seen this one.
    ///
    /// They stay where they are. What came behind them comes free as it grows old. Nobody adds anything to the earlier journal but
    /// requests that are still in it.
    public func inherit(from journal: Journal, through request: Int) {
        guard let past = journal.handOver(to: self) else {
            // Somebody else has taken it over at the same time.
            for kept in journal.successor?.kept ?? [] where kept.packed.number <= request {
                _ = keep(kept.packed, cost: kept.packed.cost)
            }
            return inheritedThrough.store(newestPlace, ordering: .releasing)
        }
        var behind = 0
        let newest = budget.first(from: past.newest) { kept in
            if kept.packed.number <= request { return true }
            behind += 1
            return false
        }
        let place = newest?.place ?? 0
        shared.withLock { shared in
            shared.newest = newest?.number ?? 0
            shared.newestPlace = place
            shared.count = past.count - behind
        }
        inheritedThrough.store(place, ordering: .releasing)
    }

    /// What the budget knows the newest entry by, and how many have come; nil if they were handed over before.
    private func handOver(to successor: Journal) -> (newest: Int, count: Int)? {
        shared.withLock { shared in
            guard shared.successor == nil else { return nil }
            shared.successor = successor
            defer { (shared.newest, shared.count) = (0, 0) }
            return (shared.newest, shared.count)
        }
    }

    private var successor: Journal? { shared.withLock { $0.successor } }

    // MARK: Looking

    /// The exchanges that are still kept, oldest first.
    public var entries: JournalEntries { JournalEntries(kept.map(\.packed)) }

    /// The newest request of a client with this number, if it is still kept.
    public func entry(ofRequest number: Int) -> JournalEntry? {
        budget.first(from: newest) { $0.packed.isRequest(number) }?.packed.entry
    }

    /// The oldest exchanges, at most `limit`, that Drydock sent between the request of a client with this number and the next one.
    public func sent(after number: Int, limit: Int) -> [JournalEntry] {
        kept.lazy.filter { $0.packed.isSent(after: number) }.prefix(limit).map(\.packed.entry)
    }

    private var newest: Int { shared.withLock { $0.newest } }

    private var kept: [JournalBudget.Kept] { budget.all(from: newest) }

    /// How many exchanges are still kept.
    public var count: Int { budget.numbers(from: newest).count }

    /// How many exchanges the budget had to let go since the journal was last cleared.
    public var dropped: Int {
        let (newest, count) = shared.withLock { ($0.newest, $0.count) }
        return count - budget.numbers(from: newest).count
    }

    /// The place of the newest entry that was taken over; 0 if none was.
    public var inherited: Int { inheritedThrough.load(ordering: .acquiring) }

    /// The place of the newest entry that ever came; 0 if none did.
    public var newestPlace: Int { shared.withLock { $0.newestPlace } }

    /// The place of the request of a client with this number, if it is still kept.
    public func place(ofRequest number: Int) -> Int? {
        budget.first(from: newest) { $0.packed.isRequest(number) }?.place
    }

    /// The number of the exchange at `place`; 0 if it is not kept.
    public func request(at place: Int) -> Int {
        let found = budget.numbers(from: newest, behind: place - 1).last.flatMap(budget.entry)
        return found?.place == place ? found?.packed.number ?? 0 : 0
    }

    /// The oldest exchanges behind `place` that are still kept: at most `limit`, and more than one only if they take no more
    /// than `bytes` together, because whoever follows the journal keeps them alive meanwhile.
    public func page(after place: Int, limit: Int, bytes: Int = .max) -> JournalPage {
        let (newest, newestPlace) = shared.withLock { ($0.newest, $0.newestPlace) }
        let numbers = budget.numbers(from: newest, behind: place)
        var packed: [PackedEntry] = []
        var (last, cost) = (place, 0)
        for number in numbers.reversed() {
            guard let kept = budget.entry(number) else { continue }
            if !packed.isEmpty {
                guard packed.count < limit, kept.packed.cost <= bytes - cost else { break }
            }
            packed.append(kept.packed)
            cost += kept.packed.cost
            last = kept.place
        }
        let isAll = packed.count == numbers.count
        let end = isAll ? max(place, newestPlace) : last
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
        let (newest, place) = shared.withLock { shared in
            defer { (shared.newest, shared.count) = (0, 0) }
            return (shared.newest, shared.newestPlace)
        }
        waitList.forget(through: place)
        return budget.clear(from: newest)
    }
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
