import Kernel
import KernelHTTP

/// The operations by name, to find a path's parameters again: the journal keeps the path and not its parts.
struct OperationPaths: Sendable {
    /// All of them.
    let endpoints: [Endpoint]
    private let templates: [String: [Substring]]

    init(_ endpoints: [Endpoint]) {
        self.endpoints = endpoints
        templates = Dictionary(endpoints.map { ($0.name, $0.path.split(separator: "/")) }) { first, _ in first }
    }

    /// The parameter `name`, decoded, of a path that reached `operation`; nil where its template has none.
    func parameter(_ name: String, in path: String, of operation: String) -> String? {
        guard let template = templates[operation], let index = template.firstIndex(of: "{\(name)}") else { return nil }
        let segments = path.split(separator: "/")
        guard segments.count == template.count else { return nil }
        return PercentCoding.decode(segments[index], plusIsSpace: false)
    }
}
