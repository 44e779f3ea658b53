import DequeModule
import Synchronization

/// The exchanges of one world, oldest first, as far as the process's budget keeps them.
package final class Journal: Sendable {
    private struct Kept {
        /// The entry's place in this journal, from 1: what its charge on the budget is known by.
        let place: Int
        let entry: JournalEntry
    }

    private struct Shared {
        var kept = Deque<Kept>()
        var appended = 0
        var dropped = 0
    }

    private let budget: JournalBudget
    private let shared = Mutex(Shared())
    /// The place of the newest entry that was cleared away.
    private let clearedThrough = Atomic(0)

    /// A journal that takes from `budget` what it needs.
    package init(budget: JournalBudget) {
        self.budget = budget
    }

    /// Keeps an exchange, at the cost of the oldest ones of all worlds where the budget is used up.
    package func append(_ entry: JournalEntry) {
        let place = shared.withLock { shared in
            shared.appended += 1
            shared.kept.append(Kept(place: shared.appended, entry: entry))
            return shared.appended
        }
        for victim in budget.charge(entry.cost, for: self, place: place) { victim.journal.drop(victim.place) }
    }

    /// The exchanges that are still kept, oldest first.
    package var entries: [JournalEntry] { shared.withLock { $0.kept.map(\.entry) } }

    /// How many exchanges are still kept.
    package var count: Int { shared.withLock { $0.kept.count } }

    /// How many exchanges the budget had to let go since the journal was last cleared.
    package var dropped: Int { shared.withLock { $0.dropped } }

    /// Empties the journal, gives back what its entries took of the budget, and tells how many there were.
    package func clear() -> Int {
        let (kept, newest) = shared.withLock { shared in
            clearedThrough.store(shared.appended, ordering: .releasing)
            defer {
                shared.kept = []
                shared.dropped = 0
            }
            return (shared.kept, shared.appended)
        }
        budget.release(self, through: newest)
        // The entries themselves are freed here, outside the lock.
        return kept.count
    }

    /// Lets the entries go without giving their budget back: for a world that nobody will ask any more.
    ///
    /// What they took comes free as it grows old, as it would have anyway; looking for it would hold up all other worlds.
    package func abandon() {
        let kept = shared.withLock { shared in
            defer { shared.kept = [] }
            return shared.kept
        }
        // Freed here, outside the lock.
        _ = kept
    }

    /// Whether the entry at `place` was cleared away, as may happen between its arrival and its charge.
    func hasCleared(_ place: Int) -> Bool { place <= clearedThrough.load(ordering: .acquiring) }

    private func drop(_ place: Int) {
        let entry: JournalEntry? = shared.withLock { shared in
            guard let index = shared.kept.firstIndex(where: { $0.place == place }) else { return nil }
            shared.dropped += 1
            return shared.kept.remove(at: index).entry
        }
        // Freed here, outside the lock.
        _ = entry
    }
}
