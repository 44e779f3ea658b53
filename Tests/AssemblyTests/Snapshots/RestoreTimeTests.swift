import Anchor
import Kernel
import Testing

@testable import Assembly

@Suite("Snapshots cost the same at any size", .serialized)
struct RestoreTimeTests {
    /// A world with so many objects: one that is there, under other keys.
    private static func world(_ count: Int, in worlds: TestWorlds) throws -> World {
        let start = worlds.start(of: "w")
        var anchor = start.states.anchor
        let row = try RowCoding.bytes("https://site.test")
        let table = try #require(AnchorState.tables.first { $0.name == "applicationOfSite" })
        for number in 0..<count { try table.insert(Array("\"\(number)\"".utf8), row, &anchor) }
        #expect(table.count(anchor) == count)
        let beginning = worlds.snapshot(of: "w")
        return worlds.factory.world(
            continuing: WorldSnapshot(
                start: start, clockMode: .frozen, now: beginning.now, rules: beginning.rules,
                states: VendorStates(anchor: anchor, anon: start.states.anon), requestNumber: 0,
                lineage: beginning.lineage))
    }

    /// The shortest of several times that taking and restoring a snapshot took.
    private static func time(_ world: World, in worlds: TestWorlds) -> Duration {
        let clock = ContinuousClock()
        var left: [World] = []
        let times = (0..<50).map { _ in
            clock.measure { left.append(worlds.factory.world(from: world.snapshot, replacing: world)) }
        }
        return times.min() ?? .zero
    }

    @Test("with 200,000 rows it takes no longer than with 100")
    func constant() throws {
        let worlds = try TestWorlds()
        let few = Self.time(try Self.world(100, in: worlds), in: worlds)
        let many = Self.time(try Self.world(200_000, in: worlds), in: worlds)
        // Two thousand times as many rows; anything that looked at each would take a hundred times as long.
        #expect(many < few * 10, "\(few) with 100, \(many) with 200,000")
    }
}
