import GRDB

extension DataFile {
    /// Hands over every world in turn, so that no more than one is there twice. Throws `DataRefusal` where the file cannot be
    /// read, and what `body` throws.
    package func readWorlds(_ body: (StoredWorld) throws -> Void) throws {
        let names = try reading { try Row.fetchAll($0, sql: "SELECT name, generation FROM world ORDER BY name") }
        for row in names {
            try body(try world(row[0], generation: Generation(number: row[1])))
        }
    }

    private func world(_ name: String, generation: Generation) throws -> StoredWorld {
        try reading { database in
            var parts: [String: [UInt8]] = [:]
            let partsOf = try database.cachedStatement(sql: "SELECT name, value FROM part WHERE generation = ?")
            let foundParts = try Row.fetchCursor(partsOf, arguments: [generation.number])
            while let part = try foundParts.next() {
                let value: String = part[1]
                parts[part[0]] = Array(value.utf8)
            }
            var rows: [StoredRow] = []
            let rowsOf = try database.cachedStatement(
                sql: "SELECT vendor, tableName, key, value FROM row WHERE generation = ?")
            let foundRows = try Row.fetchCursor(rowsOf, arguments: [generation.number])
            while let row = try foundRows.next() {
                let (key, value): (String, String) = (row[2], row[3])
                rows.append(
                    StoredRow(
                        key: StoredRow.Key(vendor: row[0], table: row[1], key: Array(key.utf8)),
                        value: Array(value.utf8))
                )
            }
            return StoredWorld(name: name, generation: generation, parts: parts, rows: rows)
        }
    }

    private func reading<Value>(_ look: (Database) throws -> Value) throws -> Value {
        do { return try database.read(look) } catch { throw DataRefusal(path, opening: error) }
    }
}
