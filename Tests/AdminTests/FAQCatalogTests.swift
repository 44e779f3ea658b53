import FoundationEssentials
import KernelHTTP
import Testing

@testable import Admin

@Suite("FAQ: the catalog")
struct FAQCatalogTests {
    private static let scenarios =
        "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        + "/Fixtures/scenarios"

    @Test("each entry has an id of its own and says everything in words")
    func wellFormed() {
        #expect(Set(FAQCatalog.ids).count == FAQCatalog.ids.count)
        for entry in FAQCatalog.entries {
            #expect(entry.id.wholeMatch(of: #/[a-z]+(-[a-z]+)*/#) != nil, "\(entry.id)")
            #expect(!entry.title.isEmpty && !entry.title.hasSuffix("."), "\(entry.id)")
            #expect(!entry.symptom.isEmpty && !entry.recipe.isEmpty, "\(entry.id)")
            for text in [entry.cause, entry.fix] { #expect(text.hasSuffix("."), "\(entry.id)") }
            let source = entry.vendor == .anon ? "anon.md " : "anchor.md "
            #expect(entry.source.hasPrefix(source), "\(entry.id)")
        }
        // No id is a reason's code, so that one path can serve both.
        #expect(Set(FAQCatalog.ids).isDisjoint(with: ReasonCatalog.codes))
    }

    @Test("every reason that an entry names is explained")
    func reasons() {
        for entry in FAQCatalog.entries {
            #expect(entry.reasons.filter { ReasonCatalog.entry($0) == nil } == [], "\(entry.id)")
        }
    }

    @Test("every scenario that an entry names is a file, and every file of the folder faq has its entry")
    func scenarios() throws {
        let named = Set(FAQCatalog.entries.compactMap(\.scenario))
        for scenario in named {
            #expect(FileManager.default.fileExists(atPath: "\(Self.scenarios)/\(scenario).yaml"), "\(scenario)")
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: "\(Self.scenarios)/faq")
        #expect(!files.isEmpty)
        for file in files {
            let name = file.dropLast(".yaml".count)
            #expect(named.contains("faq/\(name)"), "\(file)")
            #expect(FAQCatalog.entry(String(name))?.scenario == "faq/\(name)")
        }
    }

    @Test(
        "every row of Anon's troubleshooting table has an entry",
        arguments: ["1", "2", "3", "4a", "4b", "5", "6", "7", "8", "9", "10", "11", "12"])
    func rows(row: String) {
        #expect(FAQCatalog.entries.contains { $0.source == "anon.md 9, row \(row)" })
    }

    @Test("a recipe loads its entry's scenario first, then fails, then works")
    func recipe() throws {
        let recipe = FAQRecipe(before: ["b"], fails: ["f", "g\n  h"], works: ["w"])
        #expect(
            recipe.text(scenario: "faq/x") == """
                # Before:
                curl -s -X PUT http://127.0.0.1:4010/_drydock/scenario -H 'Content-Type: application/json' \
                -d '{"name":"faq/x"}'
                b

                # Fails:
                f
                g
                  h

                # Works:
                w
                """)
        #expect(FAQRecipe(works: ["w"]).text(scenario: nil) == "# Works:\nw")
        for entry in FAQCatalog.entries where entry.scenario != nil {
            #expect(entry.recipe.hasPrefix("# Before:\ncurl -s -X PUT"), "\(entry.id)")
        }
    }

    @Test("commands speak to the default address and never to a vendor")
    func addresses() {
        for entry in FAQCatalog.entries {
            let hosts = entry.recipe.matches(of: #/https?:\/\/([^\/'" ?)]+)/#).map { String($0.1) }
            let known: Set<String> = [
                "127.0.0.1:4010", "127.0.0.1:9", "localhost:3000", "link.svc.sandbox.anon.localhost:4010", "page.test",
                "shop.example.com", "app.example.com",
            ]
            #expect(Set(hosts).subtracting(known) == [], "\(entry.id)")
        }
    }
}
