import Anchor
import Anon
import FoundationEssentials
import HostedPages
import Kernel
import KernelHTTP
import Scenarios
import Testing
import Tokens

@testable import Admin

@Suite("FAQ: the catalog")
struct FAQCatalogTests {
    private let catalog = FAQCatalog.shipped
    private static let scenarios =
        "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        + "/Fixtures/scenarios"

    @Test("each entry has an id of its own and says everything in words")
    func wellFormed() {
        #expect(Set(catalog.entries.map(\.id)).count == catalog.entries.map(\.id).count)
        for entry in catalog.entries {
            #expect(entry.id.wholeMatch(of: #/[a-z]+(-[a-z]+)*/#) != nil, "\(entry.id)")
            #expect(!entry.title.isEmpty && !entry.title.hasSuffix("."), "\(entry.id)")
            #expect(!entry.symptom.isEmpty && !entry.recipe.isEmpty, "\(entry.id)")
            for text in [entry.cause, entry.fix] { #expect(text.hasSuffix("."), "\(entry.id)") }
            let source = entry.vendor == .anon ? "anon.md " : "anchor.md "
            #expect(entry.source.hasPrefix(source), "\(entry.id)")
            #expect(entry.page.hasPrefix("https://"), "\(entry.id)")
        }
        // No id is a reason's code, so that one path can serve both.
        #expect(Set(catalog.entries.map(\.id)).isDisjoint(with: catalog.reasons.map(\.code)))
    }

    @Test("every reason that an entry names is explained")
    func reasons() {
        for entry in catalog.entries {
            #expect(entry.reasons.filter { catalog.reason($0) == nil } == [], "\(entry.id)")
        }
    }

    @Test("every scenario that an entry names is a file, and every file of the folder faq has its entry")
    func scenarios() throws {
        let named = Set(catalog.entries.compactMap(\.scenario))
        for scenario in named {
            #expect(FileManager.default.fileExists(atPath: "\(Self.scenarios)/\(scenario).yaml"), "\(scenario)")
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: "\(Self.scenarios)/faq")
        #expect(!files.isEmpty)
        for file in files {
            let name = file.dropLast(".yaml".count)
            #expect(named.contains("faq/\(name)"), "\(file)")
            #expect(catalog.entry(String(name))?.scenario == "faq/\(name)")
        }
    }

    @Test(
        "every row of Anon's troubleshooting table has an entry",
        arguments: ["1", "2", "3", "4a", "4b", "5", "6", "7", "8", "9", "10", "11", "12"])
    func rows(row: String) {
        #expect(catalog.entries.contains { $0.source == "anon.md 9, row \(row)" })
    }

    @Test("a recipe loads its entry's scenario first, then fails, then works")
    func recipe() throws {
        for entry in catalog.entries {
            let parts = entry.recipe.matches(of: #/(?:^|\n\n)# ([A-Z][a-z]+):\n/#).map { String($0.1) }
            #expect(!parts.isEmpty && ["Before", "Fails", "Works"].filter(parts.contains) == parts, "\(entry.id)")
            #expect(!entry.recipe.hasSuffix("\n"), "\(entry.id)")
            guard let scenario = entry.scenario else { continue }
            let loading = """
                # Before:
                curl -s -X PUT http://127.0.0.1:4010/_drydock/scenario -H 'Content-Type: application/json' \
                -d '{"name":"\(scenario)"}'

                """
            #expect(entry.recipe.hasPrefix(loading), "\(entry.id)")
        }
    }

    @Test("commands speak to the default address and never to a vendor")
    func addresses() {
        for entry in catalog.entries {
            let hosts = entry.recipe.matches(of: #/https?:\/\/([^\/'" ?)]+)/#).map { String($0.1) }
            let known: Set<String> = [
                "127.0.0.1:4010", "127.0.0.1:9", "localhost:3000", "link.svc.sandbox.anon.localhost:4010", "page.test",
                "shop.example.com", "app.example.com",
            ]
            #expect(Set(hosts).subtracting(known) == [], "\(entry.id)")
        }
    }
}

extension FAQCatalog {
    /// The documents of the repository, with the reasons of all parts.
    static let shipped = FAQCatalog(
        anon: entries("anon"), anchor: entries("anchor"),
        reasons: ExplainedReason.all(of: CommonReason.self) + ExplainedReason.all(of: SignInReason.self)
            + ExplainedReason.all(of: ControlReason.self) + AnchorVendor().reasons + AnonVendor().reasons)

    private static func entries(_ vendor: String) -> [FAQEntry] {
        let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        do {
            let file = "\(root)/Fixtures/faq/\(vendor).yaml"
            return try ScenarioReader.readDocument(
                try String(contentsOfFile: file, encoding: .utf8), file: file, whole: "the FAQ")
        } catch {
            Issue.record(error)
            return []
        }
    }
}
