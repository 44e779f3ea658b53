import DrydockTesting
import FoundationEssentials
import Testing

@Suite("Isolation")
struct IsolationTests {
    /// `DRYDOCK_ISOLATION_SEED` repeats a run; which requests meet is up to the machine all the same.
    private static let seed = number("DRYDOCK_ISOLATION_SEED") ?? 1
    private static let requests = number("DRYDOCK_ISOLATION_REQUESTS") ?? 20_000
    private static let worlds = 50

    @Test("50 worlds live side by side through 20,000 requests, resets, clocks and scenarios, and none sees another")
    func isolation() async throws {
        let seed = Self.seed
        print("isolation seed: \(seed) (DRYDOCK_ISOLATION_SEED)")
        let issued = IssuedIDs()
        let sent = try await withDrydock(clock: IslandTime.start, seed: seed) { drydock in
            try await withThrowingTaskGroup(of: (Int, IsolationBreach?).self) { group in
                for number in 0..<Self.worlds {
                    group.addTask {
                        var island = Island(number, on: drydock, seed: seed, issued: issued)
                        do {
                            try await island.live(requests: Int(Self.requests) / Self.worlds)
                        } catch let breach as IsolationBreach {
                            return (island.requests, breach)
                        }
                        return (island.requests, nil)
                    }
                }
                return try await group.reduce(into: 0) { total, life in
                    total += life.0
                    if let breach = life.1 { Issue.record("\(breach); seed \(seed)") }
                }
            }
        }
        #expect(sent >= Int(Self.requests))
        #expect(issued.count > Self.worlds)
    }

    private static func number(_ variable: String) -> UInt64? {
        ProcessInfo.processInfo.environment[variable].flatMap { UInt64($0) }
    }
}
