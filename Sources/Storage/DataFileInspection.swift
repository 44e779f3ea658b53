import GRDB

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Looks at a file without changing it: is it one of ours, and whole?
enum DataFileInspection {
    private static let foreign = "is not one of Drydock's; it is left as it is"

    /// Throws `DataRefusal` for everything that is not ours, or damaged.
    static func check(_ place: DataFilePlace) throws(DataRefusal) {
        let finding: Finding
        do {
            finding = try look(at: place.path)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
            throw DataRefusal(place.given, foreign)
        } catch {
            throw DataRefusal(place.given, opening: error)
        }
        guard finding.applicationID == DataSchema.applicationID else { throw DataRefusal(place.given, foreign) }
        guard finding.isKnown else {
            throw DataRefusal(
                place.given,
                "has version \(finding.version), and this release reads versions 1 to \(DataSchema.version) only")
        }
        guard let damage = finding.damage else { return }
        throw DataRefusal(place.given, "is damaged: \(damage.split(separator: "\n").joined(separator: " "))")
    }

    private static func look(at path: String) throws -> Finding {
        var configuration = Configuration()
        configuration.readonly = true
        // Reading makes these, and only a writer would remove them again.
        let litter = [path + "-shm", path + "-wal"].filter { PathContent(of: $0, followingLinks: false) == .nothing }
        var database: DatabaseQueue?
        var isInUse = false
        // While this connection is open nobody can begin to write, so that what is removed is its own. Whoever was faster has
        // the file to himself, and then these are his.
        defer {
            withExtendedLifetime(database) {
                if !isInUse { for file in litter { unlink(file) } }
            }
        }
        do {
            let opened = try DatabaseQueue(path: path, configuration: configuration)
            database = opened
            return try opened.read(Finding.init)
        } catch {
            isInUse = (error as? DatabaseError)?.resultCode == .SQLITE_BUSY
            throw error
        }
    }

    private struct Finding {
        let applicationID: UInt32
        let version: UInt32
        let damage: String?

        var isKnown: Bool { (1...DataSchema.version).contains(version) }

        init(_ database: Database) throws {
            applicationID = try UInt32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
            version = try UInt32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            guard applicationID == DataSchema.applicationID, (1...DataSchema.version).contains(version) else {
                damage = nil
                return
            }
            // Every page is read, as damage shows best before anything is served from it.
            damage = try String.fetchAll(database, sql: "PRAGMA quick_check(1)").first { $0 != "ok" }
        }
    }
}

/// Why a file cannot be used to keep worlds in. It is left as it was.
package struct DataRefusal: Error, Equatable, CustomStringConvertible {
    /// One line for people, with the file's path.
    package let description: String

    init(_ path: String, _ problem: String) {
        description = "the data file \(path) \(problem)"
    }

    /// What an error of SQLite's means for whoever wants to use the file.
    init(_ path: String, opening error: any Error) {
        switch (error as? DatabaseError)?.resultCode {
        case .SQLITE_BUSY?: self.init(path, "is in use by another process")
        case .SQLITE_CORRUPT?, .SQLITE_NOTADB?: self.init(path, "is damaged: \(StoreFailure(error))")
        default: self.init(path, "cannot be used: \(StoreFailure(error))")
        }
    }
}
