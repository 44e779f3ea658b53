import Admin
import Kernel
import KernelHTTP
import Logging
import Synchronization
import Tokens

/// All worlds of the process and their snapshots. Reset, load, restore and eviction swap or drop a whole world in one
/// assignment; requests under way finish in the world that they entered, and what is left behind is freed by the reclaimer.
final class Worlds: Sendable {
    private let table: Mutex<WorldTable>
    private let scenarioStore: ScenarioStore
    /// Makes worlds with what all of them share.
    let factory: WorldFactory
    private let snapshots = Mutex(SnapshotStore())
    private let reclaimer: Reclaimer
    private let events: EventHub
    /// Learns which worlds were swapped or dropped, where worlds are kept on disk.
    private let commits: CommitQueue?
    private let logger: Logger

    init(
        scenarioStore: ScenarioStore, capacity: Int, journalBudget: JournalBudget, wall: WallClock,
        keySets: any KeySetDownloader, reclaimer: Reclaimer, events: EventHub, commits: CommitQueue? = nil,
        logger: Logger
    ) {
        table = Mutex(WorldTable(capacity: capacity))
        self.scenarioStore = scenarioStore
        // Two hundred for each of a hundred worlds; a snapshot takes what was changed since the one before it.
        factory = WorldFactory(
            journalBudget: journalBudget, historyBudget: HistoryBudget(limit: 20_000), wall: wall, keySets: keySets)
        self.reclaimer = reclaimer
        self.events = events
        self.commits = commits
        self.logger = logger
    }

    /// The world of this name, made from the start scenario at first use.
    func world(_ name: WorldName) -> World {
        while true {
            if let world = table.withLock({ $0.arrive(at: name) }) { return world }
            let start = scenarioStore.start
            let fresh = factory.world(beginning: start.point.start(of: name))
            let outcome: (world: World?, evicted: World?) = table.withLock { table in
                // Another request may have made it meanwhile; the first one stays.
                if let world = table.arrive(at: name) { return (world, nil) }
                // The start scenario may have been edited meanwhile; an edit that starts worlds anew must not miss this one.
                guard scenarioStore.version == start.version else { return (nil, nil) }
                return (fresh, table.put(fresh).evicted)
            }
            if let evicted = outcome.evicted { evict(evicted) }
            if let world = outcome.world { return world }
        }
    }

    /// The world that issued `credential`, if it is among those there are.
    func world(thatIssued credential: some StringProtocol) -> World? {
        guard let tag = WorldTag(issued: credential) else { return nil }
        return table.withLock { $0.arrive(at: tag) }
    }

    /// The world of this name if there is one; looking at it makes none and keeps none from eviction.
    func present(_ name: WorldName) -> World? { table.withLock { $0.present(name) } }

    /// All worlds, by name.
    var all: [World] { table.withLock { $0.all } }

    /// The worlds of which something is not on disk yet.
    var unsaved: [World] { table.withLock { $0.unordered }.filter { !$0.isSaved } }

    /// How many worlds there are.
    var count: Int { table.withLock { $0.count } }

    /// Puts a world back to what it began as.
    func reset(_ name: WorldName) {
        swap(in: factory.world(beginning: world(name).start), as: .reset, because: "reset")
    }

    /// Makes `start` what the world begins as, from now on.
    func load(_ start: StartingPoint, into name: WorldName) {
        swap(
            in: factory.world(beginning: start.start(of: name)), as: .loaded, because: "scenario \(start.scenarioName)")
    }

    /// Forgets a world. False if there was none.
    func drop(_ name: WorldName) -> Bool {
        guard let world = table.withLock({ $0.remove(name) }) else { return false }
        forgetSnapshots(of: name)
        retire(world, because: "dropped")
        tell(.dropped, of: world)
        return true
    }

    /// Puts `world` in the place of the one with its name.
    ///
    /// - Parameter isContinued: whether `world` goes on with what the replaced one's journal says.
    func swap(
        in world: World, as kind: WorldChange.Kind, because reason: String, isContinued: Bool = false
    ) {
        let (replaced, evicted) = table.withLock { $0.put(world) }
        if let replaced { retire(replaced, because: reason, isContinued: isContinued) }
        tell(kind, of: world)
        if let evicted { evict(evicted) }
    }

    /// Logged as a notice, unlike other ends: a test whose world goes away under it fails for no reason of its own.
    private func evict(_ world: World) {
        logger.notice("too many worlds: the idlest one is evicted", metadata: ["world": "\(world.name)"])
        forgetSnapshots(of: world.name)
        retire(world, because: "evicted")
        tell(.evicted, of: world)
    }

    private func tell(_ kind: WorldChange.Kind, of world: World) {
        commits?.note(world.name)
        events.worldChanged(WorldChange(kind, of: world.name, scenario: world.scenarioName))
    }

    private func retire(_ world: World, because reason: String, isContinued: Bool = false) {
        world.clock.retire()
        world.journal.retire()
        logger.info("world retired", metadata: ["world": "\(world.name)", "reason": "\(reason)"])
        reclaimer.take(world, isContinued: isContinued)
    }
}

// MARK: - Snapshots

extension Worlds {
    /// How many snapshots there are.
    var snapshotCount: Int { snapshots.withLock { $0.count } }

    /// The snapshots of a world, oldest first.
    func snapshots(of name: WorldName) -> [StoredSnapshot] { snapshots.withLock { $0.snapshots(of: name) } }

    /// The snapshot `id` of a world.
    func snapshot(_ id: String, of name: WorldName) throws(SnapshotRefusal) -> StoredSnapshot {
        try snapshots.withLock { (store) throws(SnapshotRefusal) in try store.snapshot(id, of: name) }
    }

    /// Keeps what a world is now, or what another process says that it was.
    func keep(_ snapshot: WorldSnapshot, id: String?) throws(SnapshotRefusal) -> StoredSnapshot {
        try snapshots.withLock { (store) throws(SnapshotRefusal) in try store.put(snapshot, id: id) }
    }

    /// Deletes the snapshot `id` of a world.
    func deleteSnapshot(_ id: String, of name: WorldName) throws(SnapshotRefusal) -> StoredSnapshot {
        let removed = try snapshots.withLock { (store) throws(SnapshotRefusal) in try store.remove(id, of: name) }
        reclaimer.take([removed])
        return removed
    }

    /// Deletes all snapshots of a world that is gone.
    private func forgetSnapshots(of name: WorldName) {
        reclaimer.take(snapshots.withLock { $0.removeAll(of: name) })
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
