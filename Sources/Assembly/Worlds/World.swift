import Admin
import Anchor
import Anon
import Kernel
import KernelHTTP
import Synchronization
import Tokens

/// Everything that a test can change, in one object that is swapped whole: never edited back.
final class World: ControlledWorld {
    /// Its name.
    let name: WorldName
    /// Its clock.
    let clock: WorldClock
    /// Its rules.
    let rules: RuleBook
    /// Its exchanges.
    let journal: Journal
    /// Its request numbers, and what it was before the last of them.
    let history: RequestHistory
    /// Anchor's state.
    let anchor: AnchorStore
    /// Anon's state.
    let anon: AnonStore
    /// Both again, for what is done to each vendor's.
    let parts: [VendorPart]
    /// What it began as, and what a reset makes it again.
    let start: WorldStart
    /// Which line of history its request numbers belong to.
    let lineage: Lineage
    /// How far it is on disk.
    let saved = SavedMark()
    private let lastUsed = Atomic<UInt64>(0)
    private let largeObjects: Atomic<Bool>
    private let broughtBytes: Atomic<Int>

    /// A world that goes on from `snapshot`.
    ///
    /// - Parameter brought: how many bytes requests have brought into the world that it takes the place of.
    init(
        _ snapshot: WorldSnapshot, journal: Journal, history: RequestHistory, wall: WallClock,
        keySets: any KeySetDownloader, brought: Int = 0
    ) {
        broughtBytes = Atomic(brought)
        start = snapshot.start
        lineage = snapshot.lineage
        name = start.name
        clock = WorldClock(start: snapshot.now, mode: snapshot.clockMode, wall: wall)
        rules = RuleBook(snapshot.rules)
        let policies = start.policies
        anchor = AnchorStore(snapshot.states.anchor, policies: policies.anchor)
        anon = AnonStore(
            snapshot.states.anon, policies: policies.anon,
            keySets: KeySetCache(downloading: keySets, lifetime: policies.anon.keySetLifetime))
        parts = [VendorPart(.anchor, anchor), VendorPart(.anon, anon)]
        self.journal = journal
        self.history = history
        largeObjects = Atomic(snapshot.mayHaveLargeObjects)
    }

    /// The scenario that it began with.
    var scenarioName: String { start.scenarioName }

    /// Gives a request its number, from 1, and its time, and remembers what the world was before it.
    ///
    /// - Parameter weight: about how many bytes the request may put in the place of others.
    func arrive(weight: Int = 0) -> (number: Int, at: Moment) {
        if weight > 0 { broughtBytes.add(weight, ordering: .relaxed) }
        let before = history.arrive(weight: weight, snapshot)
        return (before.requestNumber + 1, before.now)
    }

    /// About how many bytes requests have brought into the world since it began.
    var brought: Int { broughtBytes.load(ordering: .relaxed) }

    /// The whole world as it is now; at no cost, and what happens later does not change it.
    var snapshot: WorldSnapshot { history.look(snapshot) }

    /// - Parameter latest: an earlier snapshot, whose states are kept if nothing was changed since.
    private func snapshot(requestNumber: Int, latest: WorldSnapshot?) -> WorldSnapshot {
        let (mode, now) = clock.reading
        return WorldSnapshot(
            start: start, clockMode: mode, now: now, rules: rules.snapshot,
            states: VendorStates.current(in: anchor, anon, known: latest?.states), requestNumber: requestNumber,
            lineage: lineage, mayHaveLargeObjects: mayHaveLargeObjects)
    }

    /// Whether some of its objects may be so large that to show one takes long.
    var mayHaveLargeObjects: Bool { largeObjects.load(ordering: .relaxed) }

    /// Remembers that a request came of which a large object may be made.
    func noteLargeBody() { largeObjects.store(true, ordering: .relaxed) }

    /// Remembers that a request came, for choosing the idlest world.
    func touch(_ stamp: UInt64) {
        lastUsed.store(stamp, ordering: .relaxed)
    }

    /// When a request came last, in arrivals of the process.
    var idleSince: UInt64 { lastUsed.load(ordering: .relaxed) }
}
