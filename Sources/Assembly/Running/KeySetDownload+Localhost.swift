import Tokens

extension KeySetURL {
    /// The scheme, host and port to connect to: of names under `.localhost` the loopback address (RFC 6761), which not
    /// every system's resolver knows. The `Host` header keeps the name; a certificate would have to be for 127.0.0.1.
    var dialled: String {
        guard host.hasSuffix(".localhost") || host.hasSuffix(".localhost.") else { return origin }
        return "\(isSecure ? "https" : "http")://127.0.0.1\(port.map { ":\($0)" } ?? "")"
    }
}
