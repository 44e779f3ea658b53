import Kernel
import Synchronization
import Testing

@Suite("Whose permit it is when a clock moves")
struct WakePermitTests {
    private static let start = Moment(milliseconds: 1_767_225_600_000)

    private func frozen() -> WorldClock {
        WorldClock(start: Self.start, mode: .frozen, wall: .constant(Self.start))
    }

    /// Deadlines in an order that no sorting has seen, some of them equal.
    private static func deadlines(_ count: Int, seed: UInt64) -> [Int64] {
        var generator = SplitMix64(seed: seed)
        return (0..<count).map { _ in Int64(generator.next() % 50) + 1 }
    }

    /// Parks one sleeper for each deadline, number by number, so that the order of arrival is known.
    private func park(
        _ deadlines: [Int64], on clock: WorldClock, in group: inout ThrowingTaskGroup<Void, any Error>,
        _ body: @escaping @Sendable (Int, WakePermit?) async -> Void
    ) async {
        for (number, seconds) in deadlines.enumerated() {
            group.addTask {
                let wakeUp = WakeUp(at: Self.start + .seconds(seconds), request: number, operation: "a.b")
                await body(number, try await clock.sleep(until: wakeUp))
            }
        }
        await Poll.until(clock.pendingWakeUps.count >= deadlines.count)
    }

    @Test(
        "a hundred sleepers that one move of the clock wakes act in the order of their deadlines", arguments: [1, 2, 3])
    func order(seed: UInt64) async throws {
        let clock = frozen()
        let deadlines = Self.deadlines(100, seed: seed)
        let acted = Mutex<[Int]>([])
        try await withThrowingTaskGroup(of: Void.self) { group in
            await park(deadlines, on: clock, in: &group) { number, permit in
                // Whoever comes out of turn gets past the one whose permit it is here.
                for _ in 0..<(100 - number) { await Task.yield() }
                acted.withLock { $0.append(number) }
                permit?.end()
            }
            try clock.advance(by: .minutes(1))
            try await group.waitForAll()
        }
        let expected = deadlines.indices.sorted { (deadlines[$0], $0) < (deadlines[$1], $1) }
        #expect(acted.withLock { $0 } == expected)
        #expect(clock.pendingWakeUps.isEmpty)
    }

    @Test("what is waited for is listed in the order of the deadlines, with the request that waits")
    func pending() async throws {
        let clock = frozen()
        let deadlines: [Int64] = [30, 10, 20]
        try await withThrowingTaskGroup(of: Void.self) { group in
            await park(deadlines, on: clock, in: &group) { _, _ in }
            #expect(clock.pendingWakeUps.map(\.request) == [1, 2, 0])
            #expect(clock.pendingWakeUps.first?.operation == "a.b")
            #expect(clock.pendingWakeUps.map { ($0.deadline - Self.start).seconds } == [10, 20, 30])
            try clock.advance(by: .seconds(15))
            #expect(clock.pendingWakeUps.map(\.request) == [2, 0])
            clock.retire()
            try await group.waitForAll()
        }
    }

    @Test("while one has its permit the next one sleeps, however far the clock goes")
    func exclusive() async throws {
        let clock = frozen()
        let permits = AsyncStream.makeStream(of: (Int, WakePermit?).self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            await park([1, 2, 3], on: clock, in: &group) { permits.continuation.yield(($0, $1)) }
            try clock.advance(by: .seconds(2))
            try clock.advance(by: .minutes(1))
            var woken: [Int] = []
            for await (number, permit) in permits.stream {
                woken.append(number)
                #expect(woken == Array(0...number))
                #expect(permit != nil)
                permit?.end()
                permit?.end()
                if number == 2 { break }
            }
            try await group.waitForAll()
        }
    }

    @Test("a permit that is let go ends by itself, and so does that of a cancelled task")
    func letGo() async throws {
        let clock = frozen()
        try await withThrowingTaskGroup(of: Void.self) { group in
            await park([1, 2, 3], on: clock, in: &group) { _, _ in }
            try clock.advance(by: .minutes(1))
            try await group.waitForAll()
        }
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                _ = try await clock.sleep(until: WakeUp(at: clock.now + .seconds(1)))
                Issue.record("a cancelled sleeper goes on")
            }
            await Poll.until(!clock.pendingWakeUps.isEmpty)
            group.cancelAll()
            while (try? await group.next()) != nil {}
        }
        try clock.advance(by: .minutes(1))
        #expect(try await clock.sleep(until: WakeUp(at: clock.now)) == nil)
    }

    @Test("retiring a clock lets those go who wait for their permit, too")
    func retired() async throws {
        let clock = frozen()
        let held = Mutex<[WakePermit]>([])
        try await withThrowingTaskGroup(of: Void.self) { group in
            await park([1, 2, 3], on: clock, in: &group) { _, permit in
                if let permit { held.withLock { $0.append(permit) } }
            }
            try clock.advance(by: .minutes(1))
            await Poll.until(held.withLock { !$0.isEmpty })
            clock.retire()
            try await group.waitForAll()
        }
        #expect(held.withLock { $0.count } == 1)
    }

    @Test("a permit begun by hand on a running clock lets the next one wake")
    func running() async throws {
        let clock = WorldClock(start: Self.start, mode: .running, wall: .constant(Self.start))
        let acted = Mutex<[Int]>([])
        try await withThrowingTaskGroup(of: Void.self) { group in
            await park([3000, 1000, 2000], on: clock, in: &group) { number, permit in
                acted.withLock { $0.append(number) }
                permit?.end()
            }
            try clock.advance(by: .minutes(60))
            try await group.waitForAll()
        }
        #expect(acted.withLock { $0 } == [1, 2, 0])
    }
}
