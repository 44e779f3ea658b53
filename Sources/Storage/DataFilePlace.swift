import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where a data file is, or is to be made: at a regular file, or at nothing. Devices, pipes, sockets and folders are refused
/// before anything opens them, and so is what is no regular file in the place of one that SQLite puts beside it: SQLite would
/// open it, and remove it in the end.
struct DataFilePlace {
    /// The path as it was given, for people.
    let given: String
    /// The path for SQLite: absolute, because `:memory:` and `file:…` mean something else to it, and with links followed, because
    /// the files beside it are beside the file that is meant.
    let path: String
    /// Whether there is a file with something in it.
    let exists: Bool

    /// Throws `DataRefusal` for everything that can neither be a data file nor become one; nothing is opened.
    init(_ given: String) throws(DataRefusal) {
        guard !given.isEmpty else { throw DataRefusal(given, "has no name") }
        self.given = given
        let absolute = given.hasPrefix("/") ? given : "\(FileManager.default.currentDirectoryPath)/\(given)"
        switch PathContent(of: absolute, followingLinks: true) {
        case .nothing:
            if PathContent(of: absolute, followingLinks: false) == .link {
                throw DataRefusal(given, "is a symbolic link that leads to no file; name the file itself")
            }
            (path, exists) = (absolute, false)
        case .file(let size):
            path = Self.resolved(absolute)
            exists = size != 0
        case .folder: throw DataRefusal(given, "is a folder")
        case .unreachable(let problem): throw DataRefusal(given, "cannot be used: \(problem)")
        case let other:
            throw DataRefusal(
                given, "is \(other.words), and worlds are kept in regular files only; it is left as it is")
        }
        for suffix in Self.companions { try checkCompanion(at: path + suffix) }
    }

    private func checkCompanion(at companion: String) throws(DataRefusal) {
        switch PathContent(of: companion, followingLinks: false) {
        case .nothing, .file(0): return
        case .file where exists || companion.hasSuffix("-shm"): return
        case .file:
            // SQLite would replay it into whatever is made here.
            throw DataRefusal(
                given,
                "is not there, but \(companion) is, with the last changes of one that was: put the file back, or move that away"
            )
        case let content:
            throw DataRefusal(
                given, "cannot be used: SQLite keeps a file of its own at \(companion), and there is \(content.words)")
        }
    }

    /// The ends of the names of the files that SQLite makes and removes beside a database.
    static let companions = ["-journal", "-shm", "-wal"]

    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }
}
