import FoundationEssentials
import GRDB

/// Looks at a file without changing it: is it one of ours, and whole?
struct DataFileInspection {
    /// Whether there is anything at the path; an empty file is nothing.
    let exists: Bool

    private static let foreign = "is not one of Drydock's; it is left as it is"

    /// Throws `DataRefusal` for everything that is neither ours nor nothing.
    init(path: String) throws(DataRefusal) {
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            exists = false
            return
        }
        if isFolder { throw DataRefusal(path, "is a folder") }
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        exists = attributes?[.size] as? Int != 0
        if exists { try Self.check(path) }
    }

    private static func check(_ path: String) throws(DataRefusal) {
        var configuration = Configuration()
        configuration.readonly = true
        // Reading makes these, and only a writer would remove them again.
        let litter = [path + "-shm", path + "-wal"].filter { !FileManager.default.fileExists(atPath: $0) }
        defer { for file in litter { try? FileManager.default.removeItem(atPath: file) } }
        let finding: Finding
        do {
            let database = try DatabaseQueue(path: path, configuration: configuration)
            finding = try database.read(Finding.init)
            try database.close()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
            throw DataRefusal(path, foreign)
        } catch {
            throw DataRefusal(path, opening: error)
        }
        guard finding.applicationID == DataSchema.applicationID else { throw DataRefusal(path, foreign) }
        guard finding.version == DataSchema.version else {
            throw DataRefusal(
                path, "has version \(finding.version), and this release reads version \(DataSchema.version) only")
        }
        guard let damage = finding.damage else { return }
        throw DataRefusal(path, "is damaged: \(damage.split(separator: "\n").joined(separator: " "))")
    }

    private struct Finding {
        let applicationID: UInt32
        let version: UInt32
        let damage: String?

        init(_ database: Database) throws {
            applicationID = try UInt32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
            version = try UInt32.fetchOne(database, sql: "PRAGMA user_version") ?? 0
            guard applicationID == DataSchema.applicationID, version == DataSchema.version else {
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
