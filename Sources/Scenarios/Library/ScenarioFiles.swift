import FoundationEssentials

/// Scenarios as files on disk.
enum ScenarioFiles {
    /// Whether a path ends as scenarios do.
    static func isScenario(_ path: String) -> Bool {
        [".yaml", ".yml", ".json"].contains { path.hasSuffix($0) }
    }

    /// The scenarios directly in `folder`, sorted.
    static func paths(in folder: String) throws(ScenarioComplaints) -> [String] {
        try entries(of: folder).filter { isScenario($0) && !isFolder($0) }
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

    /// The file's text.
    static func read(_ path: String) throws(ScenarioComplaints) -> ScenarioDocument {
        guard FileManager.default.fileExists(atPath: path) else { throw unreadable(path, "there is no such file") }
        guard !isFolder(path), let data = FileManager.default.contents(atPath: path) else {
            throw unreadable(path, "the file cannot be read")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw unreadable(path, "the file is not UTF-8")
        }
        return ScenarioDocument(name: name(of: path), file: path, text: text)
    }

    /// The last part of the path, without its ending.
    private static func name(of path: String) -> String {
        let file = path.split(separator: "/").last ?? ""
        return String(file.lastIndex(of: ".").map { file[..<$0] } ?? file)
    }

    private static func unreadable(_ path: String, _ problem: String) -> ScenarioComplaints {
        ScenarioComplaints(.whole(path), problem)
    }
}
