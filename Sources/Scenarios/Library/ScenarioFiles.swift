import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Scenarios as files on disk.
enum ScenarioFiles {
    /// Whether a path ends as scenarios do.
    static func isScenario(_ path: String) -> Bool {
        [".yaml", ".yml", ".json"].contains { path.hasSuffix($0) }
    }

    /// The scenarios anywhere below `folder`, sorted; what is hidden is left out.
    static func pathsBelow(_ folder: String) throws(ScenarioComplaints) -> [String] {
        var paths: [String] = []
        for path in try entries(of: folder) {
            if isFolder(path) { paths += try pathsBelow(path) } else if isScenario(path) { paths.append(path) }
        }
        return paths
    }

    private static func entries(of folder: String) throws(ScenarioComplaints) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }.sorted()
                .map { folder.hasSuffix("/") ? folder + $0 : "\(folder)/\($0)" }
        } catch {
            throw unreadable(folder, "the folder cannot be read")
        }
    }

    /// Whether there is a folder at `path`.
    static func isFolder(_ path: String) -> Bool {
        var isFolder = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder
    }

    /// Whether there is anything at `path`.
    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: path)
    }

    /// The file's text.
    ///
    /// - Parameter folder: the one that was walked; folders below it are part of the scenario's name, as in `faq/cors`.
    static func read(_ path: String, in folder: String? = nil) throws(ScenarioComplaints) -> ScenarioDocument {
        guard exists(path) else { throw unreadable(path, "there is no such file") }
        // Known before it is read: it may be larger than the memory.
        if let stamp = FileStamp(of: path), stamp.size > DocumentParser.largestText {
            throw DocumentParser.tooLarge(path)
        }
        guard !isFolder(path), let data = FileManager.default.contents(atPath: path) else {
            throw unreadable(path, "the file cannot be read")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw ScenarioComplaints(SourceLocation(ofInvalidByteIn: data, file: path), "not UTF-8")
        }
        return ScenarioDocument(name: name(of: path, in: folder), file: path, text: text)
    }

    /// The way from the folder to the file, or the last part of the path, without its ending.
    private static func name(of path: String, in folder: String?) -> String {
        let parts = path.split(separator: "/")
        let above = folder.map { $0.split(separator: "/").count } ?? max(0, parts.count - 1)
        let file = parts.dropFirst(above).joined(separator: "/")
        return file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
    }

    private static func unreadable(_ path: String, _ problem: String) -> ScenarioComplaints {
        ScenarioComplaints(.whole(path), problem)
    }
}

/// The files that scenarios come from: those of a folder, and single ones.
package struct WatchedFiles: Sendable {
    private let folder: String?
    private let paths: [String]

    /// - Parameters:
    ///   - folder: walked as `--fixtures` is; nil for none.
    ///   - paths: files besides.
    package init(folder: String?, paths: [String]) {
        self.folder = folder
        self.paths = paths
    }

    /// What the files are now, by path. What cannot be read is left out.
    package func stamps() -> [String: FileStamp] {
        let below = folder.flatMap { try? ScenarioFiles.pathsBelow($0) } ?? []
        return (below + paths).reduce(into: [:]) { stamps, path in stamps[path] = FileStamp(of: path) }
    }
}

/// What distinguishes an edited file from what it was: an editor that saves by renaming changes the number, one that writes
/// in place the time or the size.
package struct FileStamp: Hashable, Sendable {
    private let number: UInt64
    /// In bytes.
    let size: Int64
    private let seconds: Int
    private let nanoseconds: Int

    /// The stamp of what is at `path`, through all links; nil if there is nothing.
    package init?(of path: String) {
        var information = stat()
        guard stat(path, &information) == 0 else { return nil }
        number = UInt64(information.st_ino)
        size = Int64(information.st_size)
        #if canImport(Darwin)
            seconds = information.st_mtimespec.tv_sec
            nanoseconds = information.st_mtimespec.tv_nsec
        #else
            seconds = information.st_mtim.tv_sec
            nanoseconds = information.st_mtim.tv_nsec
        #endif
    }
}
