/// Who waits for exchanges that a journal does not have yet, as a value.
///
/// Every event returns the waiters that it ended; waking them is the caller's business. Exchanges are counted by their
/// places, so one that is both found in the journal and announced counts once.
struct JournalWaiters {
    /// One who waits, as far as others need to know.
    struct Waiter: Sendable {
        let id: Int
        /// Whether an exchange is one of those that are waited for.
        let accepts: @Sendable (JournalEntry) -> Bool
    }

    private struct Wait {
        let waiter: Waiter
        let wanted: Int
        var places: Set<Int> = []
        var outcome: WaitOutcome?
    }

    private var waits: [Int: Wait] = [:]
    private var enlisted = 0
    private var forgottenThrough = 0
    private var hasEnded = false

    /// Those who still wait.
    var waiters: [Waiter] { waits.values.filter { $0.outcome == nil }.map(\.waiter) }

    /// How many there are, also those who have yet to learn that their wait is over.
    var count: Int { waits.count }

    mutating func enlist(wanted: Int, accepts: @escaping @Sendable (JournalEntry) -> Bool) -> Waiter {
        enlisted += 1
        let waiter = Waiter(id: enlisted, accepts: accepts)
        waits[waiter.id] = Wait(waiter: waiter, wanted: wanted, outcome: hasEnded ? .ended : nil)
        return waiter
    }

    /// How the wait ended; nil while it lasts.
    func outcome(of id: Int) -> WaitOutcome? { waits[id]?.outcome }

    /// Counts the exchanges at `places`; true where that ended the wait.
    mutating func count(_ places: some Sequence<Int>, for id: Int) -> Bool {
        guard var wait = waits[id], wait.outcome == nil else { return false }
        wait.places.formUnion(places.filter { $0 > forgottenThrough })
        if wait.places.count >= wait.wanted { wait.outcome = .found }
        waits[id] = wait
        return wait.outcome != nil
    }

    /// Forgets the exchanges up to `place`: the journal was cleared.
    mutating func forget(through place: Int) {
        forgottenThrough = place
        waits = waits.mapValues { wait in
            var wait = wait
            wait.places = wait.places.filter { $0 > place }
            return wait
        }
    }

    /// Takes a waiter off the list.
    mutating func dismiss(_ id: Int) {
        waits[id] = nil
    }

    /// Ends all waits, now and later.
    mutating func endAll() -> [Int] {
        hasEnded = true
        let ended = waits.values.filter { $0.outcome == nil }.map(\.waiter.id).sorted()
        for id in ended { waits[id]?.outcome = .ended }
        return ended
    }
}
