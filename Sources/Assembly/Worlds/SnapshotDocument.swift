import Anchor
import Anon
import Kernel

/// A snapshot as a file: everything that another process of the same release needs to go on from it.
struct SnapshotDocument: Codable {
    /// The version of this layout; others are refused.
    static let currentVersion = 1

    /// What the world's clock showed.
    struct Clock: Codable {
        let mode: ClockMode
        let now: Moment
    }

    let drydockSnapshot: Int
    let world: String
    let start: StartRecord
    let clock: Clock
    let rules: RuleBookState
    let requestNumber: Int
    let anchor: AnchorState
    let anon: AnonState

    init(_ snapshot: WorldSnapshot) {
        drydockSnapshot = Self.currentVersion
        world = snapshot.start.name.description
        start = snapshot.start.record
        clock = Clock(mode: snapshot.clockMode, now: snapshot.now)
        rules = snapshot.rules
        requestNumber = snapshot.requestNumber
        anchor = snapshot.anchor
        anon = snapshot.anon
    }

    /// The snapshot of a world that begins as `start`.
    func snapshot(start: WorldStart, lineage: Lineage) -> WorldSnapshot {
        WorldSnapshot(
            start: start, clockMode: clock.mode, now: clock.now, rules: rules,
            states: VendorStates(anchor: anchor, anon: anon), requestNumber: requestNumber, lineage: lineage)
    }
}
