import FoundationEssentials
import Testing

@testable import Browsers

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

struct ChildProcessTests {
    /// What a child writes to its descriptor 4, and how it ends.
    private static func run(_ script: String, environment: [String: String] = [:]) throws -> (text: String, code: Int32)
    {
        let reaper = ChildReaper()
        let child = try reaper.start { () throws(ChildProcess.Failure) in
            try ChildProcess(["/bin/sh", "-c", script], environment: environment)
        }
        close(child.input)
        var text: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1000)
        while case let count = read(child.output, &buffer, buffer.count), count > 0 { text += buffer[..<count] }
        close(child.output)
        while true {
            if let code = reaper.exitCode(of: child.identifier) { return (String(decoding: text, as: UTF8.self), code) }
            sched_yield()
        }
    }

    @Test(
        "A child has the descriptors 0 to 4, and none of ours",
        .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/fd")))
    func descriptors() throws {
        let ours = (0..<20).map { _ in open("/dev/null", O_RDONLY) }
        defer { for descriptor in ours { close(descriptor) } }
        // The shell makes further ones for a redirection, so that there is none while it looks.
        let script = #"for n in 0 1 2 3 4 5 6 7 8 9 10 11 12 20; do [ -e /proc/$$/fd/$n ] && found="$found $n"; done"#
        #expect(try Self.run("\(script); echo $found >&4").text == "0 1 2 3 4\n")
    }

    @Test("A child has the variables that it is given, and no others")
    func environment() throws {
        #expect(try Self.run("echo $HOME $LANG >&4", environment: ["HOME": "/h"]).text == "/h\n")
    }

    @Test("A child leads a group of its own, and no signal is blocked or ignored")
    func signals() throws {
        // Of what the shell starts: it blocks signals itself while it waits.
        let text = try Self.run("exec grep -E '^(Pid|NSpgid|SigBlk|SigIgn):' /proc/self/status >&4").text
        let values = text.split(separator: "\n").compactMap {
            $0.split(whereSeparator: \.isWhitespace).last.map(String.init)
        }
        guard values.count == 4 else { return }
        #expect(values[0] == values[1], "\(text)")
        #expect(values[2] == "0000000000000000", "\(text)")
        // Two are the C library's own, which nobody else can set.
        #expect(UInt64(values[3], radix: 16).map { $0 & ~0x1_8000_0000 } == 0, "\(text)")
    }

    @Test("An end is said as a shell would", arguments: [("exit 3", 3), ("kill -9 $$", 137), ("true", 0)])
    func exitCode(script: String, code: Int32) throws {
        #expect(try Self.run(script).code == code)
    }

    @Test("What cannot be executed fails at once")
    func missing() {
        #expect(throws: ChildProcess.Failure.self) { try ChildProcess(["/nowhere/at/all"], environment: [:]) }
    }
}
