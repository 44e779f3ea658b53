import Admin
import Browsers
import Kernel
import KernelHTTP
import Logging
import Synchronization
import Tokens

/// All worlds of the process and their snapshots. Reset, load, restore and eviction swap or drop a whole world in one
/// assignment; requests under way finish in the world that they entered, and what is left behind is freed by the reclaimer.
final class Worlds: Sendable {
    /// Guards the worlds; what changes which there are goes through `change`.
    let table: Mutex<WorldTable>
    private let scenarioStore: ScenarioStore
    /// Makes worlds with what all of them share.
    let factory: WorldFactory
    private let snapshots = Mutex(SnapshotStore())
    private let standIn = Mutex<World?>(nil)
    /// Whether any worlds sleep.
    let areAnyAsleep = Atomic(false)
    private let reclaimer: Reclaimer
    private let events: EventHub
    /// Learns which worlds were swapped or dropped, where worlds are kept on disk.
    private let commits: CommitQueue?
    private let logger: Logger
    /// What runs behind sessions; nil if there are no browsers.
    let browsers: BrowserRegistry?

    init(
        scenarioStore: ScenarioStore, capacity: Int, journalBudget: JournalBudget, wall: WallClock,
        keySets: any KeySetDownloader, reclaimer: Reclaimer, events: EventHub, commits: CommitQueue? = nil,
        files: StoredBytesBudget = StoredBytesBudget(), browsers: BrowserRegistry? = nil,
        deliveries: WebhookDeliveries? = nil, logger: Logger
    ) {
        table = Mutex(WorldTable(capacity: capacity))
        self.scenarioStore = scenarioStore
        // Two hundred for each of a hundred worlds.
        factory = WorldFactory(
            journalBudget: journalBudget, historyBudget: HistoryBudget(limit: 20_000), wall: wall, keySets: keySets,
            files: files, browsers: browsers, deliveries: deliveries)
        self.browsers = browsers
        self.reclaimer = reclaimer
        self.events = events
        self.commits = commits
        self.logger = logger
    }

    /// The world of this name, made from the start scenario at first use.
    func world(_ name: WorldName) throws(WorldRefusal) -> World {
        while true {
            let found: WorldTable.Found? = try table.withLock { (table) throws(WorldRefusal) in
                if let found = table.find(name) { return found }
                try table.check(name)
                return nil
            }
            switch found {
            case .awake(let world): return world
            case .asleep(let sleeper):
                wake(sleeper)
                continue
            case nil: break
            }
            let start = scenarioStore.start
            let fresh = factory.world(beginning: start.point.start(of: name))
            let outcome: (world: World?, displaced: WorldTable.Displaced?) = try change {
                (table) throws(WorldRefusal) in
                // Another request may have made it meanwhile; the first one stays.
                if let world = table.arrive(at: name) { return (world, nil) }
                // The start scenario may have been edited meanwhile; an edit that starts worlds anew must not miss this one.
                guard scenarioStore.version == start.version else { return (nil, nil) }
                return (fresh, try table.put(fresh))
            }
            if let displaced = outcome.displaced {
                fresh.wakeWebhooks()
                evict(displaced)
            }
            if let world = outcome.world { return world }
        }
    }

    /// The default world; while that is set aside, one in its place that is in no list and kept nowhere: refusals need a clock
    /// and a journal, too.
    var home: World {
        do throws(WorldRefusal) {
            return try world(.default)
        } catch {
            return standIn.withLock { standIn in
                let world = standIn ?? factory.world(beginning: scenarioStore.start.point.start(of: .default))
                standIn = world
                return world
            }
        }
    }

    /// The world that issued `credential`, if it is among those there are.
    func world(thatIssued credential: some StringProtocol) throws(WorldRefusal) -> World? {
        guard WorldTag.mayBeIssued(length: credential.utf8.count), let tag = WorldTag(issued: credential) else {
            return nil
        }
        while true {
            switch try table.withLock({ (table) throws(WorldRefusal) in try table.find(tag) }) {
            case .awake(let world): return world
            case .asleep(let sleeper): wake(sleeper)
            case nil: return nil
            }
        }
    }

    /// Throws if there cannot be a world of this name, or it cannot be read.
    func check(_ name: WorldName) throws(WorldRefusal) {
        if let sleeper = sleeper(name) { wake(sleeper) }
        try table.withLock { (table) throws(WorldRefusal) in try table.check(name) }
    }

    /// The world of this name if there is one that is awake; looking at it makes none, reads none and keeps none from eviction.
    func present(_ name: WorldName) -> World? { table.withLock { $0.present(name) } }

    /// All worlds that are awake, by name.
    var all: [World] { table.withLock { $0.all } }

    /// The worlds of which something is not on disk yet.
    var unsaved: [World] { table.withLock { $0.unordered }.filter { !$0.isSaved } }

    /// How many worlds there are, those that sleep included.
    var count: Int { table.withLock { $0.count } }

    /// Puts a world back to what it began as.
    func reset(_ name: WorldName) throws(WorldRefusal) {
        try swap(in: factory.world(beginning: try world(name).start), as: .reset, because: "reset")
    }

    /// Makes `start` what the world begins as, from now on.
    func load(_ start: StartingPoint, into name: WorldName) throws(WorldRefusal) {
        // One that cannot be read is not written over.
        try check(name)
        try swap(
            in: factory.world(beginning: start.start(of: name)), as: .loaded, because: "scenario \(start.scenarioName)")
    }

