import Descriptions
import HTTPTypes
import Kernel
import KernelHTTP

extension DriftRun {
    /// Makes a thing on both sides, looks at it, and deletes it again whatever comes between.
    ///
    /// - Parameter parents: the things that it lies within.
    mutating func run(_ chain: ProbeChain, within parents: [CreatedName]) async throws(DescriptionFailure) {
        guard goesOn else { return }
        let name = chain.creating.endpoint.name
        guard made < check.settings.objects else {
            return report.omitted.append("\(name) and what follows: \(made) things were made, which is the most")
        }
        let definition = try check.description.definition(of: chain.creating)
        let body = try example.body(of: definition)
        guard body != nil || definition.contents.isEmpty else {
            return report.omitted.append("\(name) and what follows: its body is no JSON, so that none can be made up")
        }

        let id = CreatedID(for: chain.deleting, sent: body)
        let (request, elsewhere) = requests(chain.creating, parents, body: body)
        // What could not be named afterwards could not be deleted: Drydock tries it first.
        if let rehearsal = await rehearse(request), rehearsal.isGood {
            guard let made = id.id(in: rehearsal) else {
                return report.omitted.append("\(name) and what follows: its answer has no id to delete the thing by")
            }
            let values = chain.deleting.values(parents.map(\.here) + [made])
            _ = await rehearse(ProbeRequest(chain.deleting, values: values))
        }

        // What is there before is not ours, even if the server answers as if it had made it.
        let before = await textsInList(of: chain, within: parents)
        let probe = Probe(operation: chain.creating, definition: definition, kind: .creating, request: request)
        let answers = try await send(probe, elsewhere: elsewhere, names: parents)
        guard let there = answers.there else {
            if answers.here != nil { report.left.append("\(name) gave no answer: look for \(title(of: body))") }
            return
        }
        guard there.isGood else { return }
        made += 1
        guard let theirs = id.id(in: there) else {
            return report.left.append("\(name) answered without an id: look for \(title(of: body))")
        }
        guard !before.contains(theirs) else {
            return report.omitted.append("\(name) and what follows: the other server has that already")
        }
        let ours = answers.here.flatMap { $0.isGood ? id.id(in: $0) : nil }
        let parameter = chain.deleting.endpoint.pathParameters.last ?? "id"
        let names = parents + [CreatedName(name: parameter, here: ours ?? "none", there: theirs)]
        if ours != nil { try await look(at: chain, names, body) }
        try await delete(chain, names)
    }

    private mutating func look(
        at chain: ProbeChain, _ names: [CreatedName], _ body: JSONValue?
    ) async throws(DescriptionFailure) {
        for operation in chain.reading { try await step(operation, .readingCreated, names) }
        if let listing = chain.listing { try await step(listing, .listing, names) }
        for operation in chain.changing {
            let definition = try check.description.definition(of: operation)
            guard let body = try example.body(of: definition) else { continue }
            try await step(operation, .changing, names, body: body)
        }
        for child in chain.children { try await run(child, within: names) }
    }

    private mutating func step(
        _ operation: DescribedOperation, _ kind: Probe.Kind, _ names: [CreatedName], body: JSONValue? = nil
    ) async throws(DescriptionFailure) {
        let definition = try check.description.definition(of: operation)
        guard goesOn, ProbePlan.obstacle(to: operation, definition) == nil else { return }
        var query: [(name: String, value: String)] = []
        for parameter in definition.parameters where parameter.place == .query && parameter.isRequired {
            query.append((parameter.name, try example.text(for: parameter)))
        }
        let (request, elsewhere) = requests(operation, names, query: query, body: body)
        let probe = Probe(operation: operation, definition: definition, kind: kind, request: request)
        _ = try await send(probe, elsewhere: elsewhere, names: names)
    }

    /// Deletes what was made, also when the check is to end.
    private mutating func delete(_ chain: ProbeChain, _ names: [CreatedName]) async throws(DescriptionFailure) {
        let (request, elsewhere) = requests(chain.deleting, names)
        let probe = Probe(
            operation: chain.deleting, definition: try check.description.definition(of: chain.deleting),
            kind: .deleting, request: request)
        let answer = try await send(probe, elsewhere: elsewhere, names: names, isLast: true).there
        let isGone = answer.map { $0.isGood || $0.status == 404 } ?? false
        guard !isGone, let id = names.last?.there else { return }
        report.left.append(
            "\(chain.creating.endpoint.name) made \(shown.id(id)), which \(chain.deleting.endpoint.place) did not delete"
        )
    }

    // MARK: - Requests

    private func requests(
        _ operation: DescribedOperation, _ names: [CreatedName], query: [(name: String, value: String)] = [],
        body: JSONValue? = nil
    ) -> (here: ProbeRequest, there: ProbeRequest) {
        (
            ProbeRequest(operation, values: operation.values(names.map(\.here)), query: query, body: body),
            ProbeRequest(operation, values: operation.values(names.map(\.there)), query: query, body: body)
        )
    }

    /// Every text that the other server's list has in it.
    private func textsInList(of chain: ProbeChain, within parents: [CreatedName]) async -> Set<String> {
        guard let listing = chain.listing,
            let answer = await ask(requests(listing, parents).there),
            case .whole(let bytes) = answer.body, let value = try? JSONParser.parse(bytes)
        else { return [] }
        return value.texts
    }

    private func title(of body: JSONValue?) -> String {
        body?.object?["name"]?.string ?? body?.object?["source"]?.string ?? "what it made"
    }
}

extension JSONValue {
    /// All texts in the value.
    fileprivate var texts: Set<String> {
        switch self {
        case .string(let text): [text]
        case .array(let elements): elements.reduce(into: []) { $0.formUnion($1.texts) }
        case .object(let object): object.members.reduce(into: []) { $0.formUnion($1.value.texts) }
        default: []
        }
    }
}
