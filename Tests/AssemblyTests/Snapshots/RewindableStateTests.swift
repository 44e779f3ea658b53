import Kernel
import Testing

@testable import Anchor
@testable import Anon
@testable import Assembly

@Suite("Everything of a vendor's state can be taken back")
struct RewindableStateTests {
    @Test("each property that changes is among what is kept of a state: as a table, or among the scalars")
    func properties() throws {
        let states = try TestWorlds().start(of: "w").states
        try Self.expectComplete(
            states.anchor, AnchorState.Undo(states.anchor.scalars), tables: AnchorState.tables.map(\.name),
            constants: ["version", "project", "schedule"])
        try Self.expectComplete(
            states.anon, AnonState.Undo(states.anon.scalars), tables: AnonState.tables.map(\.name),
            constants: ["version", "readyMade"])
    }

    @Test(
        "whatever rows and numbers come in the place of others, the others come back",
        arguments: 1...6 as ClosedRange<UInt64>)
    func values(seed: UInt64) throws {
        let generator = ValueGenerator(seed: seed, tag: WorldName.default.tag)
        for _ in 0..<3 {
            try Self.expectReturn(
                from: try generator.value(of: AnchorState.self, isOutermost: true),
                to: try generator.value(of: AnchorState.self, isOutermost: true))
            try Self.expectReturn(
                from: try generator.value(of: AnonState.self, isOutermost: true),
                to: try generator.value(of: AnonState.self, isOutermost: true))
        }
    }

    @Test(
        "a row that is touched is told with its table's name, whichever table it is",
        arguments: 1...3 as ClosedRange<UInt64>)
    func touched(seed: UInt64) throws {
        let generator = ValueGenerator(seed: seed, tag: WorldName.default.tag)
        let states = try TestWorlds().start(of: "w").states
        try Self.expectTouched(states.anchor, by: try generator.value(of: AnchorState.self, isOutermost: true))
        try Self.expectTouched(states.anon, by: try generator.value(of: AnonState.self, isOutermost: true))
    }

    private static func expectTouched<State: TabledState & RewindableState>(_ state: State, by other: State) throws {
        var state = state
        _ = TakenState(beginningAt: &state, version: 0)
        let writer = RowWriter()
        func names(_ rows: [TouchedRow]) throws -> [String] {
            try rows.map { row in try row.withBytes(from: writer) { key, _ in "\(row.table) \(Array(key))" } }.sorted()
        }
        let rows = other.allRows()
        let tables = Dictionary(uniqueKeysWithValues: State.tables.map { ($0.name, $0) })
        for row in rows {
            let (key, value) = try row.withBytes(from: writer) { (Array($0), $1.map(Array.init) ?? []) }
            try tables[row.table]?.insert(key, value, &state)
        }
        #expect(try names(TakenState(touchedIn: &state, version: 1).rows) == names(rows))
        #expect(TakenState(touchedIn: &state, version: 1).rows.isEmpty)
    }

    private static func expectComplete(
        _ state: Any, _ undo: some StateUndo, tables: [String], constants: Set<String>
    ) throws {
        let undone = names(of: undo).subtracting(["scalars"])
        #expect(undone == Set(tables))
        #expect(names(of: state).subtracting(constants) == undone.union(names(of: undo.scalars)))
    }

    /// The stored properties, those behind a property wrapper by their own names.
    private static func names(of value: Any) -> Set<String> {
        Set(Mirror(reflecting: value).children.compactMap { $0.label.map { String($0.trimmingPrefix("_")) } })
    }

    /// Puts all rows of `after` into `before`, and its numbers, and takes that back.
    private static func expectReturn<State: TabledState & RewindableState>(
        from before: State, to after: State
    ) throws {
        let store = RewindableStore(before)
        let mark = store.mark()
        store.keep(from: mark)
        let rows = after.allRows()
        let writer = RowWriter()
        let tables = Dictionary(uniqueKeysWithValues: State.tables.map { ($0.name, $0) })
        store.update { $0.scalars = after.scalars }
        for row in rows {
            let (key, value) = try row.withBytes(from: writer) {
                (Array($0), $1.map(Array.init) ?? [])
            }
            try store.update { (state) throws in try tables[row.table]?.insert(key, value, &state) }
        }
        var (state, log) = store.copy
        #expect(StateText(state) != StateText(before) || rows.isEmpty)
        log.rewind(&state, to: mark)
        #expect(StateText(state) == StateText(before))
    }
}

/// A state as text, for comparing all of it: its rows with the bytes of their keys, and what is in no table.
struct StateText: Equatable {
    private let rows: [String: [UInt8]]
    private let rest: [UInt8]

    init(_ state: some TabledState) {
        let writer = RowWriter()
        rows = Dictionary(
            state.allRows().map { row in
                let (key, value) = (try? row.withBytes(from: writer) { (Array($0), $1.map(Array.init)) }) ?? ([], nil)
                // As bytes: equal text may have other ones.
                return ("\(row.table) \(key)", value ?? [])
            }, uniquingKeysWith: { first, _ in first })
        rest = (try? RowCoding.bytesWithoutTables(state)) ?? []
    }
}
