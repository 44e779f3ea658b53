import Descriptions
import HTTPTypes
import Kernel
import KernelHTTP

@testable import Anchor

/// A request made from what the description says of an operation, and of nothing else.
struct DescribedRequest {
    let endpoint: Endpoint
    let definition: OperationDefinition
    /// What stands in the places of the path's parameters.
    var path: [String: String] = [:]
    var query: [(name: String, value: String)] = []
    /// The body as JSON; for a form, its fields.
    var body: JSONValue?

    init(_ operation: DescribedOperation) throws {
        endpoint = operation.endpoint
        definition = try CannedController.description.definition(of: operation)
        for parameter in definition.parameters {
            let value = try parameter.example ?? Self.example(of: parameter.schema)
            let text = value.string ?? JSONWriter.text(value)
            switch parameter.place {
            case .path: path[parameter.name] = text
            case .query: query.append((parameter.name, text))
            case .header, .cookie: break
            }
        }
        body = try definition.contents.first.map { try Self.example(of: $0.schema) }
    }

    /// A value that fits a schema of the description.
    static func example(of schema: JSONValue) throws -> JSONValue {
        let ids = IDSequence(seed: 11, tag: WorldName.default.tag, stream: "requests")
        var example = SchemaExample(CannedController.description, ids: ids, now: AnchorClient.start)
        return try example.value(for: schema)
    }

    /// The schema of the body.
    var schema: JSONValue { definition.contents.first?.schema ?? [:] }

    var isForm: Bool { definition.contents.first?.mediaType == "multipart/form-data" }

    /// Path and query.
    var target: String {
        let path = endpoint.path.split(separator: "/", omittingEmptySubsequences: false).map { segment in
            guard segment.hasPrefix("{") else { return String(segment) }
            return self.path[String(segment.dropFirst().dropLast())] ?? "x"
        }.joined(separator: "/")
        let pairs = query.map { "\($0.name)=\($0.value.replacing("+", with: "%2B"))" }
        return pairs.isEmpty ? path : "\(path)?\(pairs.joined(separator: "&"))"
    }

    /// The body as it is sent.
    var text: String {
        guard let body else { return "" }
        guard isForm else { return JSONWriter.text(body) }
        let fields = body.object?.members.filter { $0.name != "file" } ?? []
        let parts = fields.map { field in
            let value = field.value.string ?? JSONWriter.text(field.value)
            return "------x\r\nContent-Disposition: form-data; name=\"\(field.name)\"\r\n\r\n\(value)\r\n"
        }
        return parts.joined() + (body[path: "file"] == nil ? "------x--\r\n" : MultipartBody.file("content"))
    }

    func send(from client: AnchorClient) async -> AnchorAnswer {
        client.headers[.contentType] = isForm ? MultipartBody.contentType : "application/json"
        return await client.send(endpoint.method, target, text)
    }
}
