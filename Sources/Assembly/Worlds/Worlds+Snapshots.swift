import Admin
import Kernel
import Synchronization

extension Worlds {
    /// How many snapshots there are.
    var snapshotCount: Int { shelf.withLock { $0.count } }

    /// The snapshots of a world, oldest first.
    func snapshots(of name: WorldName) -> [StoredSnapshot] { shelf.withLock { $0.snapshots(of: name) } }

    /// The snapshot `id` of a world.
    func snapshot(_ id: String, of name: WorldName) throws(SnapshotRefusal) -> StoredSnapshot {
        try shelf.withLock { (shelf) throws(SnapshotRefusal) in try shelf.snapshot(id, of: name) }
    }

    /// Keeps what a world is now, or what another process says that it was.
    func keep(_ snapshot: WorldSnapshot, id: String?) throws(SnapshotRefusal) -> StoredSnapshot {
        try shelf.withLock { (shelf) throws(SnapshotRefusal) in try shelf.put(snapshot, id: id) }
    }

    /// Deletes the snapshot `id` of a world.
    func deleteSnapshot(_ id: String, of name: WorldName) throws(SnapshotRefusal) -> StoredSnapshot {
        let removed = try shelf.withLock { (shelf) throws(SnapshotRefusal) in try shelf.remove(id, of: name) }
        reclaimer.take([removed])
        return removed
    }

    /// Deletes all snapshots of a world that is gone.
    func forgetSnapshots(of name: WorldName) {
        reclaimer.take(shelf.withLock { $0.removeAll(of: name) })
    }

    /// Makes a world what the snapshot `id` says.
    func restore(_ id: String, of name: WorldName) throws(SnapshotRefusal) -> StoredSnapshot {
        let stored = try snapshot(id, of: name)
        goBack(to: stored.snapshot, because: "restored \(id)")
        return stored
    }

    /// Makes a world what it was just before request `number`.
    func rewind(_ name: WorldName, before number: Int) throws(RewindRefusal) -> World {
        goBack(to: try world(name).history.snapshot(before: number), because: "rewound before request \(number)")
    }

    @discardableResult
    private func goBack(to snapshot: WorldSnapshot, because reason: String) -> World {
        let world = factory.world(from: snapshot, replacing: world(snapshot.start.name))
        swap(in: world, as: .restored, because: reason, isContinued: true)
        return world
    }
}
