import Descriptions
import HTTPTypes
import Kernel
import KernelHTTP

/// Which probes an operation gets besides those of chains, from its description alone.
///
/// What is safe on a vendor (ours): a request that reads; a request that writes but has no key; one whose body lacks what the
/// description says it must have. Only with `--write`: a request that writes to an id that nobody has.
struct ProbePlan {
    let description: APIDescription
    /// Whether requests that could write are sent.
    let writes: Bool
    /// What is put into requests.
    let example: RequestExample
    /// The groups whose refused key was tried: one question each is enough, and polite.
    private var groupsWithRefusedKey: Set<String> = []

    init(description: APIDescription, writes: Bool, example: RequestExample) {
        self.description = description
        self.writes = writes
        self.example = example
    }

    /// Why an operation gets no probes at all; nil if it gets some.
    static func obstacle(
        to operation: DescribedOperation, _ definition: OperationDefinition
    ) -> String? {
        if operation.endpoint.provenance == .ours { return "only Drydock has it" }
        if !operation.needsKey, !operation.isOpen { return "it is on another host and takes a cookie" }
        let type = definition.success?.contents.first?.mediaType ?? ""
        if operation.endpoint.method == .get, type == "text/html" || type.hasPrefix("multipart/") {
            return "it is a page on another host"
        }
        return nil
    }

    /// The probes of an operation, in the order in which they are sent.
    mutating func probes(
        for operation: DescribedOperation, _ definition: OperationDefinition
    ) throws(DescriptionFailure) -> [Probe] {
        let isReading = operation.endpoint.method == .get
        let parameters = definition.parameters.filter { $0.place == .query }
        var query: [(name: String, value: String)] = []
        for parameter in parameters where parameter.isRequired {
            query.append((parameter.name, try example.text(for: parameter)))
        }
        let values = Self.unknownValues(for: operation)
        var probes: [Probe] = []
        func add(
            _ kind: Probe.Kind, _ key: CheckedServer.KeyUse = .own, query: [(name: String, value: String)],
            body: JSONValue? = nil
        ) {
            let request = ProbeRequest(operation, values: values, query: query, key: key, body: body)
            probes.append(Probe(operation: operation, definition: definition, kind: kind, request: request))
        }

        let empty: JSONValue? = isReading || definition.contents.isEmpty ? nil : [:]
        // What has no key does nothing; but what deletes is not even tried unless writing is wanted.
        if operation.needsKey, isReading || operation.endpoint.method != .delete || writes && !values.isEmpty {
            add(.withoutKey, .none, query: query, body: empty)
        }
        if isReading {
            if operation.needsKey, groupsWithRefusedKey.insert(operation.tag).inserted {
                add(.refusedKey, .refused, query: query)
            }
            let key: CheckedServer.KeyUse = operation.needsKey ? .own : .none
            add(values.isEmpty ? .reading : .unknownID, key, query: query)
            if values.isEmpty, let wrong = try mistake(in: parameters) {
                add(.wrongQuery, key, query: query.filter { $0.name != wrong.name } + [wrong])
            }
            return probes
        }
        guard operation.needsKey else { return probes }
        if try lacksMembers(definition) {
            add(.emptyBody, query: query, body: [:])
        } else if writes, !values.isEmpty, definition.contents.isEmpty {
            add(.unknownID, query: query)
        }
        return probes
    }

    private func mistake(
        in parameters: [OperationDefinition.Parameter]
    ) throws(DescriptionFailure) -> (name: String, value: String)? {
        for parameter in parameters {
            if let value = try example.mistake(for: parameter) { return (parameter.name, value) }
        }
        return nil
    }

    /// Whether an empty object is surely too little.
    private func lacksMembers(_ definition: OperationDefinition) throws(DescriptionFailure) -> Bool {
        guard definition.isBodyRequired,
            let content = definition.contents.first(where: { $0.mediaType == "application/json" })
        else { return false }
        return try !SchemaCheck(description).fits([:], content.schema)
    }

    /// Values for a path that lead nowhere.
    static func unknownValues(for operation: DescribedOperation) -> [String: String] {
        var values: [String: String] = [:]
        for name in operation.endpoint.pathParameters {
            values[name] = name.lowercased().hasSuffix("id") ? unknownID : "drydock-check-unknown"
        }
        return values
    }

    /// Nobody's.
    private static let unknownID = "5d0c4a7e-9b1f-4c36-8e02-d7a1f3b65c90"
}
