import DequeModule
import Synchronization

/// The bytes that the journals of all worlds may take together. The oldest exchange of the process goes first, whosever it is.
package final class JournalBudget: Sendable {
    /// What one entry takes; the journal knows the entry by its place.
    struct Charge {
        let journal: Journal
        let place: Int
        let cost: Int
    }

    private struct Shared {
        var charges = Deque<Charge>()
        var used = 0
        var dropped = 0
    }

    /// The limit in bytes.
    package let limit: Int
    private let shared = Mutex(Shared())

    /// A budget of this many bytes.
    package init(bytes: Int) {
        limit = bytes
    }

    /// The bytes in use.
    package var used: Int { shared.withLock { $0.used } }

    /// How many entries had to go for want of room since the start.
    package var dropped: Int { shared.withLock { $0.dropped } }

    /// Takes `cost` bytes for the entry at `place` of `journal`; returns the charges whose entries must go for it.
    func charge(_ cost: Int, for journal: Journal, place: Int) -> [Charge] {
        shared.withLock { shared in
            // What was cleared before it was charged is never given back: it costs nothing.
            guard !journal.hasCleared(place) else { return [] }
            shared.charges.append(Charge(journal: journal, place: place, cost: cost))
            shared.used += cost
            guard shared.used > limit else { return [] }
            var victims: [Charge] = []
            while shared.used > limit, let oldest = shared.charges.popFirst() {
                shared.used -= oldest.cost
                victims.append(oldest)
            }
            shared.dropped += victims.count
            return victims
        }
    }

    /// Gives back what the entries of `journal` up to `place` took. Looks through all charges: clearing is rare.
    func release(_ journal: Journal, through place: Int) {
        shared.withLock { shared in
            shared.charges.removeAll { charge in
                guard charge.journal === journal, charge.place <= place else { return false }
                shared.used -= charge.cost
                return true
            }
        }
    }
}
