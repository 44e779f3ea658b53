import FoundationEssentials
import Testing

@testable import Browsers

struct LoadedExtensionTests {
    /// A folder for a test, which is not there yet.
    private static func withFolder(_ body: (String) throws -> Void) rethrows {
        let folder = FileManager.default.temporaryDirectory.path() + "/le-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    private static func loaded(_ files: [(String, String)]) -> LoadedExtension {
        LoadedExtension(id: "e") {
            files.map { path, text in
                LoadedExtension.File(path: path) { take in
                    // In two pieces, as a long one comes.
                    for half in [text.prefix(2), text.dropFirst(2)] { try Array(half.utf8).withUnsafeBytes(take) }
                }
            }
        }
    }

    @Test("Files are written where their paths say, and nobody else may read them")
    func written() throws {
        try Self.withFolder { folder in
            var room = 100
            try Self.loaded([("manifest.json", "{}"), ("a/b/c.js", "mark()"), ("a/d.js", "")])
                .write(to: folder, &room)
            #expect(room == 92)
            #expect(FileManager.default.contents(atPath: "\(folder)/a/b/c.js") == Data("mark()".utf8))
            #expect(FileManager.default.contents(atPath: "\(folder)/a/d.js") == Data())
            let mode = try FileManager.default.attributesOfItem(atPath: "\(folder)/a/b")[.posixPermissions]
            #expect(mode as? Int == 0o700)
        }
    }

    @Test(
        "Nothing is written outside of the folder, whoever let the path through",
        arguments: ["../up", "/up", "a//b", "."])
    func outside(path: String) {
        Self.withFolder { folder in
            var room = 100
            #expect(throws: BrowserFailure.self) { try Self.loaded([(path, "x")]).write(to: folder, &room) }
            #expect((try? FileManager.default.subpathsOfDirectory(atPath: folder)) == [])
        }
    }

    @Test("More than there is room for is refused, in words; so is a file that is there twice")
    func bounds() {
        Self.withFolder { folder in
            var room = 3
            #expect(throws: BrowserFailure.self) { try Self.loaded([("a", "1234")]).write(to: folder, &room) }
        }
        Self.withFolder { folder in
            var room = 100
            #expect(throws: BrowserFailure.self) {
                try Self.loaded([("a", "1"), ("a", "2")]).write(to: folder, &room)
            }
        }
    }
}
