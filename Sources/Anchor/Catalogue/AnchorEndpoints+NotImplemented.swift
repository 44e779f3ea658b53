import HTTPTypes
import KernelHTTP

/// What the vendor has and Drydock does not: known by name, so that it answers 501 rather than a vendor-like 404.
extension AnchorEndpoints {
    static let notImplemented: [Route<AnchorStore>] = missing.map { Route(notImplemented: $0) }

    private static let missing: [Endpoint] =
        browserControl + sessionExtras + dynamicAuthentication + tools + tasks + storage + account
}

extension Endpoint {
    /// An operation that is not simulated; `name` is without the vendor.
    static func missing(_ name: String, _ method: HTTPRequest.Method, _ path: String, _ summary: String) -> Endpoint {
        Endpoint("anchor.\(name)", method, path, summary, coverage: .notImplemented)
    }
}
