import Kernel
import Testing

@testable import Assembly

@Suite("The store of snapshots")
struct SnapshotStoreTests {
    private let worlds: TestWorlds
    private let snapshot: WorldSnapshot

    init() throws {
        worlds = try TestWorlds()
        snapshot = worlds.snapshot(of: "w")
    }

    @Test("made-up ids pass over those that were given, and are not used again")
    func ids() throws {
        var snapshots = SnapshotStore()
        var ids: [String] = []
        for id in [nil, "snapshot-2", nil] { ids.append(try snapshots.put(snapshot, id: id).id) }
        ids.append(try snapshots.remove("snapshot-3", of: snapshot.start.name).id)
        ids.append(try snapshots.put(snapshot, id: nil).id)
        #expect(ids == ["snapshot-1", "snapshot-2", "snapshot-3", "snapshot-3", "snapshot-4"])
        #expect(snapshots.count == 3)
    }

    @Test("a world has a limit, all worlds together have one, and what goes makes room")
    func limits() throws {
        var snapshots = SnapshotStore()
        for _ in 0..<SnapshotStore.limitPerWorld { _ = try snapshots.put(snapshot, id: nil) }
        #expect(throws: SnapshotRefusal.full(limit: 100, isWorld: true)) { try snapshots.put(snapshot, id: nil) }
        for number in 1..<10 {
            let other = worlds.snapshot(of: "w\(number)")
            for _ in 0..<SnapshotStore.limitPerWorld { _ = try snapshots.put(other, id: nil) }
        }
        let last = worlds.snapshot(of: "last")
        #expect(throws: SnapshotRefusal.full(limit: 1000, isWorld: false)) { try snapshots.put(last, id: nil) }
        let removed = snapshots.removeAll(of: snapshot.start.name)
        #expect(removed.count == 100)
        #expect(snapshots.count == 900)
        let put = try snapshots.put(last, id: nil)
        #expect(put.id == "snapshot-1")
    }

    @Test("all together have a weight that they may not exceed, and what goes makes room")
    func weight() throws {
        var snapshots = SnapshotStore()
        let half = SnapshotStore.weightLimit / 2
        _ = try snapshots.put(snapshot, id: "a", weight: half)
        _ = try snapshots.put(worlds.snapshot(of: "v"), id: "b", weight: half)
        let full = SnapshotRefusal.tooHeavy(limit: SnapshotStore.weightLimit)
        #expect(throws: full) { try snapshots.put(snapshot, id: "c", weight: 1) }
        #expect(throws: full) { try snapshots.put(snapshot, id: "c", weight: .max) }
        _ = try snapshots.put(snapshot, id: "c", weight: 0)
        _ = try snapshots.remove("a", of: snapshot.start.name)
        _ = try snapshots.put(snapshot, id: "d", weight: half)
        _ = snapshots.removeAll(of: snapshot.start.name)
        #expect(snapshots.weight == half)
    }

    @Test("a snapshot that turns out to be lighter than requests let fear makes room")
    func measured() throws {
        var snapshots = SnapshotStore()
        let stored = try snapshots.put(worlds.snapshot(of: "w"), id: "a", weight: SnapshotStore.weightLimit)
        #expect(!snapshots.hasRoom(for: 1))
        #expect(snapshots.estimated.map(\.id) == ["a"])
        snapshots.measured(stored, weight: 100)
        #expect(snapshots.estimated.isEmpty)
        #expect(snapshots.weight == 100)
        snapshots.measured(stored, weight: .max)
        #expect(snapshots.weight == 100)
        _ = try snapshots.remove("a", of: stored.snapshot.start.name)
        #expect(snapshots.weight == 0)
    }

    @Test(
        "a snapshot is weighed by what requests brought since the one before; in a world that began anew, by all of it")
    func newBytes() throws {
        var snapshots = SnapshotStore()
        let name = snapshot.start.name
        #expect(snapshots.newBytes(of: name, brought: 100) == 100)
        _ = try snapshots.put(snapshot, id: nil, weight: 100, brought: 100)
        #expect(snapshots.newBytes(of: name, brought: 130) == 30)
        #expect(snapshots.newBytes(of: name, brought: 20) == 20)
    }
}
