import FoundationEssentials

/// A folder that is there for the length of a test.
enum TemporaryFolder {
    static func with(_ files: [String: String], _ body: (String) throws -> Void) throws {
        try with(files.mapValues { Array($0.utf8) }, body)
    }

    static func with(_ files: [String: [UInt8]], _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/scenarios-\(UUID())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for (name, bytes) in files {
            let path = "\(folder)/\(name)"
            let parent = path.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }
            try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
            try Data(bytes).write(to: URL(filePath: path))
        }
        try body(folder)
    }
}
