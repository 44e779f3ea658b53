import FoundationEssentials
import GRDB
import Testing

@testable import Storage

@Suite("Files that cannot be used are refused in one line and left as they are")
struct RefusedFileTests {
    /// What may stand where a data file is looked for, and what is said of it.
    enum Found: CaseIterable, CustomTestStringConvertible {
        case text
        case shortText
        case foreignDatabase
        case otherVersion
        case cutShort
        case scribbledOver

        var testDescription: String { "\(self)" }

        var complaint: String {
            switch self {
            case .text, .shortText, .foreignDatabase: "is not one of Drydock's; it is left as it is"
            case .otherVersion: "has version 99, and this release reads versions 1 to 3 only"
            case .cutShort, .scribbledOver: "is damaged"
            }
        }

        func put(at path: String) async throws {
            switch self {
            case .text: try write(Data(repeating: 0x61, count: 10_000), to: path)
            case .shortText: try write(Data("hello".utf8), to: path)
            case .foreignDatabase: try execute("PRAGMA journal_mode = WAL; CREATE TABLE t(x);", at: path)
            case .otherVersion:
                try await putWorld(at: path)
                try execute("PRAGMA user_version = 99", at: path)
            case .cutShort:
                try await putWorld(at: path)
                let whole = try Data(contentsOf: URL(filePath: path))
                try write(whole.prefix(whole.count * 2 / 3), to: path)
            case .scribbledOver:
                try await putWorld(at: path)
                var bytes = try Data(contentsOf: URL(filePath: path))
                for offset in stride(from: 8192, to: bytes.count, by: 7) { bytes[offset] ^= 0x5a }
                try write(bytes, to: path)
            }
        }

        private func write(_ bytes: Data, to path: String) throws {
            try bytes.write(to: URL(filePath: path))
        }

        private func execute(_ sql: String, at path: String) throws {
            let database = try DatabaseQueue(path: path)
            try database.writeWithoutTransaction { try $0.execute(sql: sql) }
            try database.close()
        }

        private func putWorld(at path: String) async throws {
            let file = try DataFile(path: path)
            let rows = Dictionary(uniqueKeysWithValues: (0..<2000).map { ("row\($0)", "\"value\"" as String?) })
            _ = try await file.commit(.of("a", file.nextGeneration(), rows: rows))
            try await file.close()
        }
    }

    @Test("found", arguments: Found.allCases)
    func refuses(found: Found) async throws {
        let folder = try TemporaryFolder()
        let path = folder["worlds.db"]
        try await found.put(at: path)
        let before = try Data(contentsOf: URL(filePath: path))
        let refusal = try #require(throws: DataRefusal.self) { try DataFile(path: path) }
        #expect(refusal.description.hasPrefix("the data file \(path) \(found.complaint)"))
        #expect(!refusal.description.contains("\n"))
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }

    @Test("a folder is refused, and a place where no file can be made")
    func places() throws {
        let folder = try TemporaryFolder()
        let isFolder = try #require(throws: DataRefusal.self) { try DataFile(path: folder.path) }
        #expect(isFolder.description == "the data file \(folder.path) is a folder")
        let nowhere = try #require(throws: DataRefusal.self) { try DataFile(path: folder["none/worlds.db"]) }
        #expect(nowhere.description.contains("cannot be made"))
    }

    @Test("a file has one user at a time")
    func exclusive() async throws {
        let folder = try TemporaryFolder()
        let path = folder["worlds.db"]
        let first = try DataFile(path: path)
        let refusal = try #require(throws: DataRefusal.self) { try DataFile(path: path) }
        #expect(refusal.description == "the data file \(path) is in use by another process")
        try await first.close()
        _ = try DataFile(path: path)
    }

    @Test("an empty file, and what an earlier attempt left beside it, are no hindrance")
    func emptyFile() throws {
        let folder = try TemporaryFolder()
        let path = folder["worlds.db"]
        try Data().write(to: URL(filePath: path))
        try Data("half".utf8).write(to: URL(filePath: path + "-new"))
        #expect(try DataFile(path: path).worlds.isEmpty)
    }
}
