import FoundationEssentials
import GRDB

/// The tables of a data file.
enum DataSchema {
    /// "Dryd": SQLite files are told apart by this number.
    static let applicationID: UInt32 = 0x4472_7964
    /// The version of the tables; a file of another one is refused.
    static let version: UInt32 = 1

    /// Makes the tables.
    static let creation = """
        PRAGMA application_id = \(applicationID);
        PRAGMA user_version = \(version);
        CREATE TABLE world (
            name TEXT PRIMARY KEY,
            generation INTEGER NOT NULL UNIQUE
        ) WITHOUT ROWID, STRICT;
        CREATE TABLE part (
            generation INTEGER NOT NULL,
            name TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (generation, name)
        ) WITHOUT ROWID, STRICT;
        CREATE TABLE row (
            generation INTEGER NOT NULL,
            vendor TEXT NOT NULL,
            tableName TEXT NOT NULL,
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (generation, vendor, tableName, key)
        ) WITHOUT ROWID, STRICT;
        -- Generations whose rows no world has: former ones, and ones that are still being written.
        CREATE TABLE leftover (
            generation INTEGER PRIMARY KEY,
            isBeingWritten INTEGER NOT NULL
        ) STRICT;
        """

    /// The last generation that was ever used.
    static let lastGeneration = """
        SELECT max(generation) FROM (SELECT generation FROM world UNION ALL SELECT generation FROM leftover)
        """
}

/// Makes an empty data file: complete or not at all, because it is made beside its place and then moved there.
enum DataFileCreation {
    static func create(at path: String) throws(DataRefusal) {
        let draft = path + "-new"
        do {
            for suffix in ["", "-journal", "-wal"] where FileManager.default.fileExists(atPath: draft + suffix) {
                try FileManager.default.removeItem(atPath: draft + suffix)
            }
            let database = try DatabaseQueue(path: draft)
            try database.writeWithoutTransaction { database in
                try database.execute(sql: DataSchema.creation)
                try database.execute(sql: "PRAGMA journal_mode = WAL")
            }
            try database.close()
            if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
            try FileManager.default.moveItem(atPath: draft, toPath: path)
        } catch {
            throw DataRefusal(path, "cannot be made: \(StoreFailure(error))")
        }
    }
}
