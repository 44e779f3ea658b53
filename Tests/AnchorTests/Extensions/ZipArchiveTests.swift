import Kernel
import Testing

@testable import Anchor

/// What comes of reading an archive: its directory, and everything in it once.
private func outcome(
    of bytes: [UInt8], limits: ZipArchive.Limits = ZipArchive.Limits()
) -> Result<ZipArchive, any Error> {
    Result {
        let archive = try ZipArchive(StoredBytes(present: bytes), limits: limits)
        try archive.check()
        return archive
    }
}

/// The complaint about an archive; nil if there is none.
private func complaint(
    about bytes: [UInt8], limits: ZipArchive.Limits = ZipArchive.Limits()
) -> ZipArchive.Complaint? {
    guard case .failure(let error) = outcome(of: bytes, limits: limits) else { return nil }
    return error as? ZipArchive.Complaint
}

struct ZipArchiveTests {
    private typealias Entry = TestArchive.Entry

    @Test("stored and deflated files are read as they were, folders are known, and a comment is nobody's business")
    func reads() throws {
        let text = Array(String(repeating: "Drydock ", count: 20_000).utf8)
        var streamed = Entry("streamed.txt", text, deflated: true)
        streamed.flags = 8
        streamed.headSizes = (0, 0, 0)
        let bytes = TestArchive([
            Entry("folder/", []), Entry("folder/stored.txt", text), Entry("deflated.txt", text, deflated: true),
            Entry("empty", []), streamed, Entry("Ünïcode/ключ.js", text),
        ]) { $0.comment = Array("made by a test".utf8) }.bytes
        let archive = try outcome(of: bytes).get()
        #expect(archive.entries.map(\.isFolder) == [true, false, false, false, false, false])
        for name in ["folder/stored.txt", "deflated.txt", "streamed.txt", "Ünïcode/ключ.js"] {
            let entry = try #require(archive[name])
            #expect(try archive.bytes(of: entry) == text)
        }
        #expect(try archive.bytes(of: try #require(archive["empty"])).isEmpty)
        #expect(archive["nothing"] == nil)
    }

    @Test("what the writer makes, the reader reads")
    func written() throws {
        let files = (0..<20).map { ZipWriter.File(path: "f/\($0).txt", bytes: Array(repeating: UInt8($0), count: $0)) }
        let archive = try outcome(of: ZipWriter.archive(of: files)).get()
        #expect(archive.entries.map(\.name) == files.map(\.path))
        for (entry, file) in zip(archive.entries, files) { #expect(try archive.bytes(of: entry) == file.bytes) }
    }

    @Test(
        "a name that leads elsewhere is refused, whatever leads there",
        arguments: [
            "/etc/passwd", "../up", "a/../../up", "a/..", "./a", "a//b", "", "/", "C:/x", "C:x", "a\\b", "..\\up",
            "a\u{0}b",
            "a\nb", "a/ /b", "a/.. /b", "a\u{202E}gpj.js", String(repeating: "a", count: 201),
            String(repeating: "a/", count: 300), String(repeating: "a/", count: 33),
        ])
    func slips(name: String) {
        guard case .unsafe = complaint(about: TestArchive([Entry(name)]).bytes) else {
            Issue.record("\(name) is not refused")
            return
        }
    }

    @Test(
        "names that some file system takes for the same, and files that are folders, are refused",
        arguments: [
            ["a", "a"], ["a", "A"], ["é", "e\u{301}"], ["a", "a/b"], ["a/b", "a"], ["a", "a/"], ["a/b/c", "A/B"],
        ])
    func collisions(names: [String]) {
        guard case .unsafe = complaint(about: TestArchive(names.map { Entry($0, $0.hasSuffix("/") ? [] : [1]) }).bytes)
        else {
            Issue.record("\(names) are not refused")
            return
        }
    }

    @Test("links and devices are refused", arguments: [0xA1FF, 0x21A4, 0x61A4, 0x11A4, 0xC1FF])
    func links(mode: Int) {
        #expect(
            complaint(about: TestArchive { $0.mode = mode }.bytes)
                == .unsafe("has an entry that is a link or a device"))
    }

