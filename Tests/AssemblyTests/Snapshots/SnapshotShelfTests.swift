import Kernel
import Testing

@testable import Assembly

@Suite("The shelf of snapshots")
struct SnapshotShelfTests {
    private let worlds: TestWorlds
    private let snapshot: WorldSnapshot

    init() throws {
        worlds = try TestWorlds()
        snapshot = worlds.snapshot(of: "w")
    }

    @Test("made-up ids pass over those that were given, and are not used again")
    func ids() throws {
        var shelf = SnapshotShelf()
        var ids: [String] = []
        for id in [nil, "snapshot-2", nil] { ids.append(try shelf.put(snapshot, id: id).id) }
        ids.append(try shelf.remove("snapshot-3", of: snapshot.start.name).id)
        ids.append(try shelf.put(snapshot, id: nil).id)
        #expect(ids == ["snapshot-1", "snapshot-2", "snapshot-3", "snapshot-3", "snapshot-4"])
        #expect(shelf.count == 3)
    }

    @Test("a world has a limit, all worlds together have one, and what goes makes room")
    func limits() throws {
        var shelf = SnapshotShelf()
        for _ in 0..<SnapshotShelf.limitPerWorld { _ = try shelf.put(snapshot, id: nil) }
        #expect(throws: SnapshotRefusal.full(limit: 100, isWorld: true)) { try shelf.put(snapshot, id: nil) }
        for number in 1..<10 {
            let other = worlds.snapshot(of: "w\(number)")
            for _ in 0..<SnapshotShelf.limitPerWorld { _ = try shelf.put(other, id: nil) }
        }
        let last = worlds.snapshot(of: "last")
        #expect(throws: SnapshotRefusal.full(limit: 1000, isWorld: false)) { try shelf.put(last, id: nil) }
        let removed = shelf.removeAll(of: snapshot.start.name)
        #expect(removed.count == 100)
        #expect(shelf.count == 900)
        let put = try shelf.put(last, id: nil)
        #expect(put.id == "snapshot-1")
    }
}
