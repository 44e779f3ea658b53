import Admin
import Kernel
import KernelHTTP
import Testing

@testable import Assembly

@Suite("What is known of each operation")
struct OperationsTableTests {
    @Test("has a source, which is a section of the contract")
    func sources() throws {
        let sections = try Dictionary(
            uniqueKeysWithValues: ["anchor", "anon"].map { vendor in
                (vendor, try Self.sections(of: RepositoryFile("Fixtures/contract/\(vendor).md").text))
            })
        for row in OperationsTable().rows {
            let words = row.source.split(separator: " ").map(String.init)
            let vendor = String(row.endpoint.name.prefix { $0 != "." })
            #expect(words.count == 2 && words[0] == "\(vendor).md", "\(row.endpoint.name): \(row.source)")
            #expect(sections[vendor]?.contains(words.last ?? "") == true, "\(row.endpoint.name): \(row.source)")
        }
    }

    @Test("has clients that are written down for operations that there are, each once and in order")
    func clients() throws {
        let text = try RepositoryFile("Fixtures/contract/clients.json").text
        let names = Set(OperationsTable().rows.map(\.endpoint.name))
        for member in try #require(try JSONParser.parse(text).object).members {
            #expect(names.contains(member.name))
            let clients = member.value.array?.compactMap(\.string) ?? []
            #expect(!clients.isEmpty && clients == Set(clients).sorted())
        }
        #expect(OperationsTable().rows.contains { $0.clients.contains("anchorbrowser 1.0.1") })
    }

    private static func sections(of text: String) -> Set<String> {
        Set(
            text.split(separator: "\n").filter { $0.hasPrefix("#") }.compactMap { line in
                line.split(separator: " ").dropFirst().first.map { String($0.last == "." ? $0.dropLast() : $0) }
            })
    }
}
