import GRDB

@testable import Storage

extension DataFile {
    /// All worlds.
    var worlds: [StoredWorld] {
        get throws {
            try names().map { try world($0) }
        }
    }

    /// Writes a batch.
    func commit(_ batch: CommitBatch) async throws(StoreFailure) -> Bool { try write(batch) }

    /// How many rows one of SQLite's tables has.
    func count(_ table: String) throws -> Int {
        try database.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? -1 }
    }

    /// Makes the disk full when the file has grown to so many pages; 0 is now.
    func limit(pages: Int) throws {
        try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = \(max(1, pages))") }
    }
}

extension StoredWorld {
    /// The parts as text.
    var texts: [String: String] { parts.mapValues { String(decoding: $0, as: UTF8.self) } }

    /// The objects as text, by their keys.
    var objects: [String: String] {
        Dictionary(
            uniqueKeysWithValues: rows.map {
                (String(decoding: $0.key.key, as: UTF8.self), String(decoding: $0.value ?? [], as: UTF8.self))
            })
    }
}
