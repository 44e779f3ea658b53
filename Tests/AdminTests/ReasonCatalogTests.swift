import FoundationEssentials
import KernelHTTP
import Testing

@testable import Admin

@Suite("Control plane: reasons")
struct ReasonCatalogTests {
    /// The codes in the sources: literals of the form `subject.whatIsWrong` that are no operation, file, host or
    /// path into a body.
    private static func codesInSources() throws -> Set<String> {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let sources = "/\(root)/Sources"
        var codes: Set<String> = []
        for file in try FileManager.default.subpathsOfDirectory(atPath: sources) where file.hasSuffix(".swift") {
            guard
                ["Admin", "Anchor", "Anon", "Assembly", "HostedPages", "KernelHTTP", "Tokens"].contains(where: {
                    file.hasPrefix("\($0)/")
                })
            else {
                continue
            }
            let text = try String(contentsOfFile: "\(sources)/\(file)", encoding: .utf8)
            codes.formUnion(text.matches(of: #/"([a-z][A-Za-z]*\.[a-z][A-Za-z0-9]*)"/#).map { String($0.1) })
            // A token that is refused has a reason by its case.
            if file.hasSuffix("TokenRefusal.swift") {
                codes.formUnion(
                    text.matches(of: #/case \.[A-Za-z]+(?:\(.*\))?: "([a-z][A-Za-z]*)"\n/#).map { "jwt.\($0.1)" })
            }
            // An object that is not found has a reason by its kind.
            codes.formUnion(
                text.matches(of: #/[. ](?:notFound|unknown)\(\s*"([A-Z][A-Za-z ]*)"/#).map { match in
                    "\(match.1.split(separator: " ").joined().lowercased()).unknown"
                })
        }
        return codes.filter { code in
            !["anchor.", "anon.", "drydock.", "kind."].contains { code.hasPrefix($0) } || code == "drydock.bug"
        }.filter { code in ![".yaml", ".json", ".com", ".mustache", ".localhost"].contains { code.hasSuffix($0) } }
    }

    @Test("every code in the sources is explained")
    func complete() throws {
        let codes = try Self.codesInSources()
        #expect(
            codes.isSuperset(of: ["clock.backwards", "path.unknown", "credits.none", "jwt.unknownKid", "key.notAKey"]))
        #expect(codes.filter { ReasonCatalog.entry($0) == nil }.sorted() == [])
    }

    @Test("each code is explained once, in words")
    func wellFormed() {
        #expect(Set(ReasonCatalog.codes).count == ReasonCatalog.codes.count)
        for entry in ReasonCatalog.entries {
            #expect(entry.code.wholeMatch(of: #/[a-z][A-Za-z]*\.[a-z][A-Za-z0-9]*/#) != nil, "\(entry.code)")
            for text in [entry.symptom, entry.cause, entry.fix] { #expect(text.hasSuffix("."), "\(entry.code)") }
        }
    }
}
