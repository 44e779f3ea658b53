import HTTPTypes
import KernelHTTP

/// All operations of all vendors, for what a router cannot say: which methods a path has, and that it has none.
struct Catalogue: Sendable {
    private struct Entry: Sendable {
        let endpoint: Endpoint
        let template: PathTemplate
    }

    private let entries: [Entry]

    init(_ endpoints: [Endpoint]) {
        entries = endpoints.map { Entry(endpoint: $0, template: PathTemplate($0.path)) }
    }

    /// Why the router found nothing at `path`.
    func refusal(path: Substring) -> RoutingRefusal {
        let methods = entries.filter { $0.template.matches(path) }.map(\.endpoint.method)
        guard !methods.isEmpty else { return .unknownPath(String(path)) }
        return .wrongMethod(allowed: methods.contains(.get) ? methods + [.head] : methods)
    }
}
