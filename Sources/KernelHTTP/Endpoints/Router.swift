public import HTTPTypes
import Kernel

/// All operations by path and method. A word in a path wins over a parameter in its place, and where the word leads to no
/// operation with the request's method the parameter is tried: `DELETE …/recordings/primary` is `…/recordings/{recording_id}`
/// although `…/recordings/primary/fetch` is there too (anchor.md 4.3). Hummingbird's router never goes back, hence our own.
///
/// It finds an operation's number, from 0 in the order in which they were added, and knows nothing of what answers it: a
/// generic router would run unspecialised in the modules that use it, which costs more than the search.
///
/// A parameter whose name ends in `id` is an `ObjectID`, whoever reads it.
public struct Router: Sendable {
    /// What is at a path.
    public enum Finding: Sendable {
        /// The operation's number, and the path's parameters, decoded.
        case found(Int, NamedValues)
        /// Why there is none.
        case refused(RoutingRefusal)
    }

    private var nodes = [PathNode()]
    /// The words of all nodes, one behind the other.
    private var text: [UInt8] = []
    private var entries: [PathEntry] = []
    private var count = 0
    private var mostParameters = 0
    /// What answers at every path that has operations, but none with this method.
    private var anywhere: [PathEntry] = []

    /// A router without operations.
    public init() {}

    /// A router of these operations, each under its place among them.
    public init(_ endpoints: [Endpoint]) {
        for endpoint in endpoints { add(endpoint) }
    }

    /// Adds an operation. One at `*` answers at every path that has operations, but none with its method; its parameter
    /// `path` is that path.
    public mutating func add(_ endpoint: Endpoint) {
        defer { count += 1 }
        var node = 0
        var parameters: [PathParameter] = []
        // On bytes: hundreds of paths are read before anything is answered.
        for segment in endpoint.path.utf8.split(separator: UInt8(ascii: "/")).map(Substring.init) {
            if segment.hasPrefix("{"), segment.hasSuffix("}") {
                parameters.append(PathParameter(segment))
                node = child(of: node)
            } else {
                node = child(of: node, word: segment)
            }
        }
        if endpoint.path == "*" {
            // Its node has no operation: a path of this one letter is none.
            anywhere.removeAll { $0.method == endpoint.method }
            anywhere.append(PathEntry(method: endpoint.method, number: count, parameters: [], next: nil))
            return
        }
        mostParameters = max(mostParameters, parameters.count)
        var next = nodes[node].firstEntry
        while let index = next {
            if entries[index].method == endpoint.method {
                entries[index].number = count
                entries[index].parameters = parameters
                return
            }
            next = entries[index].next
        }
        entries.append(
            PathEntry(
                method: endpoint.method, number: count, parameters: parameters, next: nodes[node].firstEntry))
        nodes[node].firstEntry = entries.count - 1
    }

    /// What answers `method` at `path`. A HEAD is answered as the GET that it asks about.
    public func find(_ method: HTTPRequest.Method, at path: Substring) -> Finding {
        // On bytes: walking characters costs more than all the rest of the search.
        var path = path
        return path.withUTF8 { bytes in
            withUnsafeTemporaryAllocation(of: Range<Int>.self, capacity: mostParameters) { values in
                text.withUnsafeBufferPointer { text in
                    nodes.withUnsafeBufferPointer { nodes in
                        let wanted = method == .head ? .get : method
                        var walk = PathWalk(
                            path: bytes, method: wanted, text: text, nodes: nodes, entries: entries, values: values)
                        guard let index = walk.entry(from: 0, node: 0) else {
                            return refusal(method, at: String(decoding: bytes, as: UTF8.self), walk.allowed)
                        }
                        return .found(entries[index].number, walk.values(of: entries[index].parameters))
                    }
                }
            }
        }
    }

    /// Whether any operation's path begins with the same word.
    public func knowsFirstWord(of path: Substring) -> Bool {
        guard let word = path.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 1).first else { return false }
        var next = nodes[0].firstChild
        while let index = next {
            if text[nodes[index].word].elementsEqual(word) { return true }
            next = nodes[index].nextSibling
        }
        return false
    }

    private func refusal(_ method: HTTPRequest.Method, at path: String, _ methods: [HTTPRequest.Method]) -> Finding {
        guard !methods.isEmpty else { return .refused(.unknownPath(path)) }
        if let entry = anywhere.first(where: { $0.method == method }) {
            return .found(entry.number, NamedValues([NamedValues.Pair(name: "path", value: path)]))
        }
        var allowed = Set(methods)
        if allowed.contains(.get) { allowed.insert(.head) }
        return .refused(.wrongMethod(allowed: Array(allowed)))
    }

    // MARK: Adding

    private mutating func child(of node: Int) -> Int {
        if let known = nodes[node].parameter { return known }
        nodes.append(PathNode())
        nodes[node].parameter = nodes.count - 1
        return nodes.count - 1
    }

    private mutating func child(of node: Int, word: Substring) -> Int {
        var next = nodes[node].firstChild
        while let index = next {
            if text[nodes[index].word].elementsEqual(word.utf8) { return index }
            next = nodes[index].nextSibling
        }
        let start = text.count
        text += word.utf8
        nodes.append(PathNode(word: start..<text.count, nextSibling: nodes[node].firstChild))
        nodes[node].firstChild = nodes.count - 1
        return nodes.count - 1
    }
}

