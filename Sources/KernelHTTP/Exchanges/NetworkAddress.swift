/// A host and a port to connect to, for example `127.0.0.1:8443` or `[::1]:8443`.
package struct NetworkAddress: Sendable, Hashable {
    /// The host, without brackets.
    package let host: String
    /// The port, from 1 to 65535.
    package let port: Int

    /// Reads `host:port`; nil where it is none.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
            return nil
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, !host.contains("/"), !host.contains(" ") else { return nil }
        self.host = String(host)
        self.port = Int(port)
    }
}
