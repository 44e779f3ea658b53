/// One table of a state, by its name: what can be done with it without knowing what it holds.
package struct StateTable<State: Sendable>: Sendable {
    /// The name, as the property has it.
    package let name: String
    /// Whether it only leads to objects of another table, and is no news of its own.
    package let isIndex: Bool
    /// How many rows there are.
    package let count: @Sendable (State) -> Int
    /// What differs between two states.
    package let difference: @Sendable (_ old: State, _ new: State) throws -> TableDifference
    /// Begins to remember which rows are touched.
    package let beginTracking: @Sendable (inout State) -> Void
    /// The rows touched since the last time.
    package let takeTouched: @Sendable (inout State) -> [TouchedRow]
    /// Every row, as if all were touched just now.
    package let allRows: @Sendable (State) -> [TouchedRow]
    /// Puts back a row as `TouchedRow` has it. Throws for bytes of another layout.
    package let insert: @Sendable (_ key: [UInt8], _ value: [UInt8], inout State) throws -> Void

    /// The table at `path`.
    package init<Key, Value: Equatable>(
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
        insert = { key, value, state in
            state[keyPath: path][try RowCoding.value(key, as: Key.self)] = try RowCoding.value(value, as: Value.self)
        }
    }

    private static func row<Key: Encodable & Sendable, Value: Encodable & Sendable>(
        _ table: String, _ key: Key, _ value: Value?
    ) -> TouchedRow {
        TouchedRow(
            table: table, key: { try RowCoding.bytes(key) },
            value: value.map { value in { @Sendable in try RowCoding.bytes(value) } })
    }
}
