import FoundationEssentials
import HTTPTypes
package import Kernel
package import KernelHTTP
import NIOCore

/// Answers an operation that is only described: the request is checked, and the answer made of the description and of what was
/// sent. Nothing is kept.
package struct CannedAnswer {
    private let description: APIDescription
    private let operation: DescribedOperation
    private let definition: OperationDefinition
    private var check: RequestCheck

    /// - Parameter operation: one of `description`'s.
    package init(_ operation: DescribedOperation, in description: APIDescription) throws(DescriptionFailure) {
        self.description = description
        self.operation = operation
        definition = try description.definition(of: operation)
        check = RequestCheck(definition, in: description)
    }

    /// Checks the request. Throws `FieldComplaint`, `ParameterComplaint` or `JSONComplaint` for one that does not fit, unless
    /// `reading` is lenient.
    package mutating func read(_ exchange: Exchange, parameters: NamedValues, reading: FieldReading) throws {
        try check.read(exchange, parameters: parameters, reading: reading)
    }

    /// Whether each answer has ids of its own, as what makes something has: they are issued then. The others follow from
    /// the path, so that looking twice shows the same.
    package var issuesIDs: Bool { operation.endpoint.method == .post }

    /// The answer to the request that was read.
    ///
    /// - Parameters:
    ///   - parameters: those of the path.
    ///   - ids: where ids come from.
    ///   - first: the id of what was made; nil where nothing is.
    package func reply(
        _ parameters: NamedValues, ids: IDSequence, first: String?, now: Moment
    ) throws(DescriptionFailure) -> Reply {
        guard let answer = definition.success, let status = answer.status else {
            throw DescriptionFailure("\(operation.endpoint.name) has no answer where all goes well")
        }
        var reply = Reply(.standard(status))
        for (name, header) in answer.headers where !Self.ownHeaders.contains(name) {
            guard let value = header["example"]?.string, let field = HTTPField.Name(name) else { continue }
            reply.headers[field] = value
        }
        if let content = answer.contents.first {
            var example = SchemaExample(
                description, sent: sent(with: parameters), ids: ids, firstID: first, now: now)
            try reply.fill(content, &example)
        }
        reply.reason = reason
        return reply
    }

    /// The body of a refusal, as the operation's answer of this status has it; nil if it has none in JSON.
    package func refusal(status: Int, message: String) -> JSONValue? {
        let contents = definition.answer(status)?.contents
        guard let schema = contents?.first(where: { $0.mediaType == "application/json" })?.schema else { return nil }
        var words = SentValues()
        words.add(["code": .integer(Int64(status)), "message": .string(message), "error": .string(message)])
        // No refusal has ids or times of its own.
        let ids = IDSequence(seed: 0, tag: WorldName.default.tag, stream: "refusals")
        var example = SchemaExample(description, sent: words, ids: ids, now: Moment(milliseconds: 0))
        return try? example.value(for: schema)
    }

    /// What every answer with a reason gets, whatever the description says.
    private static let ownHeaders: Set<String> = ["X-Drydock-Reason", "Link"]

    /// What the request said; `/v1/tools/{toolId}` names the object that is answered.
    private func sent(with parameters: NamedValues) -> SentValues {
        var sent = check.sent
        if let last = parameters.pairs.last, sent["id"] == nil, operation.endpoint.path.hasSuffix("{\(last.name)}") {
            sent.add(["id": .string(last.value)])
        }
        return sent
    }

    private var reason: Reason {
        let older = operation.endpoint.successor.map { " It is an older form of \($0)." } ?? ""
        return Reason(
            CommonReason.operationCanned,
            "Drydock does not simulate \(operation.endpoint.name): the request was checked against its description, and the "
                + "answer was made of that and of what was sent. Nothing was kept.\(older)")
    }
}

extension Reply {
    /// Fills the body.
    fileprivate mutating func fill(
        _ content: OperationDefinition.Content, _ example: inout SchemaExample
    ) throws(DescriptionFailure) {
        let type = content.mediaType
        let given = content.media["example"]
        if type == "application/json" {
            headers[.contentType] = "application/json; charset=utf-8"
            let value = if let given { given } else { try example.value(for: content.schema) }
            body = ByteBuffer(bytes: JSONWriter.bytes(value))
        } else if let base64 = content.media["x-drydock-base64"]?.string, let data = Data(base64Encoded: base64) {
            headers[.contentType] = type
            body = ByteBuffer(bytes: data)
        } else {
            headers[.contentType] = type.hasPrefix("text/") ? "\(type); charset=utf-8" : type
            body = ByteBuffer(string: given?.string ?? "canned\n")
        }
    }
}
