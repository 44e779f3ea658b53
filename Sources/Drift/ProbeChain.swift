import Descriptions
import HTTPTypes
import Kernel
import KernelHTTP

/// A thing that can be made, looked at and deleted again, found by the paths alone: a POST to a collection, and a DELETE of what
/// lies under it.
struct ProbeChain: Sendable {
    /// What makes the thing.
    let creating: DescribedOperation
    /// The collection.
    let listing: DescribedOperation?
    /// What reads the thing, and what it has.
    private(set) var reading: [DescribedOperation]
    /// What changes it.
    let changing: [DescribedOperation]
    /// What deletes it.
    let deleting: DescribedOperation
    /// What can be made within it.
    private(set) var children: [ProbeChain] = []

    /// Whether it is run if only these operations are wanted: a thing that lies within another needs the other.
    func isWanted(_ isChosen: (DescribedOperation) -> Bool) -> Bool {
        isChosen(creating) || children.contains { $0.isWanted(isChosen) }
    }

    /// All chains of a description, those of things within others under these.
    static func all(in operations: [DescribedOperation]) -> [ProbeChain] {
        let operations = operations.filter {
            $0.needsKey && $0.endpoint.provenance != .ours && !$0.isLastingOrCostly
        }
        let roots = operations.filter { $0.endpoint.pathParameters.isEmpty }
        return roots.compactMap { ProbeChain(creating: $0, among: operations) }
    }

    private init?(creating: DescribedOperation, among operations: [DescribedOperation]) {
        let depth = creating.endpoint.pathParameters.count + 1
        let collection = creating.plainPath
        let object = "\(collection)/{}"
        guard creating.endpoint.method == .post,
            let deleting = operations.first(where: { $0.endpoint.method == .delete && $0.plainPath == object })
        else { return nil }
        // What has more parameters is about other things as well.
        let inner = operations.filter {
            $0.endpoint.pathParameters.count == depth && ($0.plainPath + "/").hasPrefix(object + "/")
        }
        self.creating = creating
        self.deleting = deleting
        listing = operations.first { $0.endpoint.method == .get && $0.plainPath == collection }
        changing = inner.filter { $0.endpoint.method == .put || $0.endpoint.method == .patch }
        children = inner.compactMap { ProbeChain(creating: $0, among: operations) }
        let collections = Set(children.map(\.creating.plainPath))
        reading = inner.filter { $0.endpoint.method == .get && !collections.contains($0.plainPath) }
    }
}

extension DescribedOperation {
    /// The path with all parameters alike: `/v1/sessions/{}`.
    fileprivate var plainPath: String {
        endpoint.path.split(separator: "/", omittingEmptySubsequences: false).map { $0.hasPrefix("{") ? "{}" : $0 }
            .joined(separator: "/")
    }

    /// Values for the path's parameters, in their order.
    func values(_ ids: [String]) -> [String: String] {
        Dictionary(zip(endpoint.pathParameters, ids)) { first, _ in first }
    }
}

/// Finds the id that an answer gives to what was made.
struct CreatedID {
    /// The name of the parameter that takes the id, for example `session_id`.
    private let parameter: String
    /// What was sent.
    private let sent: JSONValue?

    /// - Parameters:
    ///   - deleting: the operation that takes the id last.
    ///   - sent: the body that made the thing.
    init(for deleting: DescribedOperation, sent: JSONValue?) {
        parameter = deleting.endpoint.pathParameters.last ?? ""
        self.sent = sent
    }

    /// The id in an answer; nil if there is none.
    func id(in answer: ServerAnswer) -> String? {
        // Some things are known by the name that they were given.
        if !Self.plain(parameter).hasSuffix("id"), let name = text(parameter, in: sent?.object) { return name }
        guard case .whole(let bytes) = answer.body, let object = (try? JSONParser.parse(bytes))?.object else {
            return nil
        }
        // In the answer itself, in its `data`, or in the one object in that.
        var places = [object]
        for _ in 0..<2 {
            places += (places.last?.members ?? []).compactMap(\.value.object).prefix(1)
        }
        for place in places {
            if let id = text("id", in: place) ?? text(parameter, in: place) { return id }
        }
        return nil
    }

    private func text(_ name: String, in object: JSONObject?) -> String? {
        object?.members.first { Self.plain($0.name) == Self.plain(name) }?.value.string
    }

    private static func plain(_ name: String) -> String { name.lowercased().filter { $0 != "_" } }
}
