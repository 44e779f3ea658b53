import KernelHTTP

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What `--host` says: where a server listens, and so where it is found from its own machine.
package struct ListeningAddress: Sendable {
    /// The name or address, as the system's resolver takes it: without the brackets that an IPv6 address has in a URL.
    let host: String

    /// - Parameter text: a name, an IPv4 address, or an IPv6 address with or without brackets.
    package init(_ text: String) {
        host = text.hasPrefix("[") && text.hasSuffix("]") ? String(text.dropFirst().dropLast()) : text
    }

    /// Where clients on this machine reach a server that listens there.
    package func url(port: Int) -> String { "http://\(reachable):\(port)" }

    /// The address that clients on this machine connect to, without brackets.
    var target: String { ListeningAddress(reachable).host }

    /// Whether nothing but this machine reaches it.
    var isLoopback: Bool { HostName(written: host)?.isLoopback ?? false }

    /// The host in a URL. All addresses of a family are reached by that family's loopback address.
    private var reachable: String {
        guard let name = HostName(written: host) else {
            // An address of one interface (`fe80::1%eth0`, RFC 6874), or something for the resolver to judge.
            let parts = host.split(separator: "%", maxSplits: 1)
            return host.contains(":") ? "[\(parts.joined(separator: "%25"))]" : host
        }
        guard name.isUnspecified else { return name.description }
        return name.isVersion6 ? "[::1]" : "127.0.0.1"
    }
}

/// The system's own words for what it refuses.
enum SystemWords {
    /// For example *No space left on device*.
    static func of(_ code: Int32) -> String { String(cString: strerror(code)) }
}
