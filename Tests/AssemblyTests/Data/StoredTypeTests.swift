import Anchor
import Anon
import Kernel
import KernelHTTP
import Scenarios
import Storage
import Testing

@testable import Assembly

/// Every row of every table, the rest of both vendors' states, rules, clock and settings, drawn at random with extremes: what
/// is written to a data file or exported is what is read there again.
@Suite("Whatever a world can be is read as it was written")
struct StoredTypeTests {
    private static let name = WorldName("kept") ?? .default
    private static let wall = WallClock.constant(Moment(milliseconds: 1_767_225_600_000))

    @Test("in a data file", arguments: 1...12 as ClosedRange<UInt64>)
    func dataFile(seed: UInt64) async throws {
        let snapshot = try Self.snapshot(seed: seed)
        let folder = try DataFolder()
        let file = try DataFile(path: folder.file)
        var ledger = WorldLedger(
            new: Self.factory.world(continuing: snapshot), generation: file.nextGeneration(), portionSize: 5)
        var isLast = false
        while !isLast {
            let step = try ledger.next()
            var batch = CommitBatch()
            switch step {
            case .nothing: isLast = true
            case .portion(let rows): batch.staged = [rows]
            case .update(let update, _): batch.updates = [update]
            }
            _ = try file.write(batch)
            ledger.confirm(step)
        }
        try await file.close()

        let reader = WorldReader(factory: Self.factory, catalog: try ScenarioCatalog(fixtures: nil), wall: Self.wall)
        let again = try DataFile(path: folder.file)
        let worlds = try again.names().map { try reader.world(try again.world($0)) }
        try Self.expectEqual(try #require(worlds.first).snapshot, snapshot)
    }

    @Test("in an export", arguments: 13...24 as ClosedRange<UInt64>)
    func export(seed: UInt64) throws {
        let snapshot = try Self.snapshot(seed: seed)
        let document = try SnapshotDocument.read(try SnapshotDocument(snapshot).bytes)
        let start = try StartingPoint(document.head.start, catalog: try ScenarioCatalog(fixtures: nil))
        try Self.expectEqual(
            document.snapshot(start: start.start(of: Self.name), lineage: Self.factory.newLineage), snapshot)
    }

    @Test("a clock ahead of or behind real time by any span")
    func clock() throws {
        for seed in 1...50 as ClosedRange<UInt64> {
            let generator = ValueGenerator(seed: seed, tag: Self.name.tag)
            let position = ClockPosition.running(ahead: Moment.extreme(generator) - Moment.extreme(generator))
            #expect(try RowCoding.value(try RowCoding.bytes(position)) == position)
        }
    }

    @Test("and nothing is left out: each table has had rows, and each enumeration each of its cases")
    func complete() throws {
        var emptyTables = Set(
            AnchorState.tables.map { "anchor \($0.name)" } + AnonState.tables.map { "anon \($0.name)" })
        var cases: [String: (all: Set<String>, drawn: Set<String>)] = [:]
        for seed in 1...60 as ClosedRange<UInt64> {
            let generator = ValueGenerator(seed: seed, tag: Self.name.tag)
            let states = try Self.states(generator)
            _ = try generator.value(of: RuleBookState.self)
            emptyTables.subtract(states.anchor.allRows().map { "anchor \($0.table)" })
            emptyTables.subtract(states.anon.allRows().map { "anon \($0.table)" })
            cases.merge(generator.cases) { ($0.all, $0.drawn.union($1.drawn)) }
        }
        #expect(emptyTables == [])
        #expect(cases.count >= 10)
        for (type, cases) in cases { #expect(cases.all == cases.drawn, "\(type)") }
    }

    // MARK: Drawing

    private static let factory = WorldFactory(
        journalBudget: JournalBudget(bytes: 1 << 20), historyBudget: HistoryBudget(limit: 10), wall: wall,
        keySets: NoDownloads())

    private static func snapshot(seed: UInt64) throws -> WorldSnapshot {
        let generator = ValueGenerator(seed: seed, tag: name.tag)
        let catalog = try ScenarioCatalog(fixtures: nil)
        let scenario = try catalog.scenario(named: generator.one(of: ["default", "demo"]))
        let start = StartingPoint(scenario, settings: try generator.value(of: StartingPoint.Settings.self))
        return WorldSnapshot(
            start: start.start(of: name), clockMode: try generator.value(of: ClockMode.self),
            now: Moment.extreme(generator), rules: try generator.value(of: RuleBookState.self),
            states: try states(generator), requestNumber: generator.one(of: [0, 1, (1 << 53) - 1]),
            lineage: factory.newLineage)
    }

    private static func states(_ generator: ValueGenerator) throws -> VendorStates {
        VendorStates(
            anchor: try generator.value(of: AnchorState.self, isOutermost: true),
            anon: try generator.value(of: AnonState.self, isOutermost: true))
    }

    // MARK: Comparing

    private static func expectEqual(_ read: WorldSnapshot, _ written: WorldSnapshot) throws {
        #expect(read.clockMode == written.clockMode)
        #expect(read.now == written.now)
        #expect((read.rules == written.rules) == true)
        #expect(read.requestNumber == written.requestNumber)
        #expect(read.start.record == written.start.record)
        try expectEqual(read.states.anchor, written.states.anchor)
        try expectEqual(read.states.anon, written.states.anon)
    }

    private static func expectEqual<State: TabledState>(_ read: State, _ written: State) throws {
        for table in State.tables {
            let rows = try table.difference(written, read).rows
            let first = rows.first.map { Self.difference($0.old, $0.new, at: "\(table.name) \($0.key)") } ?? ""
            #expect(first.isEmpty)
            #expect(table.count(read) == table.count(written))
        }
        #expect(rest(of: read) == rest(of: written))
    }

    /// The first place where two values differ.
    private static func difference(_ old: JSONValue?, _ new: JSONValue?, at path: String) -> String {
        if case .object(let old)? = old, case .object(let new)? = new,
            let member = old.members.first(where: { $0.value != new[$0.name] })
        {
            return difference(member.value, new[member.name], at: "\(path).\(member.name)")
        }
        if case .array(let old)? = old, case .array(let new)? = new, old.count == new.count,
            let index = old.indices.first(where: { old[$0] != new[$0] })
        {
            return difference(old[index], new[index], at: "\(path).\(index)")
        }
        return "\(path): \(String(reflecting: old)) became \(String(reflecting: new))"
    }

    /// What is in no table, as the runtime sees it.
    private static func rest(of state: some TabledState) -> [String] {
        Mirror(reflecting: state).children.compactMap { child in
            "\(type(of: child.value))".hasPrefix("Table<")
                ? nil : "\(child.label ?? ""): \(String(reflecting: child.value))"
        }
    }
}
