import FoundationEssentials
import Testing

/// A file of the repository, found from this one.
struct RepositoryFile {
    let text: String

    init(_ path: String) throws {
        let data = try #require(FileManager.default.contents(atPath: Self.location(of: path)))
        text = String(decoding: data, as: UTF8.self)
    }

    /// Copies a file of the repository to where a test may change it.
    static func copy(_ path: String, to target: String) throws {
        try FileManager.default.copyItem(atPath: location(of: path), toPath: target)
    }

    private static func location(of path: String, from file: String = #filePath) -> String {
        "/\(file.split(separator: "/").dropLast(3).joined(separator: "/"))/\(path)"
    }
}