    @Test("files and folders have their usual modes", arguments: [0, 0x81A4, 0x81ED, 0x41ED])
    func modes(mode: Int) {
        #expect(complaint(about: TestArchive { $0.mode = mode }.bytes) == nil)
    }

    @Test("what is damaged, or is not read here, is refused", arguments: DamagedArchive.all)
    fileprivate func damaged(archive: DamagedArchive) {
        let found = complaint(about: archive.bytes)
        switch found {
        case .unreadable, .unsafe: break
        default: Issue.record("\(archive.testDescription): \(String(describing: found))")
        }
    }

    @Test("an archive cut short anywhere is refused")
    func truncated() {
        let whole = TestArchive([Entry("a"), Entry("b", Array(repeating: 7, count: 300), deflated: true)]).bytes
        for count in 0..<whole.count { #expect(complaint(about: Array(whole.prefix(count))) != nil) }
    }

    @Test("bombs are refused: by their sum, their ratio, their number, and by entries that lie over each other")
    func bombs() {
        let zeros = [UInt8](repeating: 0, count: 3 << 20)
        let packed = Entry("a", zeros, deflated: true)
        #expect(complaint(about: TestArchive([packed]).bytes) == nil)
        var limits = ZipArchive.Limits()
        limits.ratio = 100
        #expect(
            complaint(about: TestArchive([packed]).bytes, limits: limits)
                == .tooLarge("has an entry that is packed more than 100 times"))
        limits = ZipArchive.Limits()
        limits.size = 5 << 20
        let second = Entry("b", zeros, deflated: true)
        #expect(
            complaint(about: TestArchive([packed, second]).bytes, limits: limits)
                == .tooLarge("unpacks to more than 5242880 bytes"))
        limits.entries = 2
        let many = ["a", "b", "c"].map { Entry($0) }
        #expect(
            complaint(about: TestArchive(many).bytes, limits: limits) == .tooLarge("has 3 entries; 2 are taken"))
        var lying = Entry("a", zeros, deflated: true)
        lying.size = 10
        #expect(
            complaint(about: TestArchive([lying]).bytes)
                == .unreadable("has an entry that cannot be inflated to its size"))
        var first = Entry("a")
        first.start = 0
        var over = first
        over.name = Array("b".utf8)
        over.headName = first.name
        #expect(complaint(about: TestArchive([first, over]).bytes) != nil)
        over = first
        #expect(complaint(about: TestArchive([first, over]).bytes) != nil)
    }

    @Test("two entries of one place are refused even where everything else agrees")
    func overlap() {
        var inner = Entry("b", Array("content".utf8))
        let head = TestArchive([inner]).bytes.prefix(30 + 1 + 7)
        // The first entry's content is the second's head and content.
        let outer = Entry("a", Array(head))
        inner.start = 31
        inner.packedSize = 7
        var archive = TestArchive([outer, inner])
        archive.entries[1].packed = inner.packed
        #expect(complaint(about: archive.bytes) == .unsafe("has entries that lie over each other"))
    }
}

