import Anchor
import Kernel
import Testing

@testable import Assembly

@Suite("What a world was before its last requests")
struct RequestHistoryTests {
    @Test("states between which nothing changed are kept once")
    func sharing() throws {
        let world = try TestWorlds().world("w")
        for _ in 0..<3 { _ = world.arrive() }
        let first = try world.history.snapshot(before: 1)
        #expect(try world.history.snapshot(before: 3).states === first.states)
        #expect(world.snapshot.states === first.states)
    }

    @Test("the oldest of the process go first where all worlds together have too many")
    func budget() throws {
        let worlds = try TestWorlds(historyLimit: 100)
        let (early, late) = (worlds.world("early"), worlds.world("late"))
        for _ in 0..<50 { _ = early.arrive() }
        for _ in 0..<70 { _ = late.arrive() }
        #expect(throws: RewindRefusal.self) { try early.history.snapshot(before: 10) }
        #expect(try late.history.snapshot(before: 1).requestNumber == 0)
        #expect(try early.history.snapshot(before: 50).requestNumber == 49)
        let kept = (1...50).filter(early.history.keeps).count + (1...70).filter(late.history.keeps).count
        #expect(kept <= 100)
        #expect(kept >= 95)
    }

    @Test("a world that keeps its own last requests costs the others nothing, however many it has")
    func busyWorld() throws {
        let worlds = try TestWorlds(historyLimit: 300)
        let (quiet, busy) = (worlds.world("quiet"), worlds.world("busy"))
        for _ in 0..<20 { _ = quiet.arrive() }
        for _ in 0..<5000 { _ = busy.arrive() }
        #expect(try quiet.history.snapshot(before: 1).requestNumber == 0)
        #expect(try busy.history.snapshot(before: 4801).requestNumber == 4800)
        #expect(throws: RewindRefusal.forgotten(4800, oldest: 4801)) { try busy.history.snapshot(before: 4800) }
    }

    @Test("worlds that go back again and again do not use up the budget")
    func goingBack() throws {
        // Room for the past of a world and of the one that takes its place, which are both there for a moment.
        let worlds = try TestWorlds(historyLimit: 400)
        let quiet = worlds.world("quiet")
        for _ in 0..<20 { _ = quiet.arrive() }
        var world = worlds.world("w")
        for _ in 0..<150 { _ = world.arrive() }
        let snapshot = world.snapshot
        for _ in 0..<50 {
            let next = worlds.factory.world(from: snapshot, replacing: world)
            world.history.abandon()
            world = next
            _ = world.arrive()
        }
        #expect(try quiet.history.snapshot(before: 1).requestNumber == 0)
        #expect(try world.history.snapshot(before: 1).requestNumber == 0)
    }
}
