import FoundationEssentials
import GRDB

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
