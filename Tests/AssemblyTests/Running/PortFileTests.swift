import FoundationEssentials
import Logging
import Testing

@testable import Assembly

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

@Suite("The port file")
struct PortFileTests {
    private let folder: URL
    private let path: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "port-file-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.appending(path: "port").path
    }

    private func portFile(_ path: String? = nil) throws -> PortFile {
        try PortFile(path ?? self.path, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private var text: String? { try? String(contentsOfFile: path, encoding: .utf8) }
    private var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] }

    @Test("what an earlier run left is gone before this one listens, and ours at its end")
    func life() throws {
        try "1\n".write(toFile: path)
        let file = try portFile()
        #expect(text == "1\n", "nothing is touched by looking at it")
        file.clear()
        #expect(text == nil)
        try file.announce(4010)
        #expect(text == "4010\n")
        #expect(names == ["port"], "nothing else is left in the folder")
        file.withdraw()
        #expect(names == [])
        try FileManager.default.removeItem(at: folder)
    }

    @Test("a server that is told the same file leaves a living one's alone until it listens itself")
    func twoServers() throws {
        let first = try portFile()
        try first.announce(1)
        let second = try portFile()
        second.clear()
        #expect(text == "1\n")
        try second.announce(2)
        first.withdraw()
        #expect(text == "2\n")
        second.withdraw()
        #expect(text == nil)
        try FileManager.default.removeItem(at: folder)
    }

    @Test("a file that was written over since stays")
    func writtenOver() throws {
        let file = try portFile()
        try file.announce(1)
        // The time of a change is as coarse as the kernel's tick.
        var times = [timespec(tv_sec: 1, tv_nsec: 0), timespec(tv_sec: 1, tv_nsec: 0)]
        try "3\n".write(toFile: path)
        utimensat(AT_FDCWD, path, &times, 0)
        file.withdraw()
        #expect(text == "3\n")
        try FileManager.default.removeItem(at: folder)
    }

    @Test("a link stays a link, and what it leads to comes and goes")
    func link() throws {
        let target = folder.appending(path: "target").path
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "target")
        let file = try portFile()
        file.clear()
        try file.announce(4010)
        #expect(try String(contentsOfFile: target, encoding: .utf8) == "4010\n")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == "target")
        file.withdraw()
        #expect(names == ["port"])
        try FileManager.default.removeItem(at: folder)
    }

    @Test("what is no port file is refused and left as it is")
    func refused() throws {
        #expect(throws: StartRefusal.self) { try portFile(folder.path) }
        #expect(throws: StartRefusal.self) { try portFile("/dev/fd/999999") }
        let text = String(repeating: "a diary\n", count: 100)
        try text.write(toFile: path)
        #expect(throws: StartRefusal.self) { try portFile() }
        #expect(self.text == text)
        let nowhere = try portFile("\(path)/port")
        nowhere.clear()
        #expect(throws: StartRefusal.self) { try nowhere.announce(1) }
        try FileManager.default.removeItem(at: folder)
    }

    @Test("a device and a descriptor are written to and stay")
    func device() throws {
        // By a link, so that what replaces it would not harm the machine.
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/dev/null")
        let null = try portFile()
        null.clear()
        try null.announce(1)
        null.withdraw()
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: path) == "/dev/null")
        try FileManager.default.removeItem(atPath: path)

        try "before ".write(toFile: path)
        let descriptor = open(path, O_WRONLY | O_APPEND)
        let file = try portFile("/dev/fd/\(descriptor)")
        file.clear()
        try file.announce(4010)
        file.withdraw()
        #expect(text == "before 4010\n")
        try FileManager.default.removeItem(at: folder)
    }
}

extension String {
    fileprivate func write(toFile path: String) throws {
        try Data(utf8).write(to: URL(filePath: path))
    }
}
