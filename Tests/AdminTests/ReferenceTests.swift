import Admin
import HTTPTypes
import Kernel
import KernelHTTP
import Testing

@Suite("Control plane: reference")
struct ReferenceTests {
    private let control = ControlPlane()

    @Test("operations are listed with their coverage and counted")
    func operations() async throws {
        let reply = try await control.send(.get, "/operations")
        #expect(
            reply["operations.0"] == [
                "name": "anchor.createSession", "method": "POST", "path": "/v1/sessions", "coverage": "simulated",
                "provenance": "documented", "source": "anchor.md 4", "clients": ["curl"], "summary": "Starts a browser",
                "choice": "Ours",
            ])
        #expect(reply["operations.1.coverage"] == "canned")
        #expect(reply["counts"] == ["total": 2, "simulated": 1, "canned": 1])
    }

    @Test(
        "descriptions are served with and without their suffix", arguments: ["anchor.yaml", "anchor", "control.yaml"])
    func descriptions(document: String) async throws {
        let reply = try await control.send(.get, "/openapi/\(document)")
        #expect(reply.status == .ok)
        #expect(reply.headers[.contentType] == "application/yaml")
        #expect(reply.text.hasPrefix("openapi: 3.1.0"))
    }

    @Test("a vendor without a description is refused")
    func unknownDescription() async throws {
        let reply = try await control.send(.get, "/openapi/other.yaml")
        #expect(reply.status == .notFound)
        #expect(reply["error.reason"] == "openapi.unknown")
    }

    @Test("the control plane's own description has every operation, by path, method and id")
    func own() async throws {
        let text = try await control.send(.get, "/openapi.yaml").text
        var described: [String] = []
        var path = ""
        var method = ""
        for line in text.split(separator: "\n").drop(while: { $0 != "paths:" }).prefix(while: { $0 != "components:" }) {
            if line.hasPrefix("  /") { path = String(line.dropFirst(2).dropLast()) }
            if line.hasPrefix("    "), !line.hasPrefix("     "), line.hasSuffix(":") {
                method = line.dropFirst(4).dropLast().uppercased()
            }
            if line.hasPrefix("      operationId: ") { described.append("\(method) \(path) \(line.dropFirst(19))") }
        }
        let served = control.vendor.routes.map { route in
            "\(route.endpoint.method.rawValue) \(route.endpoint.path) \(route.endpoint.name.dropFirst(8))"
        }
        #expect(described.sorted() == served.sorted())
    }

    @Test("the control plane has no problems that a rule could order")
    func problems() {
        #expect(control.vendor.problemNames.isEmpty)
        #expect(control.vendor.problem(named: "outOfCredits") == nil)
    }
}
