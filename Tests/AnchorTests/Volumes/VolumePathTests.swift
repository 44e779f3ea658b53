import Testing

@testable import Anchor

@Suite("Paths in volumes")
struct VolumePathTests {
    @Test(
        "one slash before a path is dropped, and the rest is kept letter for letter",
        arguments: [
            ("a", "a"), ("/a", "a"), ("a/b c/Ä.txt", "a/b c/Ä.txt"), ("...", "..."), (".a/b.", ".a/b."),
            (" ", " "), ("a:b|c*?", "a:b|c*?"), ("/C:/x", "C:/x"), ("%2e%2e/a", "%2e%2e/a"), ("~/a", "~/a"),
        ])
    func good(text: String, path: String) throws {
        #expect(try VolumePath(text).text == path)
    }

    @Test(
        "what no file could be called is refused",
        arguments: [
            "", "/", "//a", "a//b", "a/", "a/b/", ".", "..", "../a", "a/..", "a/../b", "a/./b", "./a", "/..", "a\\b",
            "..\\a", "a\u{0}b", "a\nb", "\u{7F}", "a/\u{85}",
            String(repeating: "a", count: 256), String(repeating: "ab/", count: 400) + "a",
            String(repeating: "a/", count: 32) + "a",
        ])
    func bad(text: String) {
        #expect(throws: VolumePathComplaint.self) { try VolumePath(text) }
    }

    @Test("as long and as deep as may be is taken, and one more is not")
    func bounds() throws {
        let part = String(repeating: "é", count: 127)
        #expect(throws: Never.self) { try VolumePath(part + "x") }
        #expect(throws: VolumePathComplaint.self) { try VolumePath(part + "xy") }
        #expect(throws: Never.self) { try VolumePath(String(repeating: "a/", count: 31) + "a") }
        let long = Array(repeating: String(repeating: "a", count: 255), count: 4).joined(separator: "/")
        #expect(long.utf8.count == 1023)
        #expect(throws: Never.self) { try VolumePath("/" + long) }
        #expect(throws: VolumePathComplaint.self) { try VolumePath("//" + long) }
    }

    @Test("a folder may have one slash behind it", arguments: [("a/", "a"), ("/a/b/", "a/b"), ("a", "a")])
    func folders(text: String, path: String) throws {
        #expect(try VolumePath(text, isFolder: true).text == path)
        #expect(throws: VolumePathComplaint.self) { try VolumePath(text + "//", isFolder: true) }
    }

    @Test("a path knows the folders above it, and its name")
    func parts() throws {
        let path = try VolumePath("a/b/c.txt")
        #expect(path.parent?.text == "a/b")
        #expect(path.ancestors.map(\.text) == ["a", "a/b"])
        #expect(path.name == "c.txt")
        #expect(try VolumePath("c").parent == nil)
        #expect(try VolumePath("c").ancestors == [])
    }

    @Test("a cursor is read as it was written, and nothing else is one")
    func cursors() {
        for path in ["a", "a/b", "ü/é", "~~~~~~", "a?b>c", String(repeating: "x", count: 1024)] {
            let text = VolumeCursor(path: path).text
            #expect(
                text.utf8.allSatisfy { $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "=") })
            #expect(VolumeCursor(text)?.path == path)
        }
        for text in ["a", "YQ==", "YQ=", "****", "_-8", "YR", " YQ", "/w"] {
            #expect(VolumeCursor(text) == nil, "\(text)")
        }
    }
}
