import FoundationEssentials
import Testing

@testable import Browsers

@Suite("What a browser writes of where it listens for DevTools clients")
struct DevToolsAddressTests {
    private let file = FileManager.default.temporaryDirectory.path() + "/port-\(UUID().uuidString)"

    private func write(_ text: String) {
        #expect(FileManager.default.createFile(atPath: file, contents: Data(text.utf8)))
    }

    @Test("is waited for until both lines of it are there")
    func waits() async {
        defer { try? FileManager.default.removeItem(atPath: file) }
        var steps = ["", "9222\n", "9222\n/devtools/browser/a"]
        let address = await DevToolsAddress.written(to: file, until: .now + .seconds(300)) {
            if !steps.isEmpty { write(steps.removeFirst()) }
            return false
        }
        #expect(address == DevToolsAddress(port: 9222, path: "/devtools/browser/a"))
        #expect(steps.isEmpty)
    }

    @Test("is not waited for when the browser has gone, or its time is over", arguments: [true, false])
    func ends(isOver: Bool) async {
        let deadline = isOver ? ContinuousClock.now + .seconds(300) : ContinuousClock.now
        #expect(await DevToolsAddress.written(to: file, until: deadline) { isOver } == nil)
    }

    @Test("is none of these", arguments: ["0\n/a", "65536\n/a", "x\n/a", "9222\na", "9222 /a"])
    func refuses(text: String) async {
        defer { try? FileManager.default.removeItem(atPath: file) }
        write(text)
        #expect(await DevToolsAddress.written(to: file, until: .now) { false } == nil)
    }
}
