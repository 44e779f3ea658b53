/// A state whose objects live in tables: what snapshots, their differences and a store on disk need to know of a vendor's.
public protocol TabledState: Codable, Sendable {
    /// The version of the layout that this release writes; a store refuses others.
    static var currentVersion: Int { get }
    /// The world that everything in it is issued by: a state that was put into another world would issue that one's ids.
    var issuer: WorldTag { get }
    /// Every table, in the order in which differences are listed.
    static var tables: [StateTable<Self>] { get }
}

extension TabledState {
    /// How many objects there are in its tables, those that only lead to others not counted.
    public func countObjects() -> Int {
        Self.tables.reduce(0) { $1.isIndex ? $0 : $0 + $1.count(self) }
    }

    /// What differs from here to `new`, table by table; tables that only lead to objects of others are no news.
    public func differences(to new: Self) throws -> [TableDifference] {
        try Self.tables.filter { !$0.isIndex }.map { try $0.difference(self, new) }
    }

    /// Every row, as if all were touched just now.
    public func allRows() -> [TouchedRow] { Self.tables.flatMap { $0.allRows(self) } }
}

/// Where a world keeps such a state, behind a lock: what a store on disk needs to know of a vendor's.
///
/// The vendors' stores are types of their own and are called as such by their operations: a generic one across modules
/// is not specialised, which every request would pay for.
public protocol TabledStore: AnyObject, Sendable {
    /// How many transitions have changed something: while it stands, the state is the same.
    var version: Int { get }
    /// The state from which on it is remembered which rows are touched.
    func beginTracking() -> TakenState
    /// The rows touched since `beginTracking` or the last time, and the rest of the state, in one step.
    func takeTouched() -> TakenState
    /// How many objects there are.
    var objectCount: Int { get }
}

/// One table of a state, by its name: what can be done with it without knowing what it holds.
public struct StateTable<State: Sendable>: Sendable {
    /// The name, as the property has it.
    public let name: String
    /// Whether it only leads to objects of another table, whose changes say it all.
    public let isIndex: Bool
    /// How many rows there are.
    public let count: @Sendable (State) -> Int
    /// What differs between two states.
    public let difference: @Sendable (_ old: State, _ new: State) throws -> TableDifference
    /// Begins to remember which rows are touched.
    public let beginTracking: @Sendable (inout State) -> Void
    /// The rows touched since the last time.
    public let takeTouched: @Sendable (inout State) -> [TouchedRow]
    /// Every row, as if all were touched just now.
    public let allRows: @Sendable (State) -> [TouchedRow]
    private let put: @Sendable (_ key: [UInt8], _ value: [UInt8], StoredBytesBudget?, inout State) throws -> Void

    /// The table at `path`.
    public init<Key, Value: Equatable>(
        _ name: String, _ path: any WritableKeyPath<State, Table<Key, Value>> & Sendable, isIndex: Bool = false
    ) {
        self.name = name
        self.isIndex = isIndex
        count = { $0[keyPath: path].count }
        difference = { old, new in
            try TableDifference(name: name, old: old[keyPath: path], new: new[keyPath: path])
        }
        beginTracking = { $0[keyPath: path].beginTracking() }
        takeTouched = { state in
            let keys = state[keyPath: path].takeTouched()
            guard !keys.isEmpty else { return [] }
            let table = state[keyPath: path]
            return keys.map { Self.row(name, $0, table[$0]) }
        }
        allRows = { state in state[keyPath: path].tree.map { Self.row(name, $0.key, $0.value) } }
        put = { key, value, files, state in
            state[keyPath: path][try RowCoding.value(key, as: Key.self)] = try RowCoding.value(
                value, as: Value.self, files: files)
        }
    }

    /// Puts back a row as `TouchedRow` has it. Throws for bytes of another layout.
    ///
    /// - Parameter files: what the contents of files in it are charged to.
    public func insert(
        _ key: [UInt8], _ value: [UInt8], _ state: inout State, files: StoredBytesBudget? = nil
    ) throws {
        try put(key, value, files, &state)
    }

    private static func row<Key: Encodable & Sendable, Value: Encodable & Sendable>(
        _ table: String, _ key: Key, _ value: Value?
    ) -> TouchedRow {
        TouchedRow(
            table: table, key: { try RowCoding.bytes(key) },
            value: value.map { value in { @Sendable in try RowCoding.bytes(value) } })
    }
}

/// A row that was touched since the store on disk last asked.
public struct TouchedRow: Sendable {
    /// The table's name.
    public let table: String
    /// The row's key, as JSON.
    public let key: @Sendable () throws -> [UInt8]
    /// The object as JSON; nil if it is gone. Encoded when it is called, so that no lock is held meanwhile.
    public let value: (@Sendable () throws -> [UInt8])?
}

/// What a store on disk takes out of a state in one step.
public struct TakenState: Sendable {
    /// The version of what was taken.
    public let version: Int
    /// The state; behind the first time, its tables are empty.
    public let state: any TabledState
    /// The rows that differ from what was taken before.
    public let rows: [TouchedRow]

    /// The state from which on touched rows are remembered; `rows` has none.
    public init<State: TabledState>(beginningAt state: inout State, version: Int) {
        for table in State.tables {
            table.beginTracking(&state)
            _ = table.takeTouched(&state)
        }
        rows = []
        self.state = state
        self.version = version
    }

    /// The rows touched since the last time, which are forgotten with this.
    @inlinable
    public init<State: TabledState & RewindableState>(touchedIn state: inout State, version: Int) {
        rows = State.tables.flatMap { $0.takeTouched(&state) }
        // Whoever held the tables would have the next transitions copy what they change of them.
        var rest = state
        var nothing = State.Undo(state.scalars)
        var visitor = EmptyingVisitor()
        rest.visitTables(&nothing, by: &visitor)
        self.state = rest
        self.version = version
    }
}
