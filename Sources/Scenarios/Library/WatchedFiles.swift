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