// MARK: - The tree

/// A place in the tree of all paths. Its children are a chain: nothing of it is counted by reference.
private struct PathNode: Sendable {
    /// Where its word lies among those of all nodes; empty for a parameter.
    var word = 0..<0
    var nextSibling: Int?
    var firstChild: Int?
    /// The child that takes any word.
    var parameter: Int?
    /// The first of the operations that end here.
    var firstEntry: Int?
}

/// An operation at a node.
private struct PathEntry: Sendable {
    let method: HTTPRequest.Method
    var number: Int
    var parameters: [PathParameter]
    /// The next one at the same node.
    let next: Int?
}

private struct PathParameter: Sendable {
    let name: String
    let isID: Bool

    init(_ segment: Substring) {
        name = String(segment.dropFirst().dropLast())
        isID = name.lowercased().hasSuffix("id")
    }

    func value(_ text: String) -> String {
        let decoded = PercentCoding.decode(text, plusIsSpace: false)
        return isID ? ObjectID(decoded).text : decoded
    }
}

// MARK: - The search

/// One search along the bytes of a path.
private struct PathWalk {
    private static let slash = UInt8(ascii: "/")

    let path: UnsafeBufferPointer<UInt8>
    let method: HTTPRequest.Method
    let text: UnsafeBufferPointer<UInt8>
    let nodes: UnsafeBufferPointer<PathNode>
    let entries: [PathEntry]
    /// Where the parameters' values lie in the path; room for as many as any operation has.
    let values: UnsafeMutableBufferPointer<Range<Int>>
    private var valueCount = 0
    /// The methods of the operations that the path leads to, as long as none of them has the one that is looked for.
    private(set) var allowed: [HTTPRequest.Method] = []

    init(
        path: UnsafeBufferPointer<UInt8>, method: HTTPRequest.Method, text: UnsafeBufferPointer<UInt8>,
        nodes: UnsafeBufferPointer<PathNode>, entries: [PathEntry], values: UnsafeMutableBufferPointer<Range<Int>>
    ) {
        self.path = path
        self.method = method
        self.text = text
        self.nodes = nodes
        self.entries = entries
        self.values = values
    }

    /// The place of the operation that what is left of the path from `position` on leads to.
    mutating func entry(from position: Int, node: Int) -> Int? {
        var start = position
        while start < path.count, path[start] == Self.slash { start += 1 }
        guard start < path.count else { return entry(at: node) }
        var end = start + 1
        while end < path.count, path[end] != Self.slash { end += 1 }
        if let child = child(of: node, at: start..<end), let found = entry(from: end, node: child) { return found }
        guard let parameter = nodes[node].parameter else { return nil }
        values[valueCount] = start..<end
        valueCount += 1
        if let found = entry(from: end, node: parameter) { return found }
        valueCount -= 1
        return nil
    }

    private func child(of node: Int, at segment: Range<Int>) -> Int? {
        var next = nodes[node].firstChild
        while let index = next {
            let word = nodes[index].word
            if word.count == segment.count, isEqual(word, segment) { return index }
            next = nodes[index].nextSibling
        }
        return nil
    }

    private func isEqual(_ word: Range<Int>, _ segment: Range<Int>) -> Bool {
        for offset in 0..<word.count where text[word.lowerBound + offset] != path[segment.lowerBound + offset] {
            return false
        }
        return true
    }

    private mutating func entry(at node: Int) -> Int? {
        var next = nodes[node].firstEntry
        while let index = next {
            if entries[index].method == method { return index }
            next = entries[index].next
        }
        next = nodes[node].firstEntry
        while let index = next {
            allowed.append(entries[index].method)
            next = entries[index].next
        }
        return nil
    }

    /// What the path has in the places of these parameters.
    func values(of parameters: [PathParameter]) -> NamedValues {
        guard !parameters.isEmpty else { return NamedValues() }
        var pairs: [NamedValues.Pair] = []
        pairs.reserveCapacity(parameters.count)
        for (index, parameter) in parameters.enumerated() {
            let value = String(decoding: UnsafeBufferPointer(rebasing: path[values[index]]), as: UTF8.self)
            pairs.append(NamedValues.Pair(name: parameter.name, value: parameter.value(value)))
        }
        return NamedValues(pairs)
    }
}
