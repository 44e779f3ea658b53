import Anchor
import Kernel
import NIOCore
import Testing

@testable import Assembly

@Suite("What a world was before its last requests")
struct RequestHistoryTests {
    @Test("requests that change nothing leave no more than their marks")
    func sharing() throws {
        let world = try TestWorlds().world("w")
        for _ in 0..<3 { _ = world.arrive() }
        #expect(world.anchor.content.copy.log.end == 0)
        let (first, third) = (try world.history.past(before: 1).mark, try world.history.past(before: 3).mark)
        #expect(first.versions == third.versions)
        #expect(first.rules === third.rules)
        #expect(
            try world.snapshot(before: 1).states.differences(to: world.snapshot.states).allSatisfy(\.table.rows.isEmpty)
        )
    }

    @Test("a world whose requests were counted to the bound by hand goes on without numbers")
    func bound() throws {
        let worlds = try TestWorlds()
        let start = worlds.snapshot(of: "w")
        let last = WorldSnapshot(
            start: start.start, clockMode: start.clockMode, now: start.now, rules: start.rules, states: start.states,
            requestNumber: Counter.limit - 1, lineage: start.lineage)
        let world = worlds.factory.world(continuing: last)
        let numbers = (0..<3).map { _ in world.arrive().number }
        #expect(numbers == [Counter.limit, Counter.limit + 1, Counter.limit + 1])
        #expect(world.snapshot.requestNumber == Counter.limit)
        _ = worlds.factory.world(from: world.snapshot, replacing: world)
        #expect(throws: RewindRefusal.self) { try world.snapshot(before: .max) }
        #expect(throws: RewindRefusal.self) { try world.snapshot(before: .min) }
        world.history.forget(through: .max)
    }

    @Test("the oldest of the process go first where all worlds together have too many")
    func budget() throws {
        let worlds = try TestWorlds(historyLimit: 100)
        let (early, late) = (worlds.world("early"), worlds.world("late"))
        for _ in 0..<50 { _ = early.arrive() }
        for _ in 0..<70 { _ = late.arrive() }
        #expect(throws: RewindRefusal.self) { try early.snapshot(before: 10) }
        #expect(try late.snapshot(before: 1).requestNumber == 0)
        #expect(try early.snapshot(before: 50).requestNumber == 49)
        let kept = (1...50).filter(early.history.keeps).count + (1...70).filter(late.history.keeps).count
        #expect(kept <= 100)
        #expect(kept >= 95)
    }

    @Test("requests that come at the same time count once each, whoever lets their marks go")
    func atOnce() async throws {
        let worlds = try TestWorlds(historyLimit: 100)
        let all = (0..<3).map { worlds.world("w\($0)") }
        await withTaskGroup(of: Void.self) { group in
            for world in all + all {
                group.addTask { for _ in 0..<2000 { _ = world.arrive(weight: 10) } }
            }
            group.addTask { all[2].history.abandon() }
        }
        // What was counted twice, or not at all, would have the others pay for it from now on.
        for _ in 0..<150 { _ = all[0].arrive() }
        #expect((1...4150).filter(all[0].history.keeps).count == 100)
        #expect((1...4000).filter(all[1].history.keeps).isEmpty)
        _ = all[1].arrive()
        #expect(try all[0].snapshot(before: 4150).requestNumber == 4149)
        #expect((1...4150).filter(all[0].history.keeps).count == 99)
    }

    @Test("a world that keeps its own last requests costs the others nothing, however many it has")
    func busyWorld() throws {
        let worlds = try TestWorlds(historyLimit: 300)
        let (quiet, busy) = (worlds.world("quiet"), worlds.world("busy"))
        for _ in 0..<20 { _ = quiet.arrive() }
        for _ in 0..<5000 { _ = busy.arrive() }
        #expect(try quiet.snapshot(before: 1).requestNumber == 0)
        #expect(try busy.snapshot(before: 4801).requestNumber == 4800)
        #expect(throws: RewindRefusal.forgotten(4800, oldest: 4801)) { try busy.snapshot(before: 4800) }
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
        #expect(try quiet.snapshot(before: 1).requestNumber == 0)
        #expect(try world.snapshot(before: 1).requestNumber == 0)
    }

    @Test("requests with large bodies leave fewer to go back to, and the oldest of the process go first")
    func weight() throws {
        let worlds = try TestWorlds(historyBytes: 100_000)
        let (quiet, busy) = (worlds.world("quiet"), worlds.world("busy"))
        for _ in 0..<20 { _ = quiet.arrive() }
        for _ in 0..<60 { _ = busy.arrive(weight: 10_000) }
        #expect((1...20).filter(quiet.history.keeps).isEmpty)
        let kept = (1...60).filter(busy.history.keeps)
        #expect((5...10).contains(kept.count))
        #expect(kept.last == 60)
        #expect(try busy.snapshot(before: 60).requestNumber == 59)
    }

    @Test("a request that outweighs the whole budget can still be taken back")
    func heaviest() throws {
        let world = try TestWorlds(historyBytes: 1000).world("w")
        for _ in 0..<3 { _ = world.arrive(weight: 1_000_000) }
        #expect(try world.snapshot(before: 3).requestNumber == 2)
        #expect(throws: RewindRefusal.forgotten(2, oldest: 3)) { try world.snapshot(before: 2) }
    }

    @Test("what worlds forget of themselves weighs nothing when it matters")
    func forgottenWeight() throws {
        let worlds = try TestWorlds(historyBytes: 1_000_000)
        let (quiet, busy) = (worlds.world("quiet"), worlds.world("busy"))
        for _ in 0..<20 { _ = quiet.arrive() }
        // Of 1,000 requests 200 are kept: 300,000 bytes.
        for _ in 0..<1000 { _ = busy.arrive(weight: 1_500) }
        #expect(try quiet.snapshot(before: 1).requestNumber == 0)
        #expect(try busy.snapshot(before: 801).requestNumber == 800)
    }

    @Test(
        "a body weighs what it would take as values in memory, at least",
        arguments: [
            ("", 0), ("plain text", 10), (#"{"a":1}"#, 7 + 2 * 48), ("[[],[],[]]", 10 + 6 * 48),
            ("a=1&b=2&c=3", 11 + 2 * 48),
        ])
    func bodies(text: String, weight: Int) {
        #expect(RequestWeight.bytes(of: ByteBuffer(string: text)) == weight)
    }
}
