package import HTTPTypes
import Kernel

/// All operations by path and method. A word in a path wins over a parameter in its place, and where the word leads to no
/// operation with the request's method the parameter is tried: `DELETE …/recordings/primary` is `…/recordings/{recording_id}`
/// although `…/recordings/primary/fetch` is there too (anchor.md 4.3). Hummingbird's router never goes back, hence our own.
///
/// A parameter whose name ends in `id` is an `ObjectID`, whoever reads it.
package struct Router<Answer: Sendable>: Sendable {
    /// What is at a path.
    package enum Finding: Sendable {
        /// The operation's answer, and the path's parameters, decoded.
        case found(Answer, NamedValues)
        /// Why there is none.
        case refused(RoutingRefusal)
    }

    private struct Entry: Sendable {
        let parameters: [Parameter]
        let answer: Answer
    }

    private struct Parameter: Sendable {
        let name: String
        let isID: Bool

        init(_ segment: Substring) {
            name = String(segment.dropFirst().dropLast())
            isID = name.lowercased().hasSuffix("id")
        }

        func value(_ text: Substring) -> String {
            let decoded = PercentCoding.decode(text, plusIsSpace: false)
            return isID ? ObjectID(decoded).text : decoded
        }
    }

    private struct Node: Sendable {
        var words: [Substring: Int] = [:]
        var parameter: Int?
        var entries: [HTTPRequest.Method: Entry] = [:]
    }

    private var nodes = [Node()]
    /// What answers at every path that has operations, but none with this method.
    private var anywhere: [HTTPRequest.Method: Answer] = [:]

    /// A router without operations.
    package init() {}

    /// Adds an operation. One at `*` answers at every path that has operations, but none with its method; its parameter
    /// `path` is that path.
    package mutating func add(_ endpoint: Endpoint, answer: Answer) {
        if endpoint.path == "*" {
            anywhere[endpoint.method] = answer
            return
        }
        var node = 0
        var parameters: [Parameter] = []
        for segment in endpoint.path.split(separator: "/") {
            if segment.hasPrefix("{"), segment.hasSuffix("}") {
                parameters.append(Parameter(segment))
                let child = nodes[node].parameter ?? addNode()
                nodes[node].parameter = child
                node = child
            } else {
                let child = nodes[node].words[segment] ?? addNode()
                nodes[node].words[segment] = child
                node = child
            }
        }
        nodes[node].entries[endpoint.method] = Entry(parameters: parameters, answer: answer)
    }

    /// What answers `method` at `path`. A HEAD is answered as the GET that it asks about.
    package func find(_ method: HTTPRequest.Method, at path: Substring) -> Finding {
        // On bytes: walking characters costs more than all the rest of the search.
        let segments = path.utf8.split(separator: UInt8(ascii: "/")).map(Substring.init)
        var values: [Substring] = []
        var allowed: Set<HTTPRequest.Method> = []
        let wanted = method == .head ? .get : method
        guard let entry = find(wanted, segments[...], from: 0, &values, &allowed) else {
            if !allowed.isEmpty, let answer = anywhere[method] {
                return .found(answer, NamedValues([NamedValues.Pair(name: "path", value: String(path))]))
            }
            if allowed.contains(.get) { allowed.insert(.head) }
            return .refused(allowed.isEmpty ? .unknownPath(String(path)) : .wrongMethod(allowed: Array(allowed)))
        }
        let pairs = zip(entry.parameters, values).map { parameter, value in
            NamedValues.Pair(name: parameter.name, value: parameter.value(value))
        }
        return .found(entry.answer, NamedValues(pairs))
    }

    private func find(
        _ method: HTTPRequest.Method, _ segments: ArraySlice<Substring>, from index: Int,
        _ values: inout [Substring], _ allowed: inout Set<HTTPRequest.Method>
    ) -> Entry? {
        let node = nodes[index]
        guard let segment = segments.first else {
            if let entry = node.entries[method] { return entry }
            allowed.formUnion(node.entries.keys)
            return nil
        }
        let rest = segments.dropFirst()
        if let word = node.words[segment], let entry = find(method, rest, from: word, &values, &allowed) {
            return entry
        }
        guard let parameter = node.parameter else { return nil }
        values.append(segment)
        if let entry = find(method, rest, from: parameter, &values, &allowed) { return entry }
        values.removeLast()
        return nil
    }

    private mutating func addNode() -> Int {
        nodes.append(Node())
        return nodes.count - 1
    }
}
