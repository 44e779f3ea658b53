import Kernel
import Synchronization
import Testing

@Suite("WorldClock")
struct WorldClockTests {
    private static let start = Moment(milliseconds: 1_767_225_600_000)

    private func frozen() -> WorldClock {
        WorldClock(start: Self.start, mode: .frozen, wall: .constant(Moment(milliseconds: 0)))
    }

    @Test("a frozen clock stands until it is advanced or set")
    func frozenStands() throws {
        let clock = frozen()
        #expect(clock.now == Self.start)
        try clock.advance(by: .minutes(15))
        #expect(clock.now == Self.start + .minutes(15))
        try clock.set(to: Self.start + .minutes(20))
        #expect(clock.now == Self.start + .minutes(20))
    }

    @Test("a running clock goes with the wall from wherever it was set")
    func running() throws {
        let wall = Mutex(Moment(milliseconds: 5000))
        let clock = WorldClock(start: Self.start, mode: .running, wall: WallClock { wall.withLock { $0 } })
        wall.withLock { $0 = Moment(milliseconds: 7000) }
        #expect(clock.now == Self.start + .seconds(2))
        clock.change(to: .frozen)
        wall.withLock { $0 = Moment(milliseconds: 60_000) }
        #expect(clock.now == Self.start + .seconds(2))
        clock.change(to: .running)
        wall.withLock { $0 = Moment(milliseconds: 61_000) }
        #expect(clock.now == Self.start + .seconds(3))
    }

    @Test("no clock goes backwards")
    func forwardsOnly() {
        let clock = frozen()
        #expect(throws: ClockRefusal.negative(.milliseconds(-1))) { try clock.advance(by: .milliseconds(-1)) }
        let earlier = Moment(milliseconds: 0)
        #expect(throws: ClockRefusal.backwards(now: Self.start, wanted: earlier)) { try clock.set(to: earlier) }
        #expect(clock.now == Self.start)
    }

    @Test("no clock goes on beyond the latest instant", arguments: ClockMode.allCases)
    func withinTime(mode: ClockMode) throws {
        let clock = WorldClock(start: Self.start, mode: mode, wall: .constant(Moment(milliseconds: 0)))
        let rest = Moment.latest - Self.start
        let beyond = rest + .milliseconds(1)
        #expect(throws: ClockRefusal.beyondLatest(now: Self.start, by: beyond)) { try clock.advance(by: beyond) }
        #expect(clock.now == Self.start)
        try clock.advance(by: rest)
        #expect(clock.now == .latest)
        #expect(throws: ClockRefusal.self) { try clock.advance(by: .milliseconds(1)) }
    }

    @Test("a running clock at the end of time stays there")
    func runsOut() throws {
        let wall = Mutex(Moment(milliseconds: 0))
        let clock = WorldClock(start: .latest, mode: .running, wall: WallClock { wall.withLock { $0 } })
        wall.withLock { $0 = Moment(milliseconds: 86_400_000) }
        #expect(clock.now == .latest)
        clock.change(to: .frozen)
        #expect(clock.now == .latest)
    }

    @Test("advancing wakes exactly those whose time has come")
    func wakes() async throws {
        let clock = frozen()
        try await withThrowingTaskGroup(of: Int64.self) { group in
            for minutes in [3, 1, 2] as [Int64] {
                group.addTask {
                    try await clock.sleep(until: Self.start + .minutes(minutes))
                    return minutes
                }
            }
            await Poll.until(clock.pendingWakeUps.count >= 3)
            #expect(clock.pendingWakeUps == [1, 2, 3].map { WakeUp(at: Self.start + .minutes($0)) })
            try clock.advance(by: .minutes(2))
            let first = [try await group.next(), try await group.next()]
            #expect(Set(first) == [1, 2])
            #expect(clock.pendingWakeUps == [WakeUp(at: Self.start + .minutes(3))])
            try clock.advance(by: .minutes(1))
            #expect(try await group.next() == 3)
        }
    }

    @Test("a retired clock lets everybody go, also those who come later")
    func retires() async throws {
        let clock = frozen()
        async let sleeper: Void = clock.sleep(until: Self.start + .minutes(1))
        await Poll.until(!clock.pendingWakeUps.isEmpty)
        clock.retire()
        try await sleeper
        try await clock.sleep(until: Self.start + .minutes(5))
        #expect(clock.pendingWakeUps.isEmpty)
    }

    @Test("a cancelled sleeper leaves nothing behind")
    func cancels() async {
        let clock = frozen()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { try? await clock.sleep(until: Self.start + .minutes(1)) }
            await Poll.until(!clock.pendingWakeUps.isEmpty)
            group.cancelAll()
        }
        #expect(clock.pendingWakeUps.isEmpty)
    }

    @Test("a sleeper on a clock that is set running is woken by real time")
    func runsOn() async throws {
        let clock = WorldClock(start: Self.start, mode: .frozen, wall: .constant(Moment(milliseconds: 0)))
        async let sleeper: Void = clock.sleep(until: Self.start + .minutes(1))
        await Poll.until(!clock.pendingWakeUps.isEmpty)
        clock.change(to: .running)
        await Poll.until(!clock.pendingWakeUps.isEmpty)
        try clock.advance(by: .minutes(1))
        try await sleeper
    }
}
