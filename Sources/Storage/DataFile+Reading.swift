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
    /// So many packs of rows are, for the same reason.
    private static let packPage = 50

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
        guard let ids = world.generation.packIDs else {
            throw DataRefusal(path, "is damaged: it has a generation \(number)")
        }
        var log = RowLog()
        var last = ids.before
        var isEnd = false
        while !isEnd {
            try reading { database in
                let found = try Row.fetchCursor(
                    try database.cachedStatement(
                        sql: """
                            SELECT id, lines FROM rowPack WHERE id > ? AND id <= ? ORDER BY id LIMIT \(Self.packPage)
                            """),
                    arguments: [last, ids.last])
                isEnd = true
                while let pack = try found.next() {
                    last = pack[0]
                    try log.append(RowPacks.rows(of: pack[1]))
                    isEnd = false
                }
            }
        }
        return StoredWorld(
            name: world.name, generation: world.generation, parts: parts.merging(log.parts) { $1 }, rows: log.rows,
            rowCount: log.count, lastPack: last - ids.before)
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
