import Admin
import Anchor
import Anon
import Kernel

extension SnapshotReport {
    /// A snapshot that is kept, in a few words.
    init(_ stored: StoredSnapshot) {
        let snapshot = stored.snapshot
        self.init(
            id: stored.id, world: snapshot.start.name, scenario: snapshot.start.scenarioName, now: snapshot.now,
            requests: snapshot.requestNumber,
            objects: Self.count(snapshot.anchor) + Self.count(snapshot.anon))
    }

    private static func count<State: TabledState>(_ state: State) -> Int {
        State.tables.reduce(0) { $1.isIndex ? $0 : $0 + $1.count(state) }
    }
}
