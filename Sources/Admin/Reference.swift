import EmbeddedDocuments
import HTTPTypes
package import Kernel
package import KernelHTTP

/// The table of the vendors' operations: `/operations`.
enum OperationController {
    static let routes: [Route<ControlContext>] = [
        .control("listOperations", .get, "/operations", "Lists the vendors' operations", workload: .long, handle: list)
    ]

    @Sendable private static func list(_ call: ControlCall) -> Reply {
        .json(.ok, OperationList(call.worlds.operationTable, outgoing: call.worlds.outgoingOperations))
    }
}

/// What Drydock sends in a vendor's place: no operation that a client could call, but one that rules act on.
package struct OutgoingOperation: Sendable, JSONWritable {
    /// Its name, for example `anchor.deliverWebhook`.
    package let name: String
    /// What is sent.
    package let summary: String

    /// One of this name.
    package init(_ name: String, _ summary: String) {
        self.name = name
        self.summary = summary
    }

    /// `{name, summary}`
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", name)
            json.member("summary", summary)
        }
    }
}

/// The vendors' operations, and how many there are of each coverage.
package struct OperationList: JSONWritable {
    private let operations: [KnownOperation]
    private let outgoing: [OutgoingOperation]

    /// A list of these.
    package init(_ operations: [KnownOperation], outgoing: [OutgoingOperation]) {
        self.operations = operations
        self.outgoing = outgoing
    }

    /// As `drydock operations --json` prints it, too.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("operations", operations)
            json.member("outgoing", outgoing)
            json.member(
                "counts",
                object: { json in
                    json.member("total", operations.count)
                    json.member("simulated", count(.simulated))
                    json.member("canned", count(.canned))
                })
        }
    }

    private func count(_ coverage: Coverage) -> Int { operations.count { $0.endpoint.coverage == coverage } }
}

/// One row of the table of operations.
package struct KnownOperation: Sendable, JSONWritable {
    /// The operation.
    package let endpoint: Endpoint
    /// Where the knowledge of it comes from, for example `anchor.md 12.16`; empty if it is Drydock's own.
    package let source: String
    /// The clients that the tests run against it, by name and version.
    package let clients: [String]

    /// A row of these.
    package init(endpoint: Endpoint, source: String, clients: [String]) {
        self.endpoint = endpoint
        self.source = source
        self.clients = clients
    }

    /// Writes the row.
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", endpoint.name)
            json.member("method", endpoint.method.rawValue)
            json.member("path", endpoint.path)
            json.member("coverage", endpoint.coverage.rawValue)
            json.member("provenance", endpoint.provenance.rawValue)
            json.member("source", source)
            json.member("clients", clients)
            json.member("summary", endpoint.summary)
            json.member("choice", endpoint.choice)
        }
    }
}

/// The OpenAPI descriptions: `/openapi.yaml` and `/openapi/{document}`.
enum OpenAPIController {
    static let routes: [Route<ControlContext>] = [
        .control("getOpenAPI", .get, "/openapi.yaml", "The control plane as OpenAPI", workload: .long, handle: own),
        .control(
            "getVendorOpenAPI", .get, "/openapi/{document}", "A vendor as OpenAPI, such as `anchor.yaml`",
            workload: .long, handle: read),
    ]

    @Sendable private static func own(_ call: ControlCall) -> Reply {
        yaml(embeddedControlDescription().text)
    }

    @Sendable private static func read(_ call: ControlCall) throws -> Reply {
        let document = call.parameter("document")
        let vendor = document.hasSuffix(".yaml") ? String(document.dropLast(".yaml".count)) : document
        if vendor == "control" { return own(call) }
        guard let text = call.worlds.openAPI(of: vendor) else {
            throw ControlRefusal(
                .notFound, "There is no OpenAPI description \(document); anchor.yaml and control.yaml are",
                code: ControlReason.openapiUnknown)
        }
        return yaml(text)
    }

    private static func yaml(_ text: String) -> Reply {
        .text(.ok, text, contentType: "application/yaml")
    }
}
