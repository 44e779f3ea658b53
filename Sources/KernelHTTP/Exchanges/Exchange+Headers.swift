import HTTPTypes

extension Exchange {
    /// The host that the client wrote, without port, in lower case; not the one of `--public-url`, which names no environment.
    package var calledHost: String { Origin(scheme: "http", authority: head.authority ?? "").host }

    /// The header of this name, whatever its case; `host` is the authority.
    package func header(_ name: String) -> String? {
        if name.lowercased() == "host" { return head.authority }
        return HTTPField.Name(name).flatMap { head.headerFields[$0] }
    }
}
