import Kernel
import KernelHTTP
import Logging
import Synchronization
import Tokens

/// All worlds of the process. Reset, load and eviction swap or drop a whole world in one assignment; requests under way finish
/// in the world that they entered, and what is left behind is freed by the reclaimer.
final class Worlds: Sendable {
    private let table: Mutex<WorldTable>
    private let start: StartingPoint
    private let journalBudget: JournalBudget
    private let wall: WallClock
    private let keySets: any KeySetDownloading
    private let reclaimer: Reclaimer
    private let logger: Logger

    init(
        start: StartingPoint, capacity: Int, journalBudget: JournalBudget, wall: WallClock,
        keySets: any KeySetDownloading, reclaimer: Reclaimer, logger: Logger
    ) {
        table = Mutex(WorldTable(capacity: capacity))
        self.start = start
        self.journalBudget = journalBudget
        self.wall = wall
        self.keySets = keySets
        self.reclaimer = reclaimer
        self.logger = logger
    }

    /// The world of this name, made from the start scenario at first use.
    func world(_ name: WorldName) -> World {
        if let world = table.withLock({ $0.arrive(at: name) }) { return world }
        let fresh = make(start.start(of: name))
        let outcome = table.withLock { table -> (world: World, evicted: World?) in
            // Another request may have made it meanwhile; the first one stays.
            if let world = table.arrive(at: name) { return (world, nil) }
            return (fresh, table.put(fresh).evicted)
        }
        if let evicted = outcome.evicted { evict(evicted) }
        return outcome.world
    }

    /// The world that issued `credential`, if it is among those there are.
    func world(thatIssued credential: some StringProtocol) -> World? {
        guard let tag = WorldTag(issued: credential) else { return nil }
        return table.withLock { $0.arrive(at: tag) }
    }

    /// All worlds, by name.
    var all: [World] { table.withLock { $0.all } }

    /// Puts a world back to what it began as.
    func reset(_ name: WorldName) {
        swap(in: make(world(name).start), because: "reset")
    }

    /// Makes `start` what the world begins as, from now on.
    func load(_ start: StartingPoint, into name: WorldName) {
        swap(in: make(start.start(of: name)), because: "scenario \(start.scenarioName)")
    }

    /// Forgets a world. False where there was none.
    func drop(_ name: WorldName) -> Bool {
        guard let world = table.withLock({ $0.remove(name) }) else { return false }
        retire(world, because: "dropped")
        return true
    }

    private func make(_ start: WorldStart) -> World {
        World(start, journal: Journal(budget: journalBudget), wall: wall, keySets: keySets)
    }

    private func swap(in world: World, because reason: String) {
        let (replaced, evicted) = table.withLock { $0.put(world) }
        if let replaced { retire(replaced, because: reason) }
        if let evicted { evict(evicted) }
    }

    /// Louder than other ends: a test whose world goes away under it fails for no reason of its own.
    private func evict(_ world: World) {
        logger.notice("too many worlds: the idlest one is evicted", metadata: ["world": "\(world.name)"])
        retire(world, because: "evicted")
    }

    private func retire(_ world: World, because reason: String) {
        world.clock.retire()
        reclaimer.take(world)
        logger.info("world retired", metadata: ["world": "\(world.name)", "reason": "\(reason)"])
    }
}
