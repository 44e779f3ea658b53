package import HTTPTypes

/// Header names as types rather than literals in handlers.
extension HTTPField.Name {
    /// A name that is known to be well formed.
    package static func named(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("not a header name: \(name)") }
        return name
    }

    /// Why Drydock refused.
    package static let drydockReason = named("X-Drydock-Reason")
    /// The world that a request is for.
    package static let drydockWorld = named("X-Drydock-World")
    /// RFC 8288.
    package static let link = named("Link")
    /// The browser's statement of who asks.
    package static let secFetchSite = named("Sec-Fetch-Site")
}
