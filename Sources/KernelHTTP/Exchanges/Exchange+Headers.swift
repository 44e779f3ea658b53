import HTTPTypes

extension Exchange {
    /// The header of this name, whatever its case; `host` is the authority.
    package func header(_ name: String) -> String? {
        if name.lowercased() == "host" { return head.authority }
        return HTTPField.Name(name).flatMap { head.headerFields[$0] }
    }
}
