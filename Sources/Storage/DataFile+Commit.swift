import GRDB

/// What goes into one transaction.
package struct CommitBatch: Sendable {
    /// The worlds that differ.
    package var updates: [WorldUpdate] = []
    /// The worlds that are no more, by name.
    package var removed: [String] = []
    /// Portions of generations to come.
    package var staged: [StagedRows] = []
    /// Generations that were being written and are not wanted any more.
    package var givenUp: [Generation] = []
    /// How many packs of rows of former generations are removed at most.
    package var sweepLimit = 0

    /// Nothing.
    package init() {}

    /// Whether a transaction would change nothing.
    package var isEmpty: Bool {
        updates.isEmpty && removed.isEmpty && staged.isEmpty && givenUp.isEmpty && sweepLimit == 0
    }

    /// Whether there may be rows of former generations after it, or were before.
    var mayLeaveRows: Bool {
        sweepLimit > 0 || !removed.isEmpty || !givenUp.isEmpty || updates.contains { $0.lastPack == nil }
    }
}

/// What is to be written of one world.
package struct WorldUpdate: Sendable {
    /// The world's name.
    package let name: String
    /// The generation that the rows belong to. One that the world does not have yet takes the place of the one it has,
    /// whose rows are swept away later.
    package let generation: Generation
    /// The parts that differ, by name: JSON.
    package let parts: [String: [UInt8]]
    /// The rows that differ.
    package let rows: RowPacks
    /// The number of the last pack that the file has of this generation, which is the world's; nil where the file is to be asked.
    package let lastPack: Int64?

    /// A change of these parts and rows.
    package init(
        name: String, generation: Generation, parts: [String: [UInt8]], rows: RowPacks, lastPack: Int64? = nil
    ) {
        self.name = name
        self.generation = generation
        self.parts = parts
        self.rows = rows
        self.lastPack = lastPack
    }
}

/// Rows of a generation that no world has yet: a large world is written in portions, so that others need not wait for it.
package struct StagedRows: Sendable {
    /// The generation that is being written.
    package let generation: Generation
    /// A portion of its rows.
    package let rows: RowPacks

    /// A portion of a generation.
    package init(generation: Generation, rows: RowPacks) {
        self.generation = generation
        self.rows = rows
    }
}

// MARK: - Writing

extension DataFile {
    /// Writes everything in one transaction: all of it, or – throwing `StoreFailure` – nothing. Waits for the disk.
    ///
    /// - Returns: whether rows of former generations are left to sweep away.
    package func write(_ batch: CommitBatch) throws(StoreFailure) -> Bool {
        do {
            return try database.writeWithoutTransaction { try !Self.write(batch, to: $0) }
        } catch {
            throw StoreFailure(error)
        }
    }

    private static func write(_ batch: CommitBatch, to database: Database) throws -> Bool {
        var isSwept = true
        try database.inCachedTransaction {
            for staged in batch.staged {
                try database.run(
                    "INSERT INTO leftover VALUES (?, 1) ON CONFLICT DO NOTHING", [staged.generation.number])
                try write(staged.rows, in: staged.generation, after: nil, to: database)
            }
            for generation in batch.givenUp {
                try database.run("UPDATE leftover SET isBeingWritten = 0 WHERE generation = ?", [generation.number])
            }
            for name in batch.removed {
                try database.run("INSERT INTO leftover SELECT generation, 0 FROM world WHERE name = ?", [name])
                try database.run("DELETE FROM world WHERE name = ?", [name])
            }
            for update in batch.updates { try write(update, to: database) }
            if batch.mayLeaveRows { isSwept = try sweep(database, limit: batch.sweepLimit) }
        }
        return isSwept
    }

    private static func write(_ update: WorldUpdate, to database: Database) throws {
        let number = update.generation.number
        if update.lastPack == nil { try place(update, in: database) }
        for (name, value) in update.parts {
            try database.run(
                "INSERT OR REPLACE INTO part VALUES (?, ?, ?)", [number, name, String(decoding: value, as: UTF8.self)])
        }
        try write(update.rows, in: update.generation, after: update.lastPack, to: database)
    }

    /// Has the world be of this generation.
    private static func place(_ update: WorldUpdate, in database: Database) throws {
        let number = update.generation.number
        let former = try database.cachedStatement(sql: "SELECT generation FROM world WHERE name = ?")
        former.setUncheckedArguments([update.name])
        let current = try Int64.fetchOne(former)
        guard current != number else { return }
        if let current { try database.run("INSERT INTO leftover VALUES (?, 0)", [current]) }
        try database.run("DELETE FROM leftover WHERE generation = ?", [number])
        try database.run("INSERT OR REPLACE INTO world VALUES (?, ?)", [update.name, number])
    }

    private static func write(
        _ rows: RowPacks, in generation: Generation, after last: Int64?, to database: Database
    ) throws {
        guard !rows.isEmpty else { return }
        guard let ids = generation.packIDs else { throw StoreFailure("there is no generation \(generation.number)") }
        var id = try last.map { ids.before + $0 } ?? lastID(in: ids, database)
        for text in rows.texts {
            guard id < ids.last else { throw StoreFailure("a world has too many packs of rows") }
            id += 1
            try database.run("INSERT INTO rowPack (id, lines) VALUES (?, ?)", [id, text])
        }
    }

    private static func lastID(in ids: (before: Int64, last: Int64), _ database: Database) throws -> Int64 {
        let last = try database.cachedStatement(sql: "SELECT max(id) FROM rowPack WHERE id > ? AND id <= ?")
        last.setUncheckedArguments([ids.before, ids.last])
        return try Int64.fetchOne(last) ?? ids.before
    }

    /// Removes packs of one former generation. True if no former generation is left.
    private static func sweep(_ database: Database, limit: Int) throws -> Bool {
        let oldest = "SELECT generation FROM leftover WHERE isBeingWritten = 0 LIMIT 1"
        guard let former = try Int64.fetchOne(try database.cachedStatement(sql: oldest)) else { return true }
        guard limit > 0 else { return false }
        if let ids = Generation(number: former).packIDs {
            try database.run(
                """
                DELETE FROM rowPack WHERE id IN (SELECT id FROM rowPack WHERE id > ? AND id <= ? LIMIT ?)
                """, [ids.before, ids.last, limit])
            guard database.changesCount < limit else { return false }
        }
        try database.run("DELETE FROM part WHERE generation = ?", [former])
        try database.run("DELETE FROM leftover WHERE generation = ?", [former])
        return try Int64.fetchOne(try database.cachedStatement(sql: oldest)) == nil
    }
}

extension Database {
    /// All of `work` or nothing of it; what begins and ends it is prepared once for all transactions.
    fileprivate func inCachedTransaction(_ work: () throws -> Void) throws {
        try run("BEGIN IMMEDIATE TRANSACTION", [])
        do {
            try work()
            try run("COMMIT TRANSACTION", [])
        } catch {
            // Some failures have ended it by themselves.
            if isInsideTransaction { try rollback() }
            throw error
        }
    }

    /// Runs a statement that is prepared once for all its runs.
    fileprivate func run(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?]) throws {
        let statement = try cachedStatement(sql: sql)
        statement.setUncheckedArguments(StatementArguments(arguments))
        try statement.execute()
    }
}
