import DequeModule
import Kernel
import KernelHTTP
import Synchronization
import Tokens

/// Makes worlds from their starts and from snapshots, with what all worlds of the process share.
final class WorldFactory: Sendable {
    /// What their journals may take.
    let journalBudget: JournalBudget
    private let historyBudget: HistoryBudget
    private let wall: WallClock
    private let keySets: any KeySetDownloading
    private let lines = Atomic<Int>(0)

    init(
        journalBudget: JournalBudget, historyBudget: HistoryBudget, wall: WallClock, keySets: any KeySetDownloading
    ) {
        self.journalBudget = journalBudget
        self.historyBudget = historyBudget
        self.wall = wall
        self.keySets = keySets
    }

    /// A past that has nothing to do with any other.
    var newLineage: Lineage { Lineage(line: newLine) }

    /// A world at its beginning.
    func world(beginning start: WorldStart) -> World {
        let snapshot = WorldSnapshot(beginning: start, realTime: wall.now, lineage: newLineage)
        return world(snapshot, journal: Journal(budget: journalBudget), history: [])
    }

    /// A world that goes on from a snapshot of this or an earlier process, without any past.
    func world(continuing snapshot: WorldSnapshot) -> World {
        world(
            snapshot.with(lineage: newLineage), journal: Journal(budget: journalBudget), history: [])
    }

    /// A world that goes on from `snapshot` in the place of `world`, of whose past it keeps what is its own.
    func world(from snapshot: WorldSnapshot, replacing world: World) -> World {
        let shared = min(world.lineage.lastShared(with: snapshot.lineage), snapshot.requestNumber)
        let journal = Journal(budget: journalBudget)
        journal.inherit(world.journal.entries.filter { $0.number <= shared })
        let branch = snapshot.lineage.branched(after: snapshot.requestNumber, line: newLine)
        return self.world(
            snapshot.with(lineage: branch), journal: journal,
            // Request numbers have no gaps in a history.
            history: shared == snapshot.requestNumber ? world.history.snapshots(through: shared) : [])
    }

    private var newLine: Int { lines.add(1, ordering: .relaxed).newValue }

    private func world(_ snapshot: WorldSnapshot, journal: Journal, history: Deque<WorldSnapshot>) -> World {
        World(
            snapshot, journal: journal,
            history: RequestHistory(
                requestNumber: snapshot.requestNumber, snapshots: history, budget: historyBudget),
            wall: wall, keySets: keySets)
    }
}
