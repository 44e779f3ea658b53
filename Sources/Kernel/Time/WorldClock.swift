import Synchronization

/// One world's only clock: running or frozen, moved forwards on demand, and the one thing that delays wait on.
package final class WorldClock: Sendable {
    private struct Shared {
        var state: ClockState
        var nextSleeper: UInt64 = 0
        var continuations: [SleeperID: CheckedContinuation<Void, Never>] = [:]
    }

    private let wall: WallClock
    private let shared: Mutex<Shared>

    /// A clock that shows `start`, or the real time where `start` is nil.
    package init(start: Moment?, mode: ClockMode, wall: WallClock) {
        self.wall = wall
        shared = Mutex(Shared(state: ClockState(start: start, mode: mode, wall: wall.now)))
    }

    /// The world's time.
    package var now: Moment {
        let wall = wall.now
        return shared.withLock { $0.state.now(wall: wall) }
    }

    /// Whether time passes by itself.
    package var mode: ClockMode { shared.withLock { $0.state.mode } }

    /// The instants that delays wait for, earliest first.
    package var pendingWakeUps: [Moment] { shared.withLock { $0.state.deadlines } }

    /// Moves the clock forwards by `span` and wakes the delays that are over, earliest first.
    package func advance(by span: TimeSpan) throws(ClockRefusal) {
        try move { (state, wall) throws(ClockRefusal) in try state.advance(by: span, wall: wall) }
    }

    /// Moves the clock forwards to `moment` and wakes the delays that are over, earliest first.
    package func set(to moment: Moment) throws(ClockRefusal) {
        try move { (state, wall) throws(ClockRefusal) in try state.set(to: moment, wall: wall) }
    }

    /// Stops or starts time where it stands.
    package func change(to mode: ClockMode) {
        move { (state, wall) throws(Never) in state.change(to: mode, wall: wall) }
    }

    /// Ends all waiting, now and later: the world has been swapped for another one.
    package func retire() {
        move { (state, _) throws(Never) in state.retire() }
    }

    /// Returns when the world's time has come to `deadline`, the clock is retired, or the task is cancelled.
    package func sleep(until deadline: Moment) async throws(CancellationError) {
        while true {
            if Task.isCancelled { throw CancellationError() }
            let wall = wall.now
            switch shared.withLock({ $0.state.wait(for: deadline, wall: wall) }) {
            case .over: return
            case .untilWoken: await park(until: deadline)
            case .untilWokenOrAfter(let rest): await park(until: deadline, atMost: rest)
            }
        }
    }

    /// Waits for a wake-up or for so much real time, whichever is first.
    private func park(until deadline: Moment, atMost rest: TimeSpan) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.park(until: deadline) }
            group.addTask { try? await Task.sleep(for: rest.duration) }
            await group.next()
            group.cancelAll()
        }
    }

    private func park(until deadline: Moment) async {
        let sleeper = shared.withLock { shared in
            shared.nextSleeper += 1
            return SleeperID(number: shared.nextSleeper)
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let wall = wall.now
                let waits = shared.withLock { shared in
                    // The clock may have moved, or the task been cancelled, since the caller looked: enlisting then
                    // would miss that wake-up.
                    guard !Task.isCancelled, shared.state.wait(for: deadline, wall: wall) != .over else { return false }
                    shared.state.enlist(sleeper, deadline: deadline)
                    shared.continuations[sleeper] = continuation
                    return true
                }
                if !waits { continuation.resume() }
            }
        } onCancel: {
            let continuation = shared.withLock { shared in
                shared.state.dismiss(sleeper) ? shared.continuations.removeValue(forKey: sleeper) : nil
            }
            continuation?.resume()
        }
    }

    private func move<Refusal: Error>(
        _ event: (inout ClockState, Moment) throws(Refusal) -> [SleeperID]
    ) throws(Refusal) {
        let wall = wall.now
        let woken = try shared.withLock { (shared) throws(Refusal) in
            try event(&shared.state, wall).compactMap { shared.continuations.removeValue(forKey: $0) }
        }
        for continuation in woken { continuation.resume() }
    }
}
