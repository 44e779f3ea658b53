import DrydockTesting
import Testing

@Suite("Same scenario, seed and requests: same bytes")
struct DeterminismTests {
    @Test("the whole flow answers byte for byte the same after a reset")
    func afterReset() async throws {
        try await withDrydock(clock: "2026-01-01T00:00:00Z", seed: 42) { drydock in
            let flow = Flow(drydock, key: "sk-test@again")
            let first = try await flow.transcript()
            _ = try await drydock.post("/_drydock/reset?world=again")
            let second = try await flow.transcript()
            #expect(first == second)
            #expect(first.count == 11)
        }
    }

    @Test("two servers with one seed answer the same, with another they do not")
    func acrossServers() async throws {
        func transcript(seed: UInt64) async throws -> [String] {
            try await withDrydock(clock: "2026-01-01T00:00:00Z", seed: seed) { try await Flow($0).transcript() }
        }
        let first = try await transcript(seed: 1)
        #expect(try await transcript(seed: 1) == first)
        #expect(try await transcript(seed: 2) != first)
    }
}
