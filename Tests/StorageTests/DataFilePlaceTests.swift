import FoundationEssentials
import Testing

@testable import Storage

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite("Only regular files become data files, and nothing else is touched")
struct DataFilePlaceTests {
    /// What may stand at the path that a flag names.
    enum Found: CaseIterable, CustomTestStringConvertible {
        case pipe
        case boundSocket
        case linkToDevice
        case linkToNothing
        case linkToItself
        case folder

        var testDescription: String { "\(self)" }

        var complaint: String {
            switch self {
            case .pipe: "is a pipe"
            case .boundSocket: "is a socket"
            case .linkToDevice: "is a device"
            case .linkToNothing: "is a symbolic link that leads to no file"
            case .linkToItself: "cannot be used: "
            case .folder: "is a folder"
            }
        }

        func put(at path: String) throws {
            switch self {
            case .pipe: #expect(mkfifo(path, 0o600) == 0)
            case .boundSocket: try listen(at: path)
            case .linkToDevice: #expect(symlink("/dev/null", path) == 0)
            case .linkToNothing: #expect(symlink(path + "-nothing", path) == 0)
            case .linkToItself: #expect(symlink(path, path) == 0)
            case .folder: #expect(mkdir(path, 0o700) == 0)
            }
        }

        private func listen(at path: String) throws {
            #if canImport(Glibc)
                let kind = Int32(SOCK_STREAM.rawValue)
            #else
                let kind = SOCK_STREAM
            #endif
            let descriptor = socket(AF_UNIX, kind, 0)
            defer { close(descriptor) }
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            let room = MemoryLayout.size(ofValue: address.sun_path)
            try #require(path.utf8.count < room)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
            let outcome = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
            #expect(outcome == 0)
        }
    }

    @Test("at the path itself", arguments: Found.allCases)
    func refuses(found: Found) throws {
        let folder = try TemporaryFolder()
        let path = folder["w.db"]
        try found.put(at: path)
        let before = try Self.look(at: path)
        let refusal = try #require(throws: DataRefusal.self) { try DataFile(path: path) }
        #expect(refusal.description.hasPrefix("the data file \(path) \(found.complaint)"), "\(refusal)")
        #expect(!refusal.description.contains("\n"))
        #expect(try Self.look(at: path) == before)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["w.db"])
    }

    @Test(
        "in the place of a file that SQLite keeps beside it", arguments: ["-wal", "-shm", "-journal"],
        [Found.pipe, .linkToDevice, .folder])
    func companions(suffix: String, found: Found) async throws {
        let folder = try TemporaryFolder()
        let path = folder["w.db"]
        try await DataFile(path: path).close()
        try found.put(at: path + suffix)
        let before = try Self.look(at: path + suffix)
        let refusal = try #require(throws: DataRefusal.self) { try DataFile(path: path) }
        #expect(refusal.description.contains("\(path)\(suffix), and there is a "), "\(refusal)")
        #expect(try Self.look(at: path + suffix) == before)
    }

    @Test("a link to a data file leads to it, and so does a link to an empty file")
    func links() async throws {
        let folder = try TemporaryFolder()
        for name in ["full.db", "empty.db"] {
            let link = folder["link-\(name)"]
            if name == "full.db" {
                try await DataFile(path: folder[name]).close()
            } else {
                try Data().write(to: URL(filePath: folder[name]))
            }
            #expect(symlink(folder[name], link) == 0)
            let file = try DataFile(path: link)
            _ = try await file.commit(.of("a", file.nextGeneration(), rows: ["x": "1"]))
            try await file.close()
            #expect(PathContent(of: link, followingLinks: false) == .link)
            #expect(try DataFile(path: folder[name]).worlds.map(\.name) == ["a"])
        }
    }

    @Test("the last changes of a file that is gone are neither lost nor put into a new one")
    func orphan() throws {
        let folder = try TemporaryFolder()
        let path = folder["w.db"]
        try Data(repeating: 1, count: 4152).write(to: URL(filePath: path + "-wal"))
        let refusal = try #require(throws: DataRefusal.self) { try DataFile(path: path) }
        #expect(refusal.description.contains("is not there, but \(path)-wal is"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["w.db-wal"])
    }

    @Test(
        "neighbours whose names look like ours are left alone", arguments: ["w.db-new", "w.db-new-1", "w.db-new-1-wal"])
    func neighbours(name: String) throws {
        let folder = try TemporaryFolder()
        try Data("mine".utf8).write(to: URL(filePath: folder[name]))
        #expect(try DataFile(path: folder["w.db"]).worlds.isEmpty)
        #expect(FileManager.default.contents(atPath: folder[name]) == Data("mine".utf8))
    }

    @Test("who comes second, and finds a file in use, leaves the first one's files alone")
    func second() async throws {
        let folder = try TemporaryFolder()
        let path = folder["w.db"]
        let first = try DataFile(path: path)
        _ = try await first.commit(.of("a", first.nextGeneration(), rows: ["x": "1"]))
        #expect(throws: DataRefusal.self) { try DataFile(path: path) }
        #expect(PathContent(of: path + "-wal", followingLinks: false) != .nothing)
        try await first.close()
        #expect(try DataFile(path: path).worlds.map(\.name) == ["a"])
    }

    @Test(
        "names that mean something else to SQLite are names of files", arguments: [":memory:", "file:w.db?mode=memory"])
    func specialNames(name: String) async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/\(name)"
        try await DataFile(path: path).close()
        #expect(FileManager.default.fileExists(atPath: path))
    }

    /// What is at a path, whatever becomes of what it leads to.
    private static func look(at path: String) throws -> [UInt64] {
        var status = stat()
        try #require(lstat(path, &status) == 0)
        return [UInt64(status.st_ino), UInt64(status.st_mode)]
    }
}
