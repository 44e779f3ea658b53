import FoundationEssentials

/// A folder that lives as long as the test that made it.
final class TemporaryFolder {
    /// Where it is.
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "drydock-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of a file in it.
    subscript(name: String) -> String { "\(path)/\(name)" }
}
