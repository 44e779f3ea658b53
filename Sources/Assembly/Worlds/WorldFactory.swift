import Browsers
import Kernel
import KernelHTTP
import Synchronization
import Tokens

/// Makes worlds from their starts and from snapshots, with what all worlds of the process share.
final class WorldFactory: Sendable {
    /// What their journals may take.
    let journalBudget: JournalBudget
    private let historyBudget: HistoryBudget
    /// What the contents of their files may take.
    let files: StoredBytesBudget
    /// What their clocks follow.
    let wall: WallClock
    private let keySets: any KeySetDownloader
    /// What runs behind their sessions; nil if there are no browsers.
    private let browsers: BrowserRegistry?
    private let deliveries: WebhookDeliveries?
    private let lines = Atomic<Int>(0)

    init(
        journalBudget: JournalBudget, historyBudget: HistoryBudget, wall: WallClock, keySets: any KeySetDownloader,
        files: StoredBytesBudget = StoredBytesBudget(), browsers: BrowserRegistry? = nil,
        deliveries: WebhookDeliveries? = nil
    ) {
        self.journalBudget = journalBudget
        self.historyBudget = historyBudget
        self.wall = wall
        self.keySets = keySets
        self.files = files
        self.browsers = browsers
        self.deliveries = deliveries
    }

    /// A past that has nothing to do with any other.
    var newLineage: Lineage { Lineage(line: newLine) }

    /// A world at its beginning.
    func world(beginning start: WorldStart) -> World {
        let snapshot = WorldSnapshot(beginning: start, realTime: wall.now, lineage: newLineage)
        return world(snapshot, journal: Journal(budget: journalBudget))
    }

    /// A world that goes on from a snapshot of this or an earlier process, without any past.
    func world(continuing snapshot: WorldSnapshot) -> World {
        world(snapshot.with(lineage: newLineage), journal: Journal(budget: journalBudget))
    }

    /// A world that goes on from `snapshot` in the place of `world`, of whose past it keeps what is its own.
    func world(from snapshot: WorldSnapshot, replacing world: World) -> World {
        let shared = min(world.lineage.lastShared(with: snapshot.lineage), snapshot.requestNumber)
        let journal = Journal(budget: journalBudget)
        journal.inherit(from: world.journal, through: shared)
        let branch = snapshot.lineage.branched(after: snapshot.requestNumber, line: newLine)
        return self.world(
            snapshot.with(lineage: branch),
            // Request numbers have no gaps in a history.
            past: shared == snapshot.requestNumber
                ? world.history.inheritance(through: shared, snapshot.sinceLastRequest) : InheritedPast(),
            journal: journal, brought: world.brought)
    }

    private var newLine: Int { lines.add(1, ordering: .relaxed).newValue }

    private func world(
        _ snapshot: WorldSnapshot, past: InheritedPast = InheritedPast(), journal: Journal, brought: Int = 0
    ) -> World {
        World(
            snapshot, past: past, journal: journal, historyBudget: historyBudget, wall: wall, keySets: keySets,
            files: files, browsers: browsers, deliveries: deliveries, brought: brought)
    }
}

/// Which request numbers of a world belong to which line of history: going back to a snapshot begins a new line, in which
/// the numbers behind the snapshot are given out again.
struct Lineage: Sendable, Equatable {
    private struct Stretch: Equatable {
        let line: Int
        /// The last number of the stretch.
        let last: Int
    }

    private var past: [Stretch] = []
    /// The line that goes on.
    private let line: Int

    /// A world without a past.
    ///
    /// - Parameter line: a number that no other line of the process has.
    init(line: Int) {
        self.line = line
    }

    /// The new line that leaves this one behind the request `number`.
    func branched(after number: Int, line: Int) -> Lineage {
        var branch = Lineage(line: line)
        branch.past = stretches(through: number)
        return branch
    }

    /// The last number up to which both have the same past.
    func lastShared(with other: Lineage) -> Int {
        var shared = 0
        for (mine, theirs) in zip(stretches(through: .max), other.stretches(through: .max)) {
            guard mine.line == theirs.line else { break }
            shared = min(mine.last, theirs.last)
            guard mine.last == theirs.last else { break }
        }
        return shared
    }

    private func stretches(through number: Int) -> [Stretch] {
        var stretches: [Stretch] = []
        for stretch in past + [Stretch(line: line, last: .max)] {
            let last = min(stretch.last, number)
            if last > stretches.last?.last ?? 0 { stretches.append(Stretch(line: stretch.line, last: last)) }
        }
        return stretches
    }
}