/// Archives with one thing wrong each.
private struct DamagedArchive: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let bytes: [UInt8]

    private init(_ words: String, _ archive: TestArchive) {
        testDescription = words
        bytes = archive.bytes
    }

    private init(_ words: String, bytes: [UInt8]) {
        testDescription = words
        self.bytes = bytes
    }

    static let all: [DamagedArchive] = [
        DamagedArchive("no bytes", bytes: []),
        DamagedArchive("text", bytes: Array("this is no archive".utf8)),
        DamagedArchive("empty", TestArchive([])),
        DamagedArchive("encrypted", TestArchive { $0.flags = 1 }),
        DamagedArchive("strongly encrypted", TestArchive { $0.flags = 0x40 }),
        DamagedArchive("hidden directory", TestArchive { $0.flags = 0x2000 }),
        DamagedArchive("patch", TestArchive { $0.flags = 0x20 }),
        DamagedArchive("method 12", TestArchive { $0.method = 12 }),
        DamagedArchive("method 99", TestArchive { $0.method = 99 }),
        DamagedArchive("zip64 size", TestArchive { $0.size = 0xFFFF_FFFF }),
        DamagedArchive("zip64 extra", TestArchive { $0.extra = [1, 0, 4, 0, 0, 0, 0, 0] }),
        DamagedArchive("zip64 extra in the head", TestArchive { $0.headExtra = [1, 0, 4, 0, 0, 0, 0, 0] }),
        DamagedArchive("extra beyond its end", TestArchive { $0.extra = [9, 0, 99, 0] }),
        DamagedArchive("zip64 count", TestArchive([.init("a")]) { $0.count = 0xFFFF }),
        DamagedArchive(
            "zip64 locator",
            TestArchive([.init("a")]) { $0.gap = [0x50, 0x4B, 6, 7] + [UInt8](repeating: 0, count: 16) }),
        DamagedArchive("wrong CRC", TestArchive { $0.checksum ^= 1 }),
        DamagedArchive("wrong CRC in the head", TestArchive { $0.headSizes = ($0.checksum ^ 1, 1, 1) }),
        DamagedArchive("wrong size in the head", TestArchive { $0.headSizes = ($0.checksum, 1, 2) }),
        DamagedArchive("no sizes in the head", TestArchive { $0.headSizes = (0, 0, 0) }),
        DamagedArchive("another name in the head", TestArchive { $0.headName = Array("b".utf8) }),
        DamagedArchive("stored in two sizes", TestArchive { $0.size = 2 }),
        DamagedArchive("folder with content", TestArchive { $0.name = Array("a/".utf8) }),
        DamagedArchive("name that is no UTF-8", TestArchive { $0.name = [0xFF, 0xFE] }),
        DamagedArchive("no head", TestArchive { $0.start = 1 }),
        DamagedArchive("head beyond the end", TestArchive { $0.start = 0x7FFF_FFFF }),
        DamagedArchive("data over the directory", TestArchive { ($0.packedSize, $0.size) = (60, 60) }),
        DamagedArchive(
            "deflated and cut short",
            TestArchive {
                $0 = .init("a", Array(repeating: 1, count: 99), deflated: true)
                $0.packed.removeLast()
            }),
        DamagedArchive(
            "more than one stream",
            TestArchive {
                $0 = .init("a", Array(repeating: 1, count: 99), deflated: true)
                $0.packed += [0, 0]
            }),
        DamagedArchive("nothing deflated", TestArchive { ($0.method, $0.packed, $0.size) = (8, [], 0) }),
        DamagedArchive("second disk", TestArchive([.init("a")]) { $0.disk = 1 }),
        DamagedArchive("more entries than there are", TestArchive([.init("a")]) { $0.count = 2 }),
        DamagedArchive("fewer entries than there are", TestArchive([.init("a"), .init("b")]) { $0.count = 1 }),
        DamagedArchive("directory elsewhere", TestArchive([.init("a")]) { $0.directoryStart = 3 }),
        DamagedArchive("something before the end", TestArchive([.init("a")]) { $0.gap = [0] }),
        DamagedArchive(
            "something in front", TestArchive([.init("a")]) { ($0.prefix, $0.directoryStart) = ([1, 2], 32) }),
        DamagedArchive("something behind", bytes: TestArchive([.init("a")]).bytes + [0]),
        DamagedArchive(
            "a comment that is too long", bytes: TestArchive([.init("a")]) { $0.comment = [1, 2] }.bytes.dropLast()),
    ]
}
