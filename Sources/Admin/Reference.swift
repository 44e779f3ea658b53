import HTTPTypes
import Kernel
import KernelHTTP

/// The table of the vendors' operations: `/operations`.
enum OperationController {
    static let routes: [Route<ControlContext>] = [
        .control("listOperations", .get, "/operations", "Lists the vendors' operations", workload: .long, handle: list)
    ]

    @Sendable private static func list(_ call: ControlCall) -> Reply {
        .json(.ok, OperationList(operations: call.worlds.operations))
    }
}

/// The vendors' operations, and how many there are of each coverage.
struct OperationList: JSONWritable {
    let operations: [Endpoint]

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("operations", operations.map(ShownOperation.init))
            json.member(
                "counts",
                object: { json in
                    json.member("total", operations.count)
                    json.member("simulated", count(.simulated))
                    json.member("canned", count(.canned))
                    json.member("notImplemented", count(.notImplemented))
                })
        }
    }

    func count(_ coverage: Coverage) -> Int { operations.count { $0.coverage == coverage } }
}

/// One row of the table of operations.
private struct ShownOperation: JSONWritable {
    private let endpoint: Endpoint

    init(_ endpoint: Endpoint) {
        self.endpoint = endpoint
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("name", endpoint.name)
            json.member("method", endpoint.method.rawValue)
            json.member("path", endpoint.path)
            json.member("coverage", endpoint.coverage.rawValue)
            json.member("provenance", endpoint.provenance.rawValue)
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
        yaml(String(decoding: PackageResources.control_yaml, as: UTF8.self))
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
