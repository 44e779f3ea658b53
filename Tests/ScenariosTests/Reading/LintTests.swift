import Scenarios
import Testing

@Suite("Lint")
struct LintTests {
    /// A file whose bytes are wrong, and all that lint must say about it, without the folder.
    struct File: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let bytes: [UInt8]
        let complaints: [String]

        init(_ name: String, _ bytes: [UInt8], _ complaints: String...) {
            testDescription = name
            self.bytes = bytes
            self.complaints = complaints
        }

        init(_ name: String, _ text: String, _ complaints: String...) {
            testDescription = name
            bytes = Array(text.utf8)
            self.complaints = complaints
        }
    }

    static let files = [
        File("nothing at all", ""),
        File("a comment only", "# Nothing\n"),
        File("a byte that is not UTF-8", [0x61, 0x3A, 0x0A, 0x20, 0xC3, 0x28], "test.yaml:2:2: not UTF-8"),
        File("half of a character at the end", [0x61, 0xE2, 0x82], "test.yaml:1:2: not UTF-8"),
        File("UTF-16", [0xFF, 0xFE, 0x61, 0x00], "test.yaml:1:1: not UTF-8"),
        File(
            "more than 1 MiB", "title: " + String(repeating: "a", count: 1 << 20),
            "test.yaml:1:1: the text is longer than 1 MiB"),
        File(
            "a hundred thousand brackets", String(repeating: "[", count: 100_000),
            "test.yaml:1:1: nested deeper than 64 levels"),
        File(
            "braces without end", String(repeating: "{a: ", count: 100_000),
            "test.yaml:1:3997: nested deeper than 64 levels"),
        File(
            "lists in lists", String(repeating: "- ", count: 100_000),
            "test.yaml:1:1999: nested deeper than 64 levels"),
        File(
            "keys deeper and deeper",
            (0..<200).map { String(repeating: " ", count: $0) + "a:\n" }.joined(),
            "test.yaml:65:65: nested deeper than 64 levels"),
    ]

    @Test("What a file is not is told with its place", arguments: files)
    func file(_ file: File) throws {
        try TemporaryFolder.with(["test.yaml": file.bytes]) { folder in
            let complaints = ScenarioLint.lint(paths: ["\(folder)/test.yaml"], format: TestReading.format)
            #expect(complaints.map { $0.description.replacing("\(folder)/", with: "") } == file.complaints)
        }
    }

    @Test("Of eighty thousand mistakes the first hundred are told, and that there are more")
    func cap() throws {
        let lines = (0..<80_000).map { "sed\($0): 1\n" }.joined()
        try TemporaryFolder.with(["a.yaml": lines, "b.yaml": "titel: x\n"]) { folder in
            let complaints = ScenarioLint.lint(paths: [folder], format: TestReading.format)
            #expect(complaints.count == 102)
            #expect(complaints[99].line == 100)
            #expect(complaints[100].description.hasPrefix("\(folder)/a.yaml:101:1: "))
            #expect(complaints[100].problem == "here and behind there are more mistakes than the 100 that are told")
            #expect(complaints[101].description.hasPrefix("\(folder)/b.yaml:1:1: unknown key `titel`"))
        }
    }

    @Test("Scenarios that extend each other twice over and over are refused before they fill the memory")
    func doubling() throws {
        var files = ["a0.yaml": "rules:\n  - { on: bank.pay, effect: { delay: 1s } }\n"]
        for level in 1...40 { files["a\(level).yaml"] = "extends: [a\(level - 1), a\(level - 1)]\n" }
        try TemporaryFolder.with(files) { folder in
            let complaints = ScenarioLint.lint(
                paths: ["\(folder)/a40.yaml"], format: TestReading.format, library: try ScenarioLibrary(folder: folder))
            #expect(
                complaints.map(\.description) == [
                    "\(folder)/a18.yaml:1:10: with all that it extends, the scenario has more than 1000000 values"
                ])
        }
    }
}
