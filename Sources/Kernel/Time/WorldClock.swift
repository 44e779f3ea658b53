import Synchronization

/// One world's only clock: running or frozen, moved forwards on demand, and the one thing that delays wait on.
public final class WorldClock: Sendable {
    private struct Shared {
        var state: ClockState
        var nextSleeper: UInt64 = 0
        var continuations: [SleeperID: CheckedContinuation<Void, Never>] = [:]
    }

    private let wall: WallClock
    private let shared: Mutex<Shared>

    /// A clock that shows `start`, or the real time where `start` is nil.
    public init(start: Moment?, mode: ClockMode, wall: WallClock) {
        self.wall = wall
        shared = Mutex(Shared(state: ClockState(start: start, mode: mode, wall: wall.now)))
    }

    /// The world's time.
    public var now: Moment {
        let wall = wall.now
        return shared.withLock { $0.state.now(wall: wall) }
    }

    /// The world's time, and whether it passes by itself, in one step.
    public var reading: (mode: ClockMode, now: Moment) {
        let wall = wall.now
        return shared.withLock { ($0.state.mode, $0.state.now(wall: wall)) }
    }

    /// Where the clock stands, whatever real time is.
    public var position: ClockPosition { shared.withLock { $0.state.position } }

    /// Whether time passes by itself.
    public var mode: ClockMode { shared.withLock { $0.state.mode } }

    /// The instants that delays wait for, earliest first.
    public var pendingWakeUps: [WakeUp] { shared.withLock { $0.state.wakeUps } }

    /// Moves the clock forwards by `span` and wakes the delays that are over, earliest first, one after the other.
    public func advance(by span: TimeSpan) throws(ClockRefusal) {
        try move { (state, wall) throws(ClockRefusal) in try state.advance(by: span, wall: wall) }
    }

    /// Moves the clock forwards to `moment` and wakes the delays that are over, earliest first, one after the other.
    public func set(to moment: Moment) throws(ClockRefusal) {
        try move { (state, wall) throws(ClockRefusal) in try state.set(to: moment, wall: wall) }
    }

    /// Stops or starts time where it stands.
    public func change(to mode: ClockMode) {
        move { (state, wall) throws(Never) in state.change(to: mode, wall: wall) }
    }

    /// Ends all waiting, now and later: the world has been swapped for another one.
    public func retire() {
        move { (state, _) throws(Never) in state.retire() }
    }

    /// Returns when the world's time has come to `deadline`, the clock is retired, or the task is cancelled.
    public func sleep(until deadline: Moment) async throws(CancellationError) {
        _ = try await sleep(until: WakeUp(at: deadline))
    }

    /// The same, for a caller that keeps its permit until it is done: as long as the permit lasts, the clock wakes nobody whose
    /// deadline is later. Nil if nobody else was woken by the same move of the clock, as when time passes by itself.
    public func sleep(until wakeUp: WakeUp) async throws(CancellationError) -> WakePermit? {
        var permit: WakePermit?
        while true {
            if Task.isCancelled { throw CancellationError() }
            let wall = wall.now
            switch shared.withLock({ $0.state.wait(for: wakeUp.deadline, wall: wall) }) {
            case .over: return permit
            case .untilWoken: permit = self.permit(of: await park(until: wakeUp))
            case .untilWokenOrAfter(let rest): permit = self.permit(of: await park(until: wakeUp, atMost: rest))
            }
        }
    }

    /// Takes the permit back and wakes the next one.
    fileprivate func releasePermit(of sleeper: SleeperID) {
        wake { (state) throws(Never) in state.releasePermit(of: sleeper) }
    }

    private func permit(of sleeper: SleeperID?) -> WakePermit? {
        guard let sleeper, shared.withLock({ $0.state.hasPermit(sleeper) }) else { return nil }
        return WakePermit(of: sleeper, on: self)
    }

    /// Waits for a wake-up or for so much real time, whichever is first.
    private func park(until wakeUp: WakeUp, atMost rest: TimeSpan) async -> SleeperID? {
        await withTaskGroup(of: SleeperID?.self) { group in
            group.addTask { await self.park(until: wakeUp) }
            group.addTask {
                try? await Task.sleep(for: rest.duration)
                return nil
            }
            var sleeper = await group.next() ?? nil
            group.cancelAll()
            // The clock may have been moved in the same moment; the permit that came of it must not be lost.
            for await other in group { sleeper = sleeper ?? other }
            return sleeper
        }
    }

    private func park(until wakeUp: WakeUp) async -> SleeperID {
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
                    guard !Task.isCancelled, shared.state.wait(for: wakeUp.deadline, wall: wall) != .over
                    else { return false }
                    shared.state.enlist(sleeper, for: wakeUp)
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
        return sleeper
    }

    private func move<Refusal: Error>(
        _ event: (inout ClockState, Moment) throws(Refusal) -> [SleeperID]
    ) throws(Refusal) {
        let wall = wall.now
        try wake { (state) throws(Refusal) in try event(&state, wall) }
    }

    private func wake<Refusal: Error>(_ event: (inout ClockState) throws(Refusal) -> [SleeperID]) throws(Refusal) {
        let woken = try shared.withLock { (shared) throws(Refusal) in
            try event(&shared.state).compactMap { shared.continuations.removeValue(forKey: $0) }
        }
        for continuation in woken { continuation.resume() }
    }
}

/// The permit to act of one whom a clock woke: as long as it lasts, the clock wakes nobody whose deadline is later.
///
/// So of several that one move of the clock wakes, each is done with what it does before the next one begins, and ids are
/// issued in the order of the deadlines. A permit that is let go ends by itself.
public final class WakePermit: Sendable {
    private let clock: WorldClock
    private let sleeper: SleeperID

    init(of sleeper: SleeperID, on clock: WorldClock) {
        self.clock = clock
        self.sleeper = sleeper
    }

    deinit { end() }

    /// Lets the next one wake. Ending twice is as good as once.
    public func end() {
        clock.releasePermit(of: sleeper)
    }
}

/// Where a running world's clock gets the real time from. The composition root makes the only real one;
/// nothing else reads the system clock.
public struct WallClock: Sendable {
    private let read: @Sendable () -> Moment

    /// A wall clock that asks `read` for the real time.
    public init(_ read: @escaping @Sendable () -> Moment) {
        self.read = read
    }

    /// The real time.
    public var now: Moment { read() }

    /// A wall clock that always shows the same instant, for tests.
    public static func constant(_ moment: Moment) -> WallClock { WallClock { moment } }
}
