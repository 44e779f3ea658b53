import HashTreeCollections

/// What was made, changed and removed in a table between two states.
public struct TableDifference: Sendable {
    /// One row that differs.
    public struct Row: Sendable {
        /// The row's key, as JSON without quotes where it is a string.
        public let key: String
        /// The object before, as JSON; nil if it was made since.
        public let old: JSONValue?
        /// The object after, as JSON; nil if it was removed.
        public let new: JSONValue?
    }

    /// The table's name.
    public let name: String
    /// The rows that differ, by key.
    public let rows: [Row]

    /// Looks at every row once, and at none if nothing was changed.
    init<Key: Codable, Value: Codable & Equatable>(
        name: String, old: Table<Key, Value>, new: Table<Key, Value>
    ) throws {
        self.name = name
        guard old.tree != new.tree else {
            rows = []
            return
        }
        var rows: [Row] = []
        for (key, value) in new.tree where old.tree[key] != value {
            rows.append(try Self.row(key, old: old.tree[key], new: value))
        }
        for (key, value) in old.tree where new.tree[key] == nil {
            rows.append(try Self.row(key, old: value, new: nil))
        }
        self.rows = rows.sorted { $0.key < $1.key }
    }

    private static func row<Key: Encodable, Value: Encodable>(_ key: Key, old: Value?, new: Value?) throws -> Row {
        let key = try RowCoding.shown(key)
        return Row(
            key: key.string ?? JSONWriter.text(key), old: try json(old), new: try json(new))
    }

    private static func json<Value: Encodable>(_ value: Value?) throws -> JSONValue? {
        try value.map { try RowCoding.shown($0) }
    }
}
