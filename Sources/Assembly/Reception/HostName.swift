/// What the `Host` of a request says about whom it is meant for.
enum HostName: Equatable {
    /// One of Anchor's names: `api.anchorbrowser.io`, `app.anchorbrowser.localhost`.
    case anchor
    /// Anon's API: `svc.sandbox.anon.com`, `svc.prod.anon.localhost`.
    case anon
    /// Anon's Link page: `link.svc.sandbox.anon.com`.
    case anonLink
    /// Neither: `127.0.0.1:4010`, a compose service. Paths decide.
    case bare

    /// - Parameter host: the host without port, in lower case.
    init(_ host: String) {
        let labels = host.split(separator: ".")
        if labels.contains("anchorbrowser") {
            self = .anchor
        } else if labels.dropLast().last == "anon" {
            self = labels.first == "link" ? .anonLink : .anon
        } else {
            self = .bare
        }
    }

    /// Whether a host names this machine's loopback, whatever DNS says: the only names that the control plane answers to
    /// unless it is told of others.
    static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host.hasSuffix(".localhost") || host == "[::1]" { return true }
        let octets = host.split(separator: ".", omittingEmptySubsequences: false)
        return octets.count == 4 && octets[0] == "127" && octets.allSatisfy { UInt8($0) != nil }
    }
}
