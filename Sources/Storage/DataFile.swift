import GRDB
import Synchronization

/// Worlds in an SQLite file, as rows: one connection, which nobody else shares, and one transaction at a time.
///
/// The file is in WAL mode. A commit is in the operating system's hands when `commit` returns, so that it survives the end of
/// the process, however sudden; what a power cut may take is `DiskSync`'s business.
package final class DataFile: Sendable {
    /// Where the file is.
    package let path: String
    let database: DatabaseQueue
    private let lastGeneration: Mutex<Int64>

    /// Opens the file at `path`, or makes it if there is none.
    ///
    /// Throws `DataRefusal` for a file that is not ours, of another version, damaged or in use, for what is no regular file, and
    /// where none can be made.
    package init(path: String, sync: DiskSync = .normal) throws(DataRefusal) {
        self.path = path
        let place = try DataFilePlace(path)
        if place.exists { try DataFileInspection.check(place) } else { try DataFileCreation.create(at: place) }
        let last: Int64
        do {
            database = try DatabaseQueue(path: place.path, configuration: Self.configuration(sync))
            last = try database.writeWithoutTransaction(Self.takeOver)
        } catch {
            throw DataRefusal(path, opening: error)
        }
        lastGeneration = Mutex(last)
    }

    /// A generation that was never used before.
    package func nextGeneration() -> Generation {
        lastGeneration.withLock { number in
            number += 1
            return Generation(number: number)
        }
    }

    /// Moves everything from the write-ahead log into the file and closes it. Nothing may be asked afterwards.
    package func close() async throws(StoreFailure) {
        let queue = database
        // Off the thread that asks, and whether or not the task was cancelled: hence no `async` function of the library's.
        let failure = await withCheckedContinuation { continuation in
            queue.asyncWriteWithoutTransaction { database in
                continuation.resume(
                    returning: Self.failure { try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") })
            }
        }
        if let failure = failure ?? Self.failure(of: { try queue.close() }) { throw failure }
    }

    private static func failure(of work: () throws -> Void) -> StoreFailure? {
        do {
            try work()
            return nil
        } catch {
            return StoreFailure(error)
        }
    }

    // MARK: Opening

    private static func configuration(_ sync: DiskSync) -> Configuration {
        var configuration = Configuration()
        configuration.label = "drydock.data"
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { database in
            // Before anything else is read: the lock is then taken once and kept until the process ends.
            try database.execute(sql: "PRAGMA locking_mode = EXCLUSIVE")
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            // The folder of the file may be the only place where anything can be written.
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            try database.execute(sql: "PRAGMA synchronous = \(sync.rawValue)")
        }
        return configuration
    }

    /// Takes the lock, brings an earlier release's tables into today's form, gives up what a former process was writing when it
    /// ended, and returns the last generation.
    private static func takeOver(_ database: Database) throws -> Int64 {
        var last: Int64 = 0
        try database.inTransaction(.immediate) {
            let version = try UInt32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            if version < DataSchema.version { try database.execute(sql: DataSchema.conversion(from: version)) }
            try database.execute(sql: "UPDATE leftover SET isBeingWritten = 0")
            last = try Int64.fetchOne(database, sql: DataSchema.lastGeneration) ?? 0
            return .commit
        }
        return last
    }
}

/// When the disk is asked to make commits safe from a power cut. A process that is killed loses nothing either way.
package enum DiskSync: String, CaseIterable, Sendable {
    /// At checkpoints: a power cut may take the last commits, and the file stays whole.
    case normal
    /// At every commit: a power cut takes nothing.
    case full
}

/// Why something did not reach the disk, in words for people.
package struct StoreFailure: Error, Equatable, CustomStringConvertible {
    /// What went wrong, for example `database or disk is full`.
    package let description: String

    /// A failure in these words.
    package init(_ description: String) {
        self.description = description
    }

    /// SQLite's own words; never the statement, whose arguments are the users' data.
    init(_ error: any Error) {
        switch error {
        case let error as StoreFailure: self = error
        case let error as DatabaseError:
            self.init("\(error.message ?? "SQLite failed") (\(error.extendedResultCode.rawValue))")
        default: self.init("\(type(of: error))")
        }
    }
}
