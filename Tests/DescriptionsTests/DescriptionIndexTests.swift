import HTTPTypes
import Kernel
import KernelHTTP
import Scenarios
import Testing

@testable import Descriptions

/// The documents are read by indentation at start and in pieces later; here they are held against the whole, read as YAML.
@Suite("Descriptions, read piece by piece")
struct DescriptionIndexTests {
    private static let shared: Set<String> = ["parameters", "summary", "description"]

    @Test("have the operations that the whole document has, each with its words", arguments: OurDocument.allCases)
    func operations(document: OurDocument) throws {
        let paths = try #require(YAMLText.value(of: document.text)?.object?["paths"]?.object)
        let description = APIDescription(document.bytes, of: document.vendor)
        var found = 0
        for operation in description.operations {
            let endpoint = operation.endpoint
            let method = endpoint.method.rawValue.lowercased()
            let whole = try #require(paths[endpoint.path]?.object?[method]?.object, "\(endpoint.place)")
            func text(_ key: String) -> String { whole[key]?.string ?? "" }
            #expect(operation.id == text("operationId") && endpoint.name == "\(document.vendor).\(operation.id)")
            #expect(endpoint.summary == text("summary"), "\(endpoint.name)")
            #expect(endpoint.choice == text("x-drydock-choice"), "\(endpoint.name)")
            #expect(operation.source == text("x-drydock-source"), "\(endpoint.name)")
            #expect(endpoint.successor ?? "" == text("x-drydock-successor"), "\(endpoint.name)")
            #expect(operation.tag == whole["tags"]?.array?.first?.string, "\(endpoint.name)")
            #expect(operation.isOpen == (whole["security"] == []), "\(endpoint.name)")
            let coverage = text("x-drydock-coverage")
            #expect(endpoint.coverage.rawValue == (coverage.isEmpty ? "simulated" : coverage), "\(endpoint.name)")
            let provenance = text("x-drydock-provenance")
            #expect(
                endpoint.provenance.rawValue == (provenance.isEmpty ? "documented" : provenance), "\(endpoint.name)")
            found += 1
        }
        let expected = paths.members.map { path in
            path.value.object?.members.count { !Self.shared.contains($0.name) } ?? 0
        }
        #expect(found == expected.reduce(0, +))
    }

    @Test("have operations and components that say what the whole document says", arguments: OurDocument.allCases)
    func pieces(document: OurDocument) throws {
        let whole = try #require(YAMLText.value(of: document.text)?.object)
        let text = document.bytes
        let index = text.withUnsafeBufferPointer(DescriptionIndex.init)
        func piece(_ lines: Range<Int>, _ key: String) -> JSONValue? {
            YAMLText.value(of: String(decoding: text[lines], as: UTF8.self))?.object?[key]
        }
        for operation in index.operations {
            let path = try #require(whole["paths"]?.object?[operation.path])
            #expect(piece(operation.lines, operation.method) == path.object?[operation.method], "\(operation.path)")
            #expect(piece(operation.ofPath, operation.path) == path, "\(operation.path)")
        }
        var components = 0
        for kind in try #require(whole["components"]?.object).members {
            for component in kind.value.object?.members ?? [] {
                let lines = try #require(index.components["\(kind.name)/\(component.name)"], "\(component.name)")
                #expect(piece(lines, component.name) == component.value, "\(component.name)")
                components += 1
            }
        }
        #expect(index.components.count == components && components > 0)
    }

    @Test(
        "use no tag that is not explained at their top, and explain none that is not used",
        arguments: OurDocument.allCases)
    func tags(document: OurDocument) throws {
        let whole = try #require(YAMLText.value(of: document.text)?.object)
        let explained = (whole["tags"]?.array ?? []).compactMap { $0.object?["name"]?.string }
        #expect(Set(explained).count == explained.count)
        let used = Set(APIDescription(document.bytes, of: document.vendor).operations.map(\.tag))
        #expect(used.isSubset(of: explained), "\(used.subtracting(explained))")
    }

    @Test(
        "say what is wrong with a document that cannot be read",
        arguments: [
            ("#/components/schemas/None", "leads nowhere"), ("#/components/schemas/Self", "refers to itself"),
            ("#/components/schemas/Broken", "is no YAML mapping"), ("other.yaml#/Node", "leads nowhere"),
            ("#/components/schemas/List", "is no YAML mapping"),
        ])
    func failures(reference: String, words: String) throws {
        let text = """
            components:
              schemas:
                Self: { $ref: '#/components/schemas/Self' }
                Broken: { type: [
                List: [a, b]
            """
        let description = APIDescription(text.utf8, of: "test")
        let failure = #expect(throws: DescriptionFailure.self) {
            try description.resolved(.object(["$ref": .string(reference)]))
        }
        #expect(failure?.description.contains(words) == true, "\(String(describing: failure))")
    }

    @Test(
        "read anything without stopping",
        arguments: ["", "\n", "paths:", "paths:\n  /a:\n    get:", ":::\n\t", "- a\n    - b"])
    func anything(text: String) throws {
        let description = APIDescription(text.utf8, of: "test")
        for operation in description.operations {
            #expect(throws: DescriptionFailure.self) { try description.definition(of: operation) }
        }
    }
}
