import FoundationEssentials
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The folder of this process for its browsers, with one for each session in it. What it is in is nobody else's.
final class BrowserFolders: Sendable {
    /// One session's folders.
    struct Session: Sendable {
        /// What the browser works in; its shell removes it.
        let path: String
        /// The browser's profile: in `path`, or beside it where it is to be there after the browser.
        let profile: String
        /// What stays until the world forgets the session.
        let kept: String
        /// Where its standard error goes; it would go with the folder otherwise.
        let errorLog: String
        /// All variables that the browser gets: nothing that the user has set for other programs, and a home of its own, as
        /// it leaves things there, and in the folder for temporary files.
        let environment: [String: String]

        /// The last lines that the browser has printed.
        var lastWords: String {
            guard let data = FileManager.default.contents(atPath: errorLog) else { return "" }
            let lines = String(decoding: data.suffix(4096), as: UTF8.self).split(whereSeparator: \.isNewline)
            return lines.suffix(5).joined(separator: "\n")
        }

        /// Removes what the browser worked in, if that is still there.
        func removeWorking() {
            try? FileManager.default.removeItem(atPath: path)
        }

        /// Removes the error log.
        func removeLog() {
            _ = unlink(errorLog)
        }

        /// Removes all of it.
        func removeAll() {
            for folder in [path, profile, kept] { try? FileManager.default.removeItem(atPath: folder) }
            removeLog()
        }

        /// An error log must not fill the disk; the browser goes on at its beginning.
        func trimLog() {
            var status = stat()
            guard stat(errorLog, &status) == 0, status.st_size > 1 << 20 else { return }
            _ = truncate(errorLog, 0)
        }
    }

    /// The path.
    let path: String
    private let lock: CInt
    /// Removes the folder when this process ends in whatever way: shells of browsers remove only what those work in.
    private let janitor: ChildProcess?
    private let reaper: ChildReaper
    private let environment: [String: String]
    private let made = Mutex(0)

    /// What the names of all of them begin with, of whichever process.
    private static let prefix = "drydock-browsers-"

    /// Makes the folder, and removes those of processes that are gone. Throws in words.
    init(environment: [String: String], reaper: ChildReaper) throws(BrowserFailure) {
        let parent = Self.temporaryFolder(environment)
        Self.removeLeftovers(in: parent)
        var template = "\(parent)/\(Self.prefix)\(getpid())-XXXXXX".utf8CString.map(\.self)
        guard mkdtemp(&template) != nil else {
            throw .startFailed("There can be no folder in \(parent): \(String(cString: strerror(errno))).")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // Held as long as this process lives: whoever can take it finds what is left of us.
        lock = open("\(path)/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        _ = flock(lock, LOCK_EX | LOCK_NB)
        self.environment = environment
        self.reaper = reaper
        let path = path
        janitor = try? reaper.start { () throws(ChildProcess.Failure) in
            try ChildProcess(
                ["/bin/sh", "-c", Self.cleaning, "sh", path], environment: environment.filter { $0.key == "PATH" })
        }
        if let janitor { _ = close(janitor.output) }
    }

    /// Reads until the pipe ends, and then tries for a while: browsers that are just going still write.
    private static let cleaning = """
        read -r line <&3; count=0
        while [ $count -lt 50 ] && { rm -rf -- "$1"; [ -e "$1" ]; }; do count=$((count + 1)); sleep 0.1 || sleep 1; done
        """

    /// Removes the folder with all that is in it.
    func remove() async {
        try? FileManager.default.removeItem(atPath: path)
        _ = close(lock)
        guard let janitor else { return }
        _ = close(janitor.input)
        for _ in 0..<200 where reaper.exitCode(of: janitor.identifier) == nil {
            try? await Task.sleep(for: .milliseconds(5))
        }
    }

    /// New folders for a session.
    ///
    /// - Parameter keepsProfile: whether the profile is to be there after the browser.
    func makeSession(keepsProfile: Bool) throws(BrowserFailure) -> Session {
        let number = made.withLock { made in
            made += 1
            return made
        }
        let session = Session(
            path: "\(path)/\(number)",
            profile: keepsProfile ? "\(path)/\(number)-profile" : "\(path)/\(number)/profile",
            kept: "\(path)/\(number)-kept", errorLog: "\(path)/\(number).log",
            environment: variables(for: "\(path)/\(number)"))
        for folder in [session.path, session.kept, session.profile] + ["home", "tmp"].map({ "\(session.path)/\($0)" }) {
            guard mkdir(folder, 0o700) == 0 else {
                throw .startFailed("There can be no folder \(folder): \(String(cString: strerror(errno))).")
            }
        }
        return session
    }

    private func variables(for folder: String) -> [String: String] {
        var variables = environment.filter { ["PATH", "LANG", "LC_ALL", "TZ"].contains($0.key) }
        variables["HOME"] = "\(folder)/home"
        variables["TMPDIR"] = "\(folder)/tmp"
        return variables
    }

    /// Short: a browser makes a socket far below it, whose path has a hundred bytes at most.
    private static func temporaryFolder(_ environment: [String: String]) -> String {
        let wanted = environment["TMPDIR"].map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 } ?? ""
        return (1...30).contains(wanted.utf8.count) && wanted.hasPrefix("/") ? wanted : "/tmp"
    }

    /// Removes the folders of ours that no process holds any more: shell and Drydock may have been killed together.
    private static func removeLeftovers(in parent: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        for name in names where name.hasPrefix(prefix) {
            let folder = "\(parent)/\(name)"
            var status = stat()
            guard lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR, status.st_uid == getuid() else {
                continue
            }
            let lock = open("\(folder)/lock", O_RDWR | O_CLOEXEC | O_NOFOLLOW)
            defer { if lock != -1 { _ = close(lock) } }
            // One without a lock is just being made, unless it is old.
            guard lock != -1 ? flock(lock, LOCK_EX | LOCK_NB) == 0 : isOld(status) else { continue }
            try? FileManager.default.removeItem(atPath: folder)
        }
    }

    private static func isOld(_ status: stat) -> Bool {
        #if canImport(Darwin)
            let changed = status.st_mtimespec.tv_sec
        #else
            let changed = status.st_mtim.tv_sec
        #endif
        return time(nil) - changed > 60
    }
}
