/// A state whose objects live in tables: what snapshots, their differences and a store on disk need to know of a vendor's.
public protocol TabledState: Codable, Sendable {
    /// The version of the layout that this release writes; a store refuses others.
    static var currentVersion: Int { get }
    /// The world that everything in it is issued by: a state that was put into another world would issue that one's ids.
    var issuer: WorldTag { get }
    /// Every table, in the order in which differences are listed and visitors are led through them.
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
        allRows = { state in state[keyPath: path].tree.map { TouchedRow(name, $0.key, $0.value) } }
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
}
