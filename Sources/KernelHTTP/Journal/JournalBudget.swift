import DequeModule
import Synchronization

/// The exchanges of all worlds, oldest first, within the bytes that they may take together. The oldest one of the process goes
/// first, whosever it is.
///
/// They lie here and not in the journals, so that what goes is nobody's business: a world whose exchange it was need not be
/// looked at, which would take longer than all the rest where there are many. Each knows the one of the same journal before it;
/// a journal knows its newest.
public final class JournalBudget: Sendable {
    /// An exchange, known by its number in the process.
    fileprivate struct Record {
        /// Nil once it was cleared away.
        var packed: PackedEntry?
        /// What it takes.
        var cost: Int
        /// Its place in its journal.
        let place: Int
        /// The one before it in its journal; 0 if there is none.
        let previous: Int
    }

    fileprivate struct Shared {
        /// Numbered without gaps from `first` on.
        var records = Deque<Record>()
        var first = 1
        var used = 0
        var dropped = 0
    }

    /// What had to go for want of room, to be freed by whoever holds no lock.
    struct Victims {
        private var oldest: PackedEntry?
        private var others: [PackedEntry] = []
        /// To give them back to the system takes longer than others on an event loop should wait.
        private(set) var areLarge = false

        fileprivate mutating func add(_ packed: PackedEntry, cost: Int) {
            if oldest == nil { oldest = packed } else { others.append(packed) }
            if cost > JournalBudget.quicklyFreed { areLarge = true }
        }
    }

    /// The limit in bytes.
    public let limit: Int
    private let shared = Mutex(Shared())
    private let discard: @Sendable (any Sendable) -> Void

    /// - Parameters:
    ///   - bytes: how many there are.
    ///   - discard: lets go of what takes milliseconds to free, where nobody waits for it.
    public init(bytes: Int, discard: @escaping @Sendable (any Sendable) -> Void = { _ in }) {
        limit = bytes
        self.discard = discard
    }

    /// Memory of up to so many bytes is given back in no time.
    private static let quicklyFreed = 256 << 10

    /// The bytes in use.
    public var used: Int { shared.withLock { $0.used } }

    /// How many entries had to go for want of room since the start.
    public var dropped: Int { shared.withLock { $0.dropped } }

    /// Keeps an exchange at this place of its journal, behind the one with the number `previous`.
    ///
    /// - Parameter packed: nil for one that is larger than the budget: the others go for it, and it goes with them.
    /// - Returns: the number that it is known by; nil if it is not kept.
    func keep(
        _ packed: PackedEntry?, cost: Int, at place: Int, behind previous: Int
    ) -> (number: Int?, victims: Victims) {
        shared.withLock { shared in
            var victims = Victims()
            shared.used += cost
            while shared.used > limit, let oldest = shared.popFirst() {
                guard let packed = oldest.packed else { continue }
                shared.dropped += 1
                victims.add(packed, cost: oldest.cost)
            }
            guard let packed, shared.used <= limit else {
                shared.used -= cost
                shared.dropped += 1
                return (nil, victims)
            }
            shared.records.append(Record(packed: packed, cost: cost, place: place, previous: previous))
            return (shared.first + shared.records.count - 1, victims)
        }
    }

    /// Frees what had to go. To be called with no lock held.
    func free(_ victims: consuming Victims) {
        if victims.areLarge { discard(victims) }
    }

    // MARK: One journal's exchanges

    /// An exchange as its journal has it.
    struct Kept {
        /// What it is known by.
        let number: Int
        let place: Int
        let packed: PackedEntry
    }

    /// How many exchanges are looked at before others have their turn: a tenth of a millisecond's work.
    private static let stride = 1000
    /// Of how many a look for one begins with: most are about one of the newest.
    private static let glance = 10

    /// The first that `isWanted` takes of a journal's exchanges, from the one with the number `newest` back. It is asked about each
    /// with no lock held; what is let go meanwhile may or may not be among them.
    func first(from newest: Int, where isWanted: (Kept) -> Bool) -> Kept? {
        var (next, limit) = (newest, Self.glance)
        while next > 0 {
            let kept = shared.withLock { $0.kept(from: &next, limit: limit) }
            if let wanted = kept.first(where: isWanted) { return wanted }
            limit = min(limit * 10, Self.stride)
        }
        return nil
    }

    /// All of a journal's exchanges from the one with the number `newest` back, oldest first.
    func all(from newest: Int) -> [Kept] {
        var (next, all) = (newest, [Kept]())
        while next > 0 { all += shared.withLock { $0.kept(from: &next, limit: Self.stride) } }
        return all.reversed()
    }

    /// The exchange with this number; nil if it has gone.
    func entry(_ number: Int) -> Kept? {
        var next = number
        return shared.withLock { $0.kept(from: &next, limit: 1) }.first
    }

    /// The numbers of a journal's exchanges from `newest` back as far as they are behind `place`, the newest first.
    func numbers(from newest: Int, behind place: Int = 0) -> [Int] {
        var (next, numbers) = (newest, [Int]())
        while next > 0 {
            shared.withLock { shared in
                for _ in 0..<Self.stride {
                    guard let index = shared.index(of: next), shared.records[index].isBehind(place) else {
                        next = 0
                        return
                    }
                    numbers.append(next)
                    next = shared.records[index].previous
                }
            }
        }
        return numbers
    }

    /// Lets a journal's exchanges go from the one with the number `newest` back, and returns how many there were. What each took
    /// is given back but for its place in the queue, which comes free as it grows old.
    func clear(from newest: Int) -> Int {
        var (next, count) = (newest, 0)
        while next > 0 {
            // Freed outside the lock.
            let cleared = shared.withLock { shared in
                let cleared = shared.kept(from: &next, limit: Self.stride)
                for kept in cleared { shared.empty(kept.number) }
                if next == 0 { shared.dropEmpty() }
                return cleared
            }
            count += cleared.count
        }
        return count
    }
}

extension JournalBudget.Record {
    /// Whether it is there, and came to its journal after the one at `place`.
    fileprivate func isBehind(_ place: Int) -> Bool { packed != nil && self.place > place }
}

extension JournalBudget.Shared {
    /// Where the exchange with this number is; nil if it has gone.
    fileprivate func index(of number: Int) -> Int? {
        let index = number - first
        return index >= 0 && index < records.count ? index : nil
    }

    fileprivate mutating func popFirst() -> JournalBudget.Record? {
        guard let oldest = records.popFirst() else { return nil }
        first += 1
        used -= oldest.cost
        return oldest
    }

    /// A journal's exchanges from `next` back, which goes on to the one behind them, or to 0 if there are no more.
    fileprivate func kept(from next: inout Int, limit: Int) -> [JournalBudget.Kept] {
        var kept: [JournalBudget.Kept] = []
        while kept.count < limit {
            guard let index = index(of: next), let packed = records[index].packed else {
                next = 0
                break
            }
            kept.append(JournalBudget.Kept(number: next, place: records[index].place, packed: packed))
            next = records[index].previous
        }
        return kept
    }

    /// Leaves nothing of an exchange but its place.
    fileprivate mutating func empty(_ number: Int) {
        guard let index = index(of: number) else { return }
        records[index].packed = nil
        used -= records[index].cost - PackedEntry.place
        records[index].cost = PackedEntry.place
    }

    /// Gives back the places that nobody is in front of.
    fileprivate mutating func dropEmpty() {
        while let oldest = records.first, oldest.packed == nil { _ = popFirst() }
    }
}
