import Kernel

/// The snapshots of a world.
struct SnapshotList: JSONWritable {
    let snapshots: [SnapshotReport]

    func write(to json: inout JSONWriter) {
        json.object { $0.member("snapshots", snapshots) }
    }
}
