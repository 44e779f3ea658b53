import Storage

extension CommitBatch {
    /// The change of one world, its rows in one table.
    static func of(
        _ name: String, _ generation: Generation, parts: [String: String] = [:], rows: [String: String?] = [:]
    ) throws(StoreFailure) -> CommitBatch {
        var batch = CommitBatch()
        batch.updates = [
            WorldUpdate(
                name: name, generation: generation, parts: parts.mapValues { Array($0.utf8) },
                rows: try RowPacks(rows.map { .anchor($0.key, $0.value) }))
        ]
        return batch
    }
}

extension StoredRow {
    /// A row of a table of Anchor's; the key is not even JSON, as the file does not look.
    static func anchor(_ key: String, _ value: String?) -> StoredRow {
        StoredRow(
            key: Key(vendor: "anchor", table: "sessions", key: Array(key.utf8)), value: value.map { Array($0.utf8) })
    }
}
