import Admin
import Anchor
import Anon
import Kernel
import KernelHTTP
import Scenarios

extension ControlRoom: ControlledSnapshots {
    func snapshots(of world: WorldName) -> [SnapshotReport] {
        worldTable.snapshots(of: world).map(SnapshotReport.init)
    }

    func takeSnapshot(of world: WorldName, as id: String?) throws -> SnapshotReport {
        try keep(worldTable.world(world).snapshot, as: id)
    }

    func exportSnapshot(_ id: String, of world: WorldName) throws -> [UInt8] {
        try SnapshotDocument(try stored(id, of: world).snapshot).bytes
    }

    func deleteSnapshot(_ id: String, of world: WorldName) throws -> SnapshotReport {
        do throws(SnapshotRefusal) {
            return SnapshotReport(try worldTable.deleteSnapshot(id, of: world))
        } catch {
            throw ControlRefusal(error)
        }
    }

    func restoreSnapshot(_ id: String, of world: WorldName) throws -> SnapshotReport {
        do throws(SnapshotRefusal) {
            return SnapshotReport(try worldTable.restore(id, of: world))
        } catch {
            throw ControlRefusal(error)
        }
    }

    func difference(from old: String, to new: String, of world: WorldName) throws -> SnapshotDifference {
        let before = try snapshot(old, of: world)
        let after = try snapshot(new, of: world)
        return SnapshotDifference(
            world: world, from: old, to: new,
            parts: try Self.parts("anchor", before.anchor, after.anchor)
                + Self.parts("anon", before.anon, after.anon))
    }

    func rewind(_ world: WorldName, before number: Int) throws -> RewindReport {
        do throws(RewindRefusal) {
            let snapshot = try worldTable.rewind(world, before: number).snapshot
            return RewindReport(world: world, now: snapshot.now, requests: snapshot.requestNumber)
        } catch {
            throw ControlRefusal(error)
        }
    }

    /// Adds a snapshot to those of its world.
    func keep(_ snapshot: WorldSnapshot, as id: String?) throws -> SnapshotReport {
        do throws(SnapshotRefusal) {
            return SnapshotReport(try worldTable.keep(snapshot, id: id))
        } catch {
            throw ControlRefusal(error)
        }
    }

    private func snapshot(_ id: String, of world: WorldName) throws -> WorldSnapshot {
        id == SnapshotShelf.now ? worldTable.world(world).snapshot : try stored(id, of: world).snapshot
    }

    private func stored(_ id: String, of world: WorldName) throws -> StoredSnapshot {
        do throws(SnapshotRefusal) {
            return try worldTable.snapshot(id, of: world)
        } catch {
            throw ControlRefusal(error)
        }
    }

    private static func parts<State: TabledState>(
        _ vendor: String, _ old: State, _ new: State
    ) throws -> [SnapshotDifference.Part] {
        try State.tables.filter { !$0.isIndex }.map { table in
            SnapshotDifference.Part(vendor: vendor, try table.difference(old, new))
        }
    }
}
