public import Kernel
import Synchronization

/// Where calls wait for exchanges to come, without polling: what comes is announced, and whoever has enough is woken.
final class JournalWaitList: Sendable {
    private struct Shared {
        var waiters = JournalWaitListState()
        var continuations: [Int: CheckedContinuation<WaitOutcome?, Never>] = [:]
    }

    private let timer: WaitTimer
    private let shared = Mutex(Shared())
    /// Lets a journal that nobody waits on pass without taking the lock.
    private let count = Atomic(0)

    init(timer: WaitTimer) {
        self.timer = timer
    }

    /// Puts a waiter on the list. Whoever does so must look at the journal afterwards, else what came before is missed.
    func enlist(
        wanted: Int, accepts: @escaping @Sendable (JournalEntry) -> Bool
    ) -> JournalWaitListState.Waiter {
        shared.withLock { shared in
            defer { count.store(shared.waiters.count, ordering: .relaxed) }
            return shared.waiters.enlist(wanted: wanted, accepts: accepts)
        }
    }

    /// Takes a waiter off the list.
    func dismiss(_ waiter: JournalWaitListState.Waiter) {
        shared.withLock { shared in
            shared.waiters.dismiss(waiter.id)
            count.store(shared.waiters.count, ordering: .relaxed)
        }
    }

    /// Tells everyone who waits that `entry` has come, at `place`.
    ///
    /// The relaxed look is enough: both sides go through the journal's lock between their two steps, so either this sees
    /// the waiter, or the waiter sees the entry.
    func announce(_ entry: JournalEntry, at place: Int) {
        guard count.load(ordering: .relaxed) > 0 else { return }
        // Asked outside the lock: a matcher may have a body to parse.
        for waiter in shared.withLock({ $0.waiters.waiters }) where waiter.accepts(entry) {
            note([place], for: waiter)
        }
    }

    /// Counts the exchanges at `places`, which `waiter` accepts.
    func note(_ places: [Int], for waiter: JournalWaitListState.Waiter) {
        let woken = shared.withLock { shared in
            shared.waiters.count(places, for: waiter.id) ? shared.continuations.removeValue(forKey: waiter.id) : nil
        }
        woken?.resume(returning: .found)
    }

    /// Forgets the exchanges up to `place`, which were cleared away.
    func forget(through place: Int) {
        shared.withLock { $0.waiters.forget(through: place) }
    }

    /// Ends all waits, now and later.
    func retire() {
        let woken = shared.withLock { shared in
            shared.waiters.endAll().compactMap { shared.continuations.removeValue(forKey: $0) }
        }
        for continuation in woken { continuation.resume(returning: .ended) }
    }

    /// Returns when the wait is over, at the latest after `limit` of real time.
    func outcome(
        of waiter: JournalWaitListState.Waiter, within limit: TimeSpan
    ) async throws(CancellationError) -> WaitOutcome {
        let first = await withTaskGroup(of: WaitOutcome?.self) { group in
            group.addTask { await self.park(waiter) }
            group.addTask { [timer] in
                do { try await timer.sleep(limit) } catch { return nil }
                return .timedOut
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        guard let first else { throw CancellationError() }
        return first
    }

    /// Returns when the wait is over; nil if the task was cancelled first.
    private func park(_ waiter: JournalWaitListState.Waiter) async -> WaitOutcome? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let over = shared.withLock { shared -> WaitOutcome?? in
                    if let outcome = shared.waiters.outcome(of: waiter.id) { return outcome }
                    if Task.isCancelled { return .some(nil) }
                    shared.continuations[waiter.id] = continuation
                    return nil
                }
                if let over { continuation.resume(returning: over) }
            }
        } onCancel: {
            let woken = shared.withLock { $0.continuations.removeValue(forKey: waiter.id) }
            woken?.resume(returning: nil)
        }
    }
}

/// Who waits for exchanges that a journal does not have yet, as a value.
///
/// Every event returns the waiters that it ended; waking them is the caller's business. Exchanges are counted by their
/// places, so that an exchange that is both found in the journal and announced counts once.
struct JournalWaitListState {
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

    /// Counts the exchanges at `places`; true if that ended the wait.
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

/// How a wait for exchanges ended.
public enum WaitOutcome: Sendable, Equatable {
    /// As many as were wanted have come.
    case found
    /// The limit passed first.
    case timedOut
    /// The world was swapped for another one: nothing comes to this journal any more.
    case ended
}

/// Lets real time pass, for the limit of a wait: a person or a test that waits does so whatever the world's clock says.
public struct WaitTimer: Sendable {
    /// Waits for so much real time. Throws `CancellationError`.
    public let sleep: @Sendable (TimeSpan) async throws -> Void

    /// A timer that waits by `sleep`.
    public init(_ sleep: @escaping @Sendable (TimeSpan) async throws -> Void) {
        self.sleep = sleep
    }

    /// The process's own time.
    public static let real = WaitTimer { try await Task.sleep(for: $0.duration) }
}
