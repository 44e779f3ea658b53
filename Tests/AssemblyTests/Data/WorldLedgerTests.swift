import Anchor
import Anon
import Kernel
import KernelHTTP
import Scenarios
import Storage
import Testing
import Tokens

@testable import Assembly

@Suite("What of a world goes to disk next")
struct WorldLedgerTests {
    @Test("a new world goes whole, then nothing does until something changes")
    func whole() throws {
        let (file, world) = try Self.made()
        var ledger = WorldLedger(new: world, generation: file.nextGeneration())
        #expect(!world.isSaved)
        let first = try ledger.next()
        guard case .update(let update, _) = first else {
            Issue.record("\(first)")
            return
        }
        #expect(Set(update.parts.keys) == ["start", "clock", "rules"])
        let rows = world.parts.reduce(0) { $0 + $1.store.beginTracking().state.allRows().count }
        #expect(update.rows.rowCount == rows + ["requests", "anchor", "anon"].count)
        var batch = CommitBatch()
        batch.updates = [update]
        _ = try file.write(batch)
        let stored = try file.world(try #require(try file.names().first))
        #expect(Set(stored.parts.keys) == ["start", "clock", "rules", "requests", "anchor", "anon"])
        #expect(stored.rows.contains { $0.key.vendor == "anon" && $0.key.table == "organizations" })
        ledger.confirm(first)
        #expect(world.isSaved)
        guard case .nothing = try ledger.next() else {
            Issue.record("something is to be written although nothing has changed")
            return
        }
    }

    @Test("afterwards only what differs goes, until the commit succeeds")
    func differences() throws {
        let (file, world) = try Self.made()
        var ledger = WorldLedger(new: world, generation: file.nextGeneration())
        ledger.confirm(try ledger.next())
        try world.clock.advance(by: .minutes(1))
        #expect(!world.isSaved)
        // The first commit fails: nobody confirms it.
        _ = try ledger.next()
        guard case .update(let update, _) = try ledger.next() else {
            Issue.record("the change is lost")
            return
        }
        #expect(Array(update.parts.keys) == [WorldPart.clock.rawValue])
        #expect(update.rows.isEmpty)
        #expect(!world.isSaved)
    }

    @Test("a large world goes in portions, and is the file's world with the last one")
    func portions() throws {
        let (file, world) = try Self.made()
        var ledger = WorldLedger(new: world, generation: file.nextGeneration(), portionSize: 3)
        var portions = 0
        while case .portion(let rows) = try ledger.next() {
            #expect(rows.rows.rowCount == 3)
            #expect(!ledger.isPlaced)
            ledger.confirm(.portion(rows))
            portions += 1
        }
        #expect(portions > 1)
        // What the loop ended with was never confirmed, and comes again.
        ledger.confirm(try ledger.next())
        #expect(ledger.isPlaced)
        #expect(world.isSaved)
    }

    @Test("rows that all count are no waste, however many there are")
    func noWaste() throws {
        let (file, world) = try Self.made()
        var ledger = WorldLedger(new: world, generation: file.nextGeneration(), spareRows: 2)
        for _ in 1...3 {
            #expect(!ledger.isWasteful)
            ledger.confirm(try ledger.next())
            try world.clock.advance(by: .minutes(1))
        }
        #expect(!ledger.isWasteful)
    }

    private static func made() throws -> (file: DataFile, world: World) {
        let folder = try DataFolder()
        let catalog = try ScenarioCatalog(fixtures: nil)
        let wall = WallClock { Moment(milliseconds: 0) }
        let start = StartingPoint(
            try catalog.scenario(overlaying: []),
            settings: StartingPoint.Settings(
                seed: nil, clockMode: .frozen, clockStart: nil, allowsHTTPCallbacks: false, processStart: wall.now))
        let factory = WorldFactory(
            journalBudget: JournalBudget(bytes: 1 << 20), historyBudget: HistoryBudget(limit: 10), wall: wall,
            keySets: NoDownloads())
        return (try DataFile(path: folder.file), factory.world(beginning: start.start(of: .default)))
    }
}
