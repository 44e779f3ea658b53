import GRDB

/// What a data file says of a world before it is read.
package struct StoredName: Sendable {
    /// Its name.
    package let name: String
    /// Its current generation.
    package let generation: Generation
}

// MARK: - Reading

extension DataFile {
    /// So many rows are read at a time: a commit that comes meanwhile waits for two milliseconds at most.
    private static let page = 1000

    /// The worlds that there are, by name. Throws `DataRefusal` where the file cannot be read, as all that follows.
    package func names() throws -> [StoredName] {
        try reading { database in
            let found = try Row.fetchCursor(database, sql: "SELECT name, generation FROM world ORDER BY name")
            var names: [StoredName] = []
            while let row = try found.next() {
                names.append(StoredName(name: row[0], generation: Generation(number: row[1])))
            }
            return names
        }
    }

    /// One world, with all that it has. Commits of other worlds may come between; none may touch this one meanwhile.
    package func world(_ world: StoredName) throws -> StoredWorld {
        let number = world.generation.number
        let parts = try reading { database in
            let found = try Row.fetchCursor(
                try database.cachedStatement(sql: "SELECT name, value FROM part WHERE generation = ?"),
                arguments: [number])
            var parts: [String: [UInt8]] = [:]
            while let part = try found.next() { parts[part[0]] = Self.bytes(part[1]) }
            return parts
        }
        var log = RowLog()
        while let next = log.next {
            try reading { database in
                let found = try Row.fetchCursor(
                    try database.cachedStatement(
                        sql: """
                            SELECT number, vendor, tableName, key, value FROM row
                            WHERE generation = ? AND number >= ? ORDER BY number LIMIT \(Self.page)
                            """),
                    arguments: [number, next])
                var count = 0
                while let row = try found.next() {
                    let key = StoredRow.Key(vendor: row[1], table: row[2], key: Self.bytes(row[3]))
                    let value: String? = row[4]
                    log.append(StoredRow(key: key, value: value.map(Self.bytes)), at: row[0])
                    count += 1
                }
                if count < Self.page { log.end() }
            }
        }
        return StoredWorld(
            name: world.name, generation: world.generation, parts: parts, rows: log.rows, rowCount: log.count)
    }

    /// Two parts of every world, by its generation; nil for one that is missing.
    package func parts(
        _ first: String, _ second: String
    ) throws -> [Generation: (first: [UInt8]?, second: [UInt8]?)] {
        var parts: [Generation: (first: [UInt8]?, second: [UInt8]?)] = [:]
        var last: Int64? = Int64.min
        while let after = last {
            last = try reading { database in
                let found = try Row.fetchCursor(
                    try database.cachedStatement(
                        sql: """
                            SELECT world.generation, one.value, other.value FROM world
                            LEFT JOIN part AS one ON one.generation = world.generation AND one.name = ?
                            LEFT JOIN part AS other ON other.generation = world.generation AND other.name = ?
                            WHERE world.generation > ? ORDER BY world.generation LIMIT \(Self.page)
                            """),
                    arguments: [first, second, after])
                var last: Int64?
                while let row = try found.next() {
                    let (one, other): (String?, String?) = (row[1], row[2])
                    parts[Generation(number: row[0])] = (one.map(Self.bytes), other.map(Self.bytes))
                    last = row[0]
                }
                return last
            }
        }
        return parts
    }

    private func reading<Value>(_ look: (Database) throws -> Value) throws -> Value {
        do { return try database.read(look) } catch { throw DataRefusal(path, opening: error) }
    }

    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }
}

/// The rows of a generation as they are read: of those with the same key, the last one counts.
private struct RowLog {
    private var latest: [StoredRow] = []
    private var places: [StoredRow.Key: Int] = [:]
    /// The number from which on to read; nil if all is read.
    private(set) var next: Int64? = Int64.min
    /// How many rows were read.
    private(set) var count = 0

    /// What counts.
    var rows: [StoredRow] { latest.filter { $0.value != nil } }

    mutating func append(_ row: StoredRow, at number: Int64) {
        if let place = places.updateValue(places[row.key] ?? latest.count, forKey: row.key) {
            latest[place] = row
        } else {
            latest.append(row)
        }
        count += 1
        next = number == .max ? nil : number + 1
    }

    mutating func end() {
        next = nil
    }
}