    /// Forgets a world, one that is set aside as well. False if there was none.
    func drop(_ name: WorldName) -> Bool {
        if table.withLock({ $0.removeSetAside(name) }) {
            logger.notice("a world that was set aside is removed from the data file", metadata: ["world": "\(name)"])
            commits?.note(name)
            return true
        }
        let (world, sleeper) = change { table in (table.remove(name), table.removeSleeper(name)) }
        if let world {
            forgetSnapshots(of: name)
            retire(world, because: "dropped")
            tell(.dropped, of: world)
        } else if let sleeper {
            retire(sleeper, because: "dropped")
        }
        return world != nil || sleeper != nil
    }

    /// Puts `world` in the place of the one with its name.
    ///
    /// - Parameter isContinued: whether `world` goes on from an earlier moment of the replaced one.
    func swap(
        in world: World, as kind: WorldChange.Kind, because reason: String, isContinued: Bool = false
    ) throws(WorldRefusal) {
        let displaced = try change { (table) throws(WorldRefusal) in try table.put(world) }
        if let replaced = displaced.replaced { retire(replaced, because: reason, isContinued: isContinued) }
        tell(kind, of: world)
        world.wakeWebhooks()
        evict(displaced)
    }

    /// Lets go what had to make room.
    func evict(_ displaced: WorldTable.Displaced) {
        if let world = displaced.evicted {
            noteEviction(of: world.name)
            forgetSnapshots(of: world.name)
            retire(world, because: "evicted")
            tell(.evicted, of: world)
        }
        if let sleeper = displaced.evictedSleeper {
            noteEviction(of: sleeper.name)
            retire(sleeper, because: "evicted")
        }
    }

    /// Logged as a notice, unlike other ends: a test whose world goes away under it fails for no reason of its own.
    private func noteEviction(of name: WorldName) {
        logger.notice("too many worlds: the idlest one is evicted", metadata: ["world": "\(name)"])
    }

    /// Nobody listens to a world that was never entered, and nothing of it is in memory but snapshots that were imported.
    private func retire(_ sleeper: SleepingWorld, because reason: String) {
        forgetSnapshots(of: sleeper.name)
        logger.info("world retired", metadata: ["world": "\(sleeper.name)", "reason": "\(reason)"])
        commits?.note(sleeper.name)
    }

    /// What puts worlds into the table or takes them out; the table's other changes need no more than its lock.
    func change<Value, Refusal: Error>(
        _ change: (inout WorldTable) throws(Refusal) -> Value
    ) throws(Refusal) -> Value {
        try table.withLock { (table) throws(Refusal) in
            defer { areAnyAsleep.store(table.hasSleepers, ordering: .relaxed) }
            return try change(&table)
        }
    }

    private func tell(_ kind: WorldChange.Kind, of world: World) {
        commits?.note(world.name)
        events.worldChanged(WorldChange(kind, of: world.name, scenario: world.scenarioName))
    }

    private func retire(_ world: World, because reason: String, isContinued: Bool = false) {
        world.retireWaits()
        endBrowsers(of: world, isContinued: isContinued)
        logger.info("world retired", metadata: ["world": "\(world.name)", "reason": "\(reason)"])
        reclaimer.take(world)
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

    /// Keeps what a world is now.
    func keepSnapshot(of world: World, id: String?) throws(SnapshotRefusal) -> StoredSnapshot {
        let brought = world.brought
        let snapshot = world.snapshot
        var weight = snapshots.withLock { $0.newBytes(of: world.name, brought: brought) }
        // Much may have come and gone again; what is there is looked at only where it matters, as that takes a while.
        if !snapshots.withLock({ $0.hasRoom(for: weight) }) {
            measureSnapshots()
            weight = min(weight, snapshot.states.measuredBytes)
        }
        return try keep(snapshot, id: id, weight: weight, brought: brought)
    }

    private func measureSnapshots() {
        for stored in snapshots.withLock({ $0.estimated }) {
            let weight = stored.snapshot.states.measuredBytes
            snapshots.withLock { $0.measured(stored, weight: weight) }
        }
    }

    /// Keeps what another process says that a world was.
    ///
    /// - Parameter weight: about how many bytes it takes.
    func keep(
        _ snapshot: WorldSnapshot, id: String?, weight: Int, brought: Int = 0
    ) throws(SnapshotRefusal) -> StoredSnapshot {
        try snapshots.withLock { (store) throws(SnapshotRefusal) in
            try store.put(snapshot, id: id, weight: weight, brought: brought)
        }
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

    /// Makes a world what the snapshot `id` says. Throws `SnapshotRefusal` and `WorldRefusal`.
    func restore(_ id: String, of name: WorldName) throws -> StoredSnapshot {
        let stored = try snapshot(id, of: name)
        try goBack(to: stored.snapshot, because: "restored \(id)")
        return stored
    }

    /// Makes a world what it was just before request `number`. Throws `RewindRefusal` and `WorldRefusal`.
    func rewind(_ name: WorldName, before number: Int) throws -> World {
        try goBack(to: try world(name).snapshot(before: number), because: "rewound before request \(number)")
    }

    @discardableResult
    private func goBack(to snapshot: WorldSnapshot, because reason: String) throws(WorldRefusal) -> World {
        let world = factory.world(from: snapshot, replacing: try world(snapshot.start.name))
        try swap(in: world, as: .restored, because: reason, isContinued: true)
        return world
    }
}
