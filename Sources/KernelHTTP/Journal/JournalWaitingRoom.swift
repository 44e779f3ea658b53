import Kernel
import Synchronization

/// Where calls wait for exchanges to come, without polling: what comes is announced, and whoever has enough is woken.
final class JournalWaitingRoom: Sendable {
    private struct Shared {
        var waiters = JournalWaiters()
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
    ) -> JournalWaiters.Waiter {
        shared.withLock { shared in
            defer { count.store(shared.waiters.count, ordering: .relaxed) }
            return shared.waiters.enlist(wanted: wanted, accepts: accepts)
        }
    }

    /// Takes a waiter off the list.
    func dismiss(_ waiter: JournalWaiters.Waiter) {
        shared.withLock { shared in
            shared.waiters.dismiss(waiter.id)
            count.store(shared.waiters.count, ordering: .relaxed)
        }
    }

    /// Tells everyone who waits that `entry` has come to `place`.
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
    func note(_ places: [Int], for waiter: JournalWaiters.Waiter) {
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
        of waiter: JournalWaiters.Waiter, within limit: TimeSpan
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

    /// Returns when the wait is over; nil where the task was cancelled first.
    private func park(_ waiter: JournalWaiters.Waiter) async -> WaitOutcome? {
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
