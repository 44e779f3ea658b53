import Admin
import HTTPTypes
import Kernel

extension FakeWorlds: ControlledSnapshots {
    func snapshots(of world: WorldName) -> [SnapshotReport] { [report("snapshot-1", world)] }

    func takeSnapshot(of world: WorldName, as id: String?) throws -> SnapshotReport {
        note("take \(id ?? "a snapshot") of \(world)")
        return report(id ?? "snapshot-1", world)
    }

    func exportSnapshot(_ id: String, of world: WorldName) throws -> [UInt8] {
        guard id == "snapshot-1" else {
            throw ControlRefusal(.notFound, "No \(id)", code: ControlReason.snapshotUnknown)
        }
        return Array("{\"drydockSnapshot\":1}".utf8)
    }

    func importSnapshot(_ document: [UInt8], into world: WorldName?, as id: String?) throws -> SnapshotReport {
        note("import \(String(decoding: document, as: UTF8.self)) into \(world?.description ?? "its world")")
        return report(id ?? "snapshot-1", world ?? .default)
    }

    func deleteSnapshot(_ id: String, of world: WorldName) throws -> SnapshotReport {
        note("delete \(id) of \(world)")
        return report(id, world)
    }

    func restoreSnapshot(_ id: String, of world: WorldName) throws -> SnapshotReport {
        note("restore \(id) of \(world)")
        return report(id, world)
    }

    func difference(from old: String, to new: String, of world: WorldName) throws -> SnapshotDifference {
        SnapshotDifference(world: world, from: old, to: new, parts: [])
    }

    func rewind(_ world: WorldName, before number: Int) throws -> RewindReport {
        note("rewind \(world) before \(number)")
        return RewindReport(world: world, now: FakeWorld.start, requests: number - 1)
    }

    private func report(_ id: String, _ world: WorldName) -> SnapshotReport {
        SnapshotReport(id: id, world: world, scenario: "default", now: FakeWorld.start, requests: 3, objects: 9)
    }
}
