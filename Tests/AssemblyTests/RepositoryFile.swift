import FoundationEssentials
import Testing

/// A file of the repository, found from this one.
struct RepositoryFile {
    let text: String

    init(_ path: String, from file: String = #filePath) throws {
        let root = file.split(separator: "/").dropLast(3).joined(separator: "/")
        let data = try #require(FileManager.default.contents(atPath: "/\(root)/\(path)"))
        text = String(decoding: data, as: UTF8.self)
    }
}
