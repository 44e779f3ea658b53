package import Kernel

/// What the control plane can do with the past of worlds. All throw `ControlRefusal`, and change nothing where they do.
package protocol ControlledSnapshots: Sendable {
    /// The snapshots of a world, oldest first.
    func snapshots(of world: WorldName) -> [SnapshotReport]
    /// Keeps what the world is now, under `id` or under one that is made up.
    func takeSnapshot(of world: WorldName, as id: String?) throws -> SnapshotReport
    /// A snapshot as a JSON document, for another process.
    func exportSnapshot(_ id: String, of world: WorldName) throws -> [UInt8]
    /// Keeps a snapshot that another process exported, in the world that it was taken of, which `world` must be where it is
    /// given.
    func importSnapshot(_ document: [UInt8], into world: WorldName?, as id: String?) throws -> SnapshotReport
    /// Deletes a snapshot.
    func deleteSnapshot(_ id: String, of world: WorldName) throws -> SnapshotReport
    /// Makes the world what it was when the snapshot was taken, in one swap.
    func restoreSnapshot(_ id: String, of world: WorldName) throws -> SnapshotReport
    /// What was made, changed and removed from one snapshot to another; `now` stands for the world as it is.
    func difference(from old: String, to new: String, of world: WorldName) throws -> SnapshotDifference
    /// Makes the world what it was just before request `number`, in one swap.
    func rewind(_ world: WorldName, before number: Int) throws -> RewindReport
}
