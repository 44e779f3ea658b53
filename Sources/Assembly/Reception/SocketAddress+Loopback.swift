import NIOCore

extension SocketAddress {
    /// Whether it is an address of this very machine that no other one can send from.
    var isLoopback: Bool {
        // What the system prints is canonical: no `::0001`, no `::ffff:7f00:1`.
        guard let address = ipAddress else { return pathname != nil }
        return address == "::1" || address.hasPrefix("127.") || address.hasPrefix("::ffff:127.")
    }
}
