import Kernel
import KernelHTTP
import Synchronization

/// Wakes whoever waits for something to happen in a world: an event, the end of a run, an answer. What is sent while nobody
/// waits is lost: a waiter subscribes first and looks at the state then.
package final class StateSignals: Sendable {
    private struct Shared {
        var isRetired = false
        var next: UInt64 = 0
        var waiters: [String: [UInt64: AsyncStream<Void>.Continuation]] = [:]
    }

    private let shared = Mutex(Shared())

    /// Nobody waits.
    package init() {}

    /// Wakes everybody who waits for `topic`.
    func send(_ topic: String) {
        let waiters = shared.withLock { $0.waiters[topic].map { Array($0.values) } ?? [] }
        for waiter in waiters { waiter.yield() }
    }

    /// Wakes whoever of those who wait for `topic` has waited longest.
    func sendToFirst(_ topic: String) {
        let first = shared.withLock { shared in
            shared.waiters[topic].flatMap { waiters in waiters.keys.min().flatMap { waiters[$0] } }
        }
        first?.yield()
    }

    /// Whether nobody has waited longer for `topic` than the one who subscribed under this number.
    fileprivate func isFirst(_ number: UInt64, for topic: String) -> Bool {
        shared.withLock { $0.waiters[topic]?.keys.min() == number }
    }

    /// Ends all waiting, now and later: the world was swapped for another one.
    package func retire() {
        let waiters = shared.withLock { shared in
            shared.isRetired = true
            defer { shared.waiters = [:] }
            return shared.waiters.values.flatMap(\.values)
        }
        for waiter in waiters { waiter.finish() }
    }

    /// Whether the world was swapped.
    fileprivate var isRetired: Bool { shared.withLock { $0.isRetired } }

    /// A place among those who wait for `topic`; nil if the world was swapped.
    fileprivate func enlist(for topic: String) -> UInt64? {
        shared.withLock { shared in
            guard !shared.isRetired else { return nil }
            shared.next += 1
            shared.waiters[topic, default: [:]][shared.next] = AsyncStream.makeStream(of: Void.self).continuation
            return shared.next
        }
    }

    /// What is sent for `topic` from here on to the one at this place; it ends when the world is swapped or `dismiss` is called.
    /// Each stream serves one wait: a task that stops waiting for it ends it.
    fileprivate func signals(for topic: String, at place: UInt64) -> AsyncStream<Void> {
        let (signals, waiter) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let isEnlisted = shared.withLock { shared in
            guard shared.waiters[topic]?[place] != nil else { return false }
            shared.waiters[topic]?[place] = waiter
            return true
        }
        if !isEnlisted { waiter.finish() }
        return signals
    }

    fileprivate func dismiss(_ number: UInt64, from topic: String) {
        let waiter = shared.withLock { shared in
            let waiter = shared.waiters[topic]?.removeValue(forKey: number)
            if shared.waiters[topic]?.isEmpty ?? false { shared.waiters[topic] = nil }
            return waiter
        }
        waiter?.finish()
    }
}

// MARK: - Waiting

/// What somebody who waits for something in the world finds.
enum Awaited<Value: Sendable>: Sendable {
    /// It is there.
    case found(Value)
    /// It will be worth looking again at this instant of the world's time at the latest; nil if time alone changes nothing.
    case later(Moment?)
}

extension Call where Store == AnchorStore {
    /// Waits until `look` finds what it looks for: it is asked again whenever `topic` is signalled and when the instant that it
    /// named has come. Nil if the client has hung up or the world was swapped.
    ///
    /// - Parameter look: looks at the world, given its time.
    func wait<Value: Sendable>(
        for topic: String, _ look: @Sendable (Moment) throws -> Awaited<Value>
    ) async throws -> Value? {
        try await wait(for: topic) { now, _ in try look(now) }
    }

    /// The same for what only one can have: whoever waits longest comes first, and the next one when that one has gone.
    ///
    /// - Parameter look: looks at the world, given its time and whether it is its turn to take something out.
    func waitInLine<Value: Sendable>(
        for topic: String, _ look: @Sendable (Moment, _ isFirst: Bool) throws -> Awaited<Value>
    ) async throws -> Value? {
        defer { store.signals.sendToFirst(topic) }
        return try await wait(for: topic, look)
    }

    private func wait<Value: Sendable>(
        for topic: String, _ look: @Sendable (Moment, _ isFirst: Bool) throws -> Awaited<Value>
    ) async throws -> Value? {
        guard let place = store.signals.enlist(for: topic) else { return nil }
        defer { store.signals.dismiss(place, from: topic) }
        var now = now
        while true {
            // Before the look: what is sent after it must not be missed.
            let signals = store.signals.signals(for: topic, at: place)
            switch try look(now, store.signals.isFirst(place, for: topic)) {
            case .found(let value): return value
            case .later(let deadline):
                let woken = await waitOnce(for: signals, until: deadline)
                // A clock that is retired ends all waiting on it, whatever time it shows.
                guard let woken, !store.signals.isRetired else { return nil }
                now = max(now, woken)
            }
        }
    }

    /// Waits for a signal or an instant, whichever is first, and returns the world's time then; nil if nobody waits any longer.
    private func waitOnce(for signals: AsyncStream<Void>, until deadline: Moment?) async -> Moment? {
        await withTaskGroup(of: Moment?.self) { group in
            group.addTask {
                for await _ in signals { return clock.now }
                return nil
            }
            if let deadline {
                group.addTask {
                    do { try await exchange.wait(until: deadline, on: clock) } catch { return nil }
                    return deadline
                }
            } else {
                // Whoever is due meanwhile need not wait for this one.
                exchange.releasePermit()
            }
            if let client = exchange.client {
                group.addTask {
                    await client.untilGone()
                    return nil
                }
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}
