import HTTPTypes
import KernelHTTP
import Testing

@testable import Admin
@testable import Assembly
@testable import Scenarios

/// The declarations in Swift are the source of an operation's words; the OpenAPI descriptions repeat them, letter for letter.
@Suite("An operation's words")
struct OperationWordsTests {
    @Test(
        "a description has the operations that are declared, each with the words of its declaration",
        arguments: [("anchor", "anchor"), ("anon", "anon"), ("drydock", "control")])
    func areThoseOfTheDeclaration(vendor: String, document: String) throws {
        let endpoints = Drydock.operations + ControlVendor.families.joined().map(\.endpoint)
        let answered = endpoints.filter { $0.name.hasPrefix("\(vendor).") }
        let declared = Dictionary(grouping: answered.map(OperationWords.init), by: \.name)
        let described = Dictionary(grouping: try describedWords(of: vendor, in: document), by: \.name)
        #expect(!declared.isEmpty)
        for name in Set(declared.keys).union(described.keys).sorted() {
            let (declaration, description) = (declared[name] ?? [], described[name] ?? [])
            #expect(
                declaration == description,
                "\(name) is declared as \(declaration) and \(document).yaml describes it as \(description)")
        }
    }

    private func describedWords(of vendor: String, in document: String) throws -> [OperationWords] {
        let file = "Fixtures/openapi/\(document).yaml"
        let root = try DocumentParser.parse(try RepositoryFile(file).text, file: file)
        // The target of CONNECT is no path, a preflight is at all of them, and what is reached by offering a WebSocket shares
        // its paths with others, so these operations lie beside the paths.
        let tunnel = root["x-drydock-tunnel"].map { [OperationWords(vendor, "CONNECT", "/", $0)] } ?? []
        let preflight = root["x-drydock-preflight"].map { [OperationWords(vendor, "OPTIONS", "*", $0)] } ?? []
        let webSockets = (root["x-drydock-websockets"]?.mapping ?? []).map { path in
            OperationWords(vendor, "GET", path.key, path.value, isWebSocket: true)
        }
        let paths = try #require(root["paths"]?.mapping)
        return tunnel + preflight + webSockets
            + paths.flatMap { path in
                (path.value.mapping ?? []).filter { $0.key != "parameters" }.map { method in
                    OperationWords(vendor, method.key.uppercased(), path.key, method.value)
                }
            }
    }
}

/// What a declaration and a description both say of an operation.
private struct OperationWords: Equatable, CustomStringConvertible {
    let name: String
    let place: String
    let summary: String
    let provenance: String
    let choice: String

    var description: String {
        "\(place), \(provenance), summary: \"\(summary)\", choice: \"\(choice)\""
    }

    init(_ endpoint: Endpoint) {
        name = endpoint.name
        place = endpoint.place
        summary = endpoint.summary
        provenance = endpoint.provenance.rawValue
        choice = endpoint.choice
    }

    /// The control plane's description need not say 44 times that all of it is Drydock's own.
    init(
        _ vendor: String, _ method: String, _ path: String, _ operation: DocumentNode, isWebSocket: Bool = false
    ) {
        func text(_ key: String) -> String? { operation[key]?.scalar?.text }
        name = "\(vendor).\(text("operationId") ?? "")"
        place = "\(method) \(path)\(isWebSocket ? " (WebSocket)" : "")"
        summary = text("summary") ?? ""
        provenance = text("x-drydock-provenance") ?? (vendor == "drydock" ? Provenance.ours.rawValue : "")
        choice = text("x-drydock-choice") ?? ""
    }
}
