import HTTPTypes
import KernelHTTP

/// What a browser asks before a page of another origin may call (Fetch standard).
struct Preflight: Sendable {
    /// Whose page it is; nil where it is no browser that asks.
    let origin: String?
    /// The headers that the page wants to send.
    let headers: [String]
    /// Whether the page lies in a more public network than Drydock.
    let asksForPrivateNetwork: Bool

    init(_ request: HTTPRequest) {
        let fields = request.headerFields
        origin = fields[.origin]
        headers = (fields[.accessControlRequestHeaders] ?? "").split(separator: ",").compactMap { part in
            HTTPField.Name(String(part.filter { $0 != " " }))?.rawName
        }
        asksForPrivateNetwork = fields[.accessControlRequestPrivateNetwork] == "true"
    }
}
