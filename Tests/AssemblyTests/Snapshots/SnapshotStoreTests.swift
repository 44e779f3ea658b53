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
}
