import DrydockTesting
import Kernel
import KernelHTTP
import Testing

@testable import Anchor
@testable import Assembly

/// Random conversations with both vendors and the control plane: whatever a world was before a request, it can be that again.
@Suite("A world that goes back is what it was")
struct RewindPropertyTests {
    /// Ids that a client brings, hidden reads, sessions that are revoked, a rate: whatever makes a read a change.
    private static let changingReads = [
        "demo", "identity-visible-after-reads", "link-revoked-between-calls", "token-spent-on-opening",
    ]

    @Test(
        "before each of its last 200 requests, by way of earlier rewinds and snapshots as well",
        arguments: [([], 11, 230), (changingReads, 12, 120), (["sdk-suite"], 13, 120)] as [([String], UInt64, Int)])
    func requests(scenarios: [String], seed: UInt64, count: Int) async throws {
        var configuration = try DrydockConfiguration.testing(clock: "2026-01-01T00:00:00Z")
        configuration.scenarios = scenarios
        let drydock = try Drydock(configuration)
        try await withDrydock(drydock) { running in
            let name = try #require(WorldName("w"))
            var traffic = RandomTraffic(running, world: "w", seed: seed)
            var numbers = SplitMix64(seed: seed)
            var past = KnownPast()
            var kept: [(id: String, past: KnownPast)] = []
            for step in 0..<count {
                past.note(try drydock.worlds.world(name).snapshot)
                _ = try await traffic.run(1)
                guard step > count / 2 else { continue }
                switch numbers.next() % 24 {
                case 0:
                    let number = drydock.worlds.all.first { $0.name == name }?.history.requestNumber ?? 0
                    let target = max(1, number - Int(numbers.next() % 12))
                    guard number > 0 else { continue }
                    _ = try drydock.worlds.rewind(name, before: target)
                    past.forget(after: target)
                    try past.expectNow(drydock.worlds.world(name))
                case 1:
                    let world = try drydock.worlds.world(name)
                    past.note(world.snapshot)
                    kept.append((try drydock.worlds.keepSnapshot(of: world, id: nil).id, past))
                case 2:
                    guard let stored = kept.last else { continue }
                    _ = try drydock.worlds.restore(stored.id, of: name)
                    past = stored.past
                    try past.expectNow(drydock.worlds.world(name))
                default: break
                }
            }
            let world = try drydock.worlds.world(name)
            past.note(world.snapshot)
            try past.expectAll(of: world)
        }
    }

    @Test("a snapshot of another course that events took after the same request keeps what was before that")
    func siblings() throws {
        let worlds = try TestWorlds()
        var world = worlds.world("w")
        var past = KnownPast()
        for number in 1...3 {
            past.note(world.snapshot)
            _ = world.arrive()
            try Self.make("before \(number)", in: world)
        }
        let first = world.snapshot
        try Self.make("one course", in: world)
        let second = world.snapshot
        // Back to the first, on from there without a request, then over to the second.
        world = worlds.factory.world(from: first, replacing: world)
        try Self.make("another course", in: world)
        world = worlds.factory.world(from: second, replacing: world)
        past.note(second)
        try past.expectNow(world)
        #expect(try past.expectAll(of: world) == 3)
        try Self.make("later", in: world)
        #expect(try past.expectAll(of: world) == 3)
    }

    @Test("in a world that was taken back to the middle of what it did, nothing of it is lost")
    func inherited() throws {
        let worlds = try TestWorlds()
        var world = worlds.world("w")
        var past = KnownPast()
        for number in 1...40 {
            past.note(world.snapshot)
            _ = world.arrive()
            if number % 3 != 0 { try Self.make("\(number)", in: world) }
        }
        for target in [31, 30, 17, 2] {
            world = worlds.factory.world(from: try world.snapshot(before: target), replacing: world)
            past.forget(after: target)
            #expect(try past.expectAll(of: world) == target - 1)
            past.note(world.snapshot)
            _ = world.arrive()
            try Self.make("from \(target) on", in: world)
            past.note(world.snapshot)
            #expect(try past.expectAll(of: world) == target)
        }
    }

    @Test(
        "while requests come and transitions run, each mark has whole transitions, and all that were over when it was made"
    )
    func races() async throws {
        let world = try TestWorlds().world("w")
        let marks = await withTaskGroup(of: [(number: Int, own: [String])].self) { group in
            for worker in 0..<4 {
                group.addTask {
                    var (marks, own): ([(number: Int, own: [String])], [String]) = ([], [])
                    for step in 0..<40 {
                        marks.append((world.arrive().number, own))
                        let name = "\(worker)-\(step)"
                        try? Self.make(name, in: world)
                        own.append(name)
                    }
                    return marks
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        var latest = 0
        for (number, own) in marks.sorted(by: { $0.number < $1.number }) {
            let state = try world.snapshot(before: number).states.anchor
            #expect(state.objectCount == state.profiles.count)
            #expect(state.profiles.count >= latest)
            #expect(own.allSatisfy { state.profiles[$0] != nil })
            latest = state.profiles.count
        }
    }

    private static func make(_ name: String, in world: World) throws {
        try world.anchor.update { (state) throws in
            try state.createProfile(
                Profile.Draft(name: name), AnchorTurn(policies: world.anchor.policies, now: world.clock.now))
        }
    }
}

/// What a world was before each of its requests, found out while it was so.
private struct KnownPast {
    private var snapshots: [Int: WorldSnapshot] = [:]
    private var latest = 0

    /// The request that comes next finds the world so.
    mutating func note(_ snapshot: WorldSnapshot) {
        latest = snapshot.requestNumber + 1
        snapshots[latest] = snapshot
    }

    /// The world went back to before request `number`.
    mutating func forget(after number: Int) {
        latest = number
        snapshots = snapshots.filter { $0.key <= number }
    }

    /// The world is now what it was when it was looked at last.
    func expectNow(_ world: World) throws {
        try Self.expectEqual(world.snapshot, try #require(snapshots[latest]))
    }

    /// Everything that can be gone back to is what it was. Returns how many requests that are.
    @discardableResult
    func expectAll(of world: World) throws -> Int {
        let reached = (1..<max(latest, 2)).filter { world.history.keeps($0) && $0 <= world.history.requestNumber }
        for number in reached.reversed() {
            try Self.expectEqual(world.snapshot(before: number), try #require(snapshots[number]))
        }
        return reached.count
    }

    private static func expectEqual(_ found: WorldSnapshot, _ known: WorldSnapshot) throws {
        #expect(found.requestNumber == known.requestNumber)
        #expect(found.now == known.now && found.clockMode == known.clockMode)
        #expect((found.rules == known.rules) == true)
        let differences = try known.states.differences(to: found.states).flatMap(\.table.rows)
        #expect(differences.isEmpty, "before request \(known.requestNumber + 1)")
        // The indexes, what is in no table, and the bytes of keys: looking at every row takes its time.
        if known.requestNumber % 8 == 0 {
            #expect(StateText(found.states.anchor) == StateText(known.states.anchor))
            #expect(StateText(found.states.anon) == StateText(known.states.anon))
        } else {
            #expect((found.states.anchor.scalars == known.states.anchor.scalars) == true)
        }
    }
}
