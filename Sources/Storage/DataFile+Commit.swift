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
    /// How many rows of former generations are removed at most.
    package var sweepLimit = 0

    /// Nothing.
    package init() {}

    /// Whether a transaction would change nothing.
    package var isEmpty: Bool {
        updates.isEmpty && removed.isEmpty && staged.isEmpty && givenUp.isEmpty && sweepLimit == 0
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
    package let rows: [StoredRow]

    /// A change of these parts and rows.
    package init(name: String, generation: Generation, parts: [String: [UInt8]], rows: [StoredRow]) {
        self.name = name
        self.generation = generation
        self.parts = parts
        self.rows = rows
    }
}

/// Rows of a generation that no world has yet: a large world is written in portions, so that others need not wait for it.
package struct StagedRows: Sendable {
    /// The generation that is being written.
    package let generation: Generation
    /// A portion of its rows.
    package let rows: [StoredRow]

    /// A portion of a generation.
    package init(generation: Generation, rows: [StoredRow]) {
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
        try database.inTransaction(.immediate) {
            for staged in batch.staged {
                try database.run(
                    "INSERT INTO leftover VALUES (?, 1) ON CONFLICT DO NOTHING", [staged.generation.number])
                try write(staged.rows, in: staged.generation, to: database)
            }
            for generation in batch.givenUp {
                try database.run("UPDATE leftover SET isBeingWritten = 0 WHERE generation = ?", [generation.number])
            }
            for name in batch.removed {
                try database.run("INSERT INTO leftover SELECT generation, 0 FROM world WHERE name = ?", [name])
                try database.run("DELETE FROM world WHERE name = ?", [name])
            }
            for update in batch.updates { try write(update, to: database) }
            isSwept = try sweep(database, limit: batch.sweepLimit)
            return .commit
        }
        return isSwept
    }

    private static func write(_ update: WorldUpdate, to database: Database) throws {
        let number = update.generation.number
        let former = try database.cachedStatement(sql: "SELECT generation FROM world WHERE name = ?")
        former.setUncheckedArguments([update.name])
        let current = try Int64.fetchOne(former)
        if current != number {
            if let current { try database.run("INSERT INTO leftover VALUES (?, 0)", [current]) }
            try database.run("DELETE FROM leftover WHERE generation = ?", [number])
            try database.run("INSERT OR REPLACE INTO world VALUES (?, ?)", [update.name, number])
        }
        for (name, value) in update.parts {
            try database.run("INSERT OR REPLACE INTO part VALUES (?, ?, ?)", [number, name, text(value)])
        }
        try write(update.rows, in: update.generation, to: database)
    }

    private static func write(_ rows: [StoredRow], in generation: Generation, to database: Database) throws {
        guard !rows.isEmpty else { return }
        let last = try database.cachedStatement(sql: "SELECT max(number) FROM row WHERE generation = ?")
        last.setUncheckedArguments([generation.number])
        // An edited file can have a last number; SQLite then refuses a number that is there already.
        var number = try Int64.fetchOne(last) ?? 0
        for row in rows {
            number = number.addingReportingOverflow(1).partialValue
            try database.run(
                "INSERT INTO row VALUES (?, ?, ?, ?, ?, ?)",
                [
                    generation.number, number, row.key.vendor, row.key.table, text(row.key.key),
                    row.value.map(text),
                ])
        }
    }

    /// Removes rows of one former generation. True if no former generation is left.
    private static func sweep(_ database: Database, limit: Int) throws -> Bool {
        let oldest = "SELECT generation FROM leftover WHERE isBeingWritten = 0 LIMIT 1"
        guard let former = try Int64.fetchOne(try database.cachedStatement(sql: oldest)) else { return true }
        guard limit > 0 else { return false }
        try database.run(
            """
            DELETE FROM row WHERE generation = ?1 AND number IN
            (SELECT number FROM row WHERE generation = ?1 LIMIT ?2)
            """, [former, limit])
        guard database.changesCount < limit else { return false }
        try database.run("DELETE FROM part WHERE generation = ?", [former])
        try database.run("DELETE FROM leftover WHERE generation = ?", [former])
        return try Int64.fetchOne(try database.cachedStatement(sql: oldest)) == nil
    }

    private static func text(_ json: [UInt8]) -> String {
        String(decoding: json, as: UTF8.self)
    }
}

extension Database {
    /// Runs a statement that is prepared once for all its runs.
    fileprivate func run(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?]) throws {
        let statement = try cachedStatement(sql: sql)
        statement.setUncheckedArguments(StatementArguments(arguments))
        try statement.execute()
    }
}
