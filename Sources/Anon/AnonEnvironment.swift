/// The environments of Anon, each with hosts of its own: `svc.<environment>.anon.com` (anon.md 1).
package enum AnonEnvironment: String, Codable, CaseIterable, Sendable {
    case local, staging, sandbox, prod

    /// The environment that a host names, for example `svc.prod.anon.localhost`; any other host is the sandbox's (ours).
    ///
    /// - Parameter host: the host without its port, in lower case.
    package init(host: String) {
        let labels = host.split(separator: ".")
        let named = labels.firstIndex(of: "svc").map { labels.index(after: $0) }
        self = named.flatMap { labels.indices.contains($0) ? Self(rawValue: String(labels[$0])) : nil } ?? .sandbox
    }

    /// Which keys are good here.
    package var keySpace: KeySpace { self == .prod ? .prod : .sandbox }
}
