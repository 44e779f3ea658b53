import FoundationEssentials
import Kernel
import Scenarios
import Testing

@Suite("Where scenarios are found")
struct ScenarioLibraryTests {
    private static let fixtures =
        #filePath.split(separator: "/").dropLast(4).reduce("") { "\($0)/\($1)" }
        + "/Fixtures/scenarios"

    @Test("The binary carries every file of Fixtures/scenarios and below it as it is on disk")
    func builtIn() throws {
        let files = try FileManager.default.subpathsOfDirectory(atPath: Self.fixtures).filter { $0.hasSuffix(".yaml") }
        #expect(files.contains("faq/cors-as-explained.yaml"))
        #expect(files.map { String($0.dropLast(5)) }.sorted() == ScenarioLibrary.builtIn.names)
        for name in ScenarioLibrary.builtIn.names {
            let data = try #require(FileManager.default.contents(atPath: "\(Self.fixtures)/\(name).yaml"))
            #expect(ScenarioLibrary.builtIn.document(named: name)?.text == String(decoding: data, as: UTF8.self))
        }
    }

    @Test("Every built-in scenario says its name, its title, its purpose and its schema")
    func headers() throws {
        for listing in ScenarioLibrary.builtIn.listings {
            let text = try #require(ScenarioLibrary.builtIn.document(named: listing.name)?.text)
            let lines = text.split(separator: "\n")
            let up = String(repeating: "../", count: listing.name.split(separator: "/").count)
            #expect(lines.first == "# yaml-language-server: $schema=\(up)schema/scenario.schema.json")
            #expect(lines.dropFirst().first?.hasPrefix("# ") == true)
            #expect(lines.contains("name: \(listing.name)"))
            #expect(!listing.title.isEmpty)
            #expect(listing.origin == "built-in:\(listing.name)")
        }
    }

    @Test("Files of a folder are found by their name and win over built-in ones")
    func folder() throws {
        try TemporaryFolder.with(["default.yaml": "title: Mine", "x.json": "{\"seed\":5}", "x.txt": "no"]) { folder in
            let library = try ScenarioLibrary(folder: folder)
            #expect(library.names == (ScenarioLibrary.builtIn.names + ["x"]).sorted())
            #expect(library.listings.first { $0.name == "default" }?.title == "Mine")
            #expect(library.document(named: "default")?.file == "\(folder)/default.yaml")
            #expect(try library.document(for: "x").text == "{\"seed\":5}")
            #expect(try library.document(for: "\(folder)/x.json").name == "x")
        }
    }

    @Test("Files in folders below are named with their folder, and found so by what extends them")
    func foldersBelow() throws {
        try TemporaryFolder.with([
            "shop/base.yaml": "seed: 5", "shop/sale/more.yaml": "extends: [shop/base]", "shop/.git/x.yaml": "seed: 1",
        ]) { folder in
            for path in [folder, "\(folder)/"] {
                let library = try ScenarioLibrary(folder: path)
                #expect(library.names.filter { $0.hasPrefix("shop") } == ["shop/base", "shop/sale/more"])
            }
            let library = try ScenarioLibrary(folder: folder)
            let reader = ScenarioReader(format: TestReading.format, library: library)
            let scenario = try reader.read([try library.document(for: "shop/sale/more")])
            #expect(scenario.name == "shop/sale/more")
            #expect(scenario.seed == 5)
            #expect(ScenarioLint.lint(paths: [folder], format: TestReading.format).isEmpty)
            #expect(try library.document(for: "\(folder)/shop/base.yaml").name == "base")
        }
    }

    @Test("What cannot be found or read is one clear complaint")
    func unreadable() throws {
        #expect(throws: ScenarioComplaints.self) { try ScenarioLibrary(folder: "/nowhere") }
        let library = ScenarioLibrary([ScenarioDocument(name: "demo", file: "demo.yaml", text: "")])
        let table = [
            ("dmo", "dmo: there is no scenario `dmo`; did you mean `demo`?"),
            ("zzzzzz", "zzzzzz: there is no scenario `zzzzzz`; known are demo"),
            ("/nowhere/a.yaml", "/nowhere/a.yaml: there is no such file"),
            ("faq/a.yaml", "faq/a.yaml: there is no such file"),
            ("faq/cors", "faq/cors: there is no scenario `faq/cors`; known are demo"),
        ]
        for (name, complaint) in table {
            let error = #expect(throws: ScenarioComplaints.self) { try library.document(for: name) }
            #expect(error?.description == complaint)
        }
        try TemporaryFolder.with(["bad.yaml": [0x61, 0xFF]]) { folder in
            let error = #expect(throws: ScenarioComplaints.self) { try ScenarioLibrary(folder: folder) }
            #expect(error?.description == "\(folder)/bad.yaml:1:2: not UTF-8")
        }
    }

    @Test("Lint walks folders and tells everything, in order")
    func lint() throws {
        try TemporaryFolder.with([
            "a.yaml": "seed: x\n", "b/c.yml": "extends: [a2]\ntitel: x\n", "b/d.json": "{\"seed\": 1}",
            "a2.yaml": "seed: 1",
            "b/.hidden/e.yaml": "x: [", "b/readme.md": "x: [",
        ]) { folder in
            let complaints = ScenarioLint.lint(paths: [folder, "/nowhere.yaml"], format: TestReading.format)
            #expect(
                complaints.map(\.description) == [
                    "/nowhere.yaml: there is no such file",
                    "\(folder)/a.yaml:1:7: `seed` must be a whole number, not a string",
                    "\(folder)/b/c.yml:2:1: unknown key `titel`; did you mean `title`?",
                ])
        }
    }
}
