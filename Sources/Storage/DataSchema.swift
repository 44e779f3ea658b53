import GRDB

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The tables of a data file.
enum DataSchema {
    /// "Dryd": SQLite files are told apart by this number.
    static let applicationID: UInt32 = 0x4472_7964
    /// The version of the tables. A file of an earlier one is brought into this form; one of a later one is refused.
    static let version: UInt32 = 3

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
        \(rowPack)
        -- Generations whose rows no world has: former ones, and ones that are still being written.
        CREATE TABLE leftover (
            generation INTEGER PRIMARY KEY,
            isBeingWritten INTEGER NOT NULL
        ) STRICT;
        """

    /// The objects, in the order in which they were written: the last row of a key counts, and one without an object says that
    /// the object is gone. Keys are spread evenly, so that in their order every new row would be written with a page of its own.
    ///
    /// The id is made of the generation and a number, so that a pack takes one page, and finding it no index.
    private static let rowPack = """
        CREATE TABLE rowPack (
            id INTEGER PRIMARY KEY,
            lines TEXT NOT NULL,
            generation INTEGER AS (id >> \(Generation.packBits)) VIRTUAL
        ) STRICT;
        """

    /// Makes of the tables of an earlier version, where each row stood by itself, those of today. In version 1 rows were in the
    /// order of their keys.
    static func conversion(from version: UInt32) -> String {
        """
        \(rowPack)
        INSERT INTO rowPack (id, lines) SELECT
            (generation << \(Generation.packBits))
                + row_number() OVER (PARTITION BY generation \(version == 1 ? "" : "ORDER BY number")),
            vendor || char(9) || tableName || char(9) || \(line("key")) || char(9) || \(line("coalesce(value, '')")) || char(10)
            FROM row WHERE generation > 0 AND generation < \(Generation.limit);
        DROP TABLE row;
        PRAGMA user_version = \(self.version);
        """
    }

    /// What somebody has laid out over several lines is the same JSON on one.
    private static func line(_ json: String) -> String {
        "replace(replace(\(json), char(9), ' '), char(10), ' ')"
    }

    /// The last generation that was ever used. One that only an edited file can have is used by no other world either, and
    /// counting on from it would come to the end of the numbers.
    static let lastGeneration = """
        SELECT max(generation) FROM (
            SELECT generation FROM world UNION ALL SELECT generation FROM leftover
            UNION ALL SELECT max(id) >> \(Generation.packBits) FROM rowPack
        ) WHERE generation < \(Generation.limit)
        """
}

/// Makes an empty data file: complete or not at all, because it is made beside its place, under a name that nothing had, and
/// then moved there. Nothing but an empty regular file is ever replaced.
enum DataFileCreation {
    static func create(at place: DataFilePlace) throws(DataRefusal) {
        let draft = try Self.draft(beside: place)
        do {
            let database = try DatabaseQueue(path: draft)
            try database.writeWithoutTransaction { database in
                try database.execute(sql: DataSchema.creation)
                try database.execute(sql: "PRAGMA journal_mode = WAL")
            }
            try database.close()
        } catch {
            unlink(draft)
            throw DataRefusal(place.given, "cannot be made: \(StoreFailure(error))")
        }
        try put(draft, at: place)
    }

    /// An empty file that nobody else uses.
    private static func draft(beside place: DataFilePlace) throws(DataRefusal) -> String {
        var problem = EEXIST
        for number in 1...100 where problem == EEXIST {
            let draft = "\(place.path)-new-\(number)"
            let isFree = DataFilePlace.companions.allSatisfy {
                PathContent(of: draft + $0, followingLinks: false) == .nothing
            }
            guard isFree else { continue }
            let descriptor = open(draft, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0o644)
            if descriptor >= 0 {
                close(descriptor)
                return draft
            }
            problem = errno
        }
        throw DataRefusal(place.given, "cannot be made: \(String(cString: strerror(problem)))")
    }

    /// A link fails where anything is. An empty file in the place, and a file system without links, take a rename.
    private static func put(_ draft: String, at place: DataFilePlace) throws(DataRefusal) {
        if link(draft, place.path) == 0 {
            unlink(draft)
            return
        }
        let refusal: DataRefusal
        switch PathContent(of: place.path, followingLinks: false) {
        case .nothing, .file(0):
            if rename(draft, place.path) == 0 { return }
            refusal = DataRefusal(place.given, "cannot be made: \(String(cString: strerror(errno)))")
        default: refusal = DataRefusal(place.given, "is in use by another process")
        }
        unlink(draft)
        throw refusal
    }
}
