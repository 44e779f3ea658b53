/// A row that was touched since the store on disk last asked.
public struct TouchedRow: Sendable {
    /// The table's name.
    public let table: String
    /// Writes the key and the object, if there is one. Returns where the key ends.
    private let encode: @Sendable (RowDocument) throws -> Int
    /// Whether the object is gone.
    public let isGone: Bool

    @usableFromInline
    init<Key: Encodable & Sendable, Value: Encodable & Sendable>(_ table: String, _ key: Key, _ value: Value?) {
        self.table = table
        isGone = value == nil
        encode = { document in
            try document.write(key, at: 0)
            let keyEnd = document.count
            if let value { try document.write(value, at: 0) }
            return keyEnd
        }
    }

    /// What `use` makes of the row's key and of the object, both as `RowCoding` has them; nil for one that is gone. Encoded when it
    /// is called, so that no lock is held meanwhile.
    ///
    /// - Throws: what the values' own encoding and `use` throw.
    public func withBytes<Result>(
        from writer: RowWriter,
        _ use: (_ key: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>?) throws -> Result
    ) throws -> Result {
        let document = writer.document
        document.restart()
        let keyEnd = try encode(document)
        return try document.withBytes { bytes in
            let value = isGone ? nil : UnsafeBufferPointer(rebasing: bytes[keyEnd...])
            return try use(UnsafeBufferPointer(rebasing: bytes[..<keyEnd]), value)
        }
    }
}

/// Where rows are encoded, one after the other and in the same room.
public struct RowWriter {
    fileprivate let document = RowDocument(.row)

    /// Room for rows of any table.
    public init() {}
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
    public init<State: TabledState & RewindableState>(beginningAt state: inout State, version: Int) {
        var nothing = State.Undo(state.scalars)
        var visitor = TrackingVisitor()
        state.visitTables(&nothing, by: &visitor)
        rows = []
        self.state = state
        self.version = version
    }

    /// The rows touched since the last time, which are forgotten with this.
    @inlinable
    public init<State: TabledState & RewindableState>(touchedIn state: inout State, version: Int) {
        var nothing = State.Undo(state.scalars)
        var touched = TouchedVisitor<State>()
        state.visitTables(&nothing, by: &touched)
        rows = touched.rows
        // Whoever held the tables would have the next transitions copy what they change of them.
        var rest = state
        var visitor = EmptyingVisitor()
        rest.visitTables(&nothing, by: &visitor)
        self.state = rest
        self.version = version
    }
}

/// Begins to remember which rows of each table are touched.
private struct TrackingVisitor: TableVisitor {
    mutating func visit<Key, Value>(_ table: inout Table<Key, Value>, _ former: inout FormerRows<Key, Value>) {
        table.beginTracking()
        _ = table.takeTouched()
    }
}

/// Takes the rows out of each table that were touched since the last time.
@usableFromInline
struct TouchedVisitor<State: TabledState>: TableVisitor {
    @usableFromInline var rows: [TouchedRow] = []
    /// Which of the state's tables is next.
    @usableFromInline var index = 0

    @inlinable
    init() {}

    @inlinable
    mutating func visit<Key, Value>(_ table: inout Table<Key, Value>, _ former: inout FormerRows<Key, Value>) {
        let keys = table.takeTouched()
        if !keys.isEmpty {
            let name = State.tables[index].name
            rows.reserveCapacity(rows.count + keys.count)
            for key in keys { rows.append(TouchedRow(name, key, table[key])) }
        }
        index += 1
    }
}
