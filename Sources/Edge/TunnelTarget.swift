import NIOCore

/// Where a tunnel leads: a host and a port.
package struct TunnelTarget: Sendable, Hashable {
    /// A host name or an IP address; an IPv6 address stands here without brackets.
    package let host: String
    /// The TCP port, 1–65535.
    package let port: Int

    /// A target as it is; nothing is checked.
    package init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `host:port`, with an IPv6 address in brackets, as in a CONNECT (RFC 9110, 9.3.6); `nil` for anything else.
    package init?(authority: String) {
        guard let colon = authority.utf8.lastIndex(of: UInt8(ascii: ":")) else { return nil }
        let digits = authority[colon...].dropFirst()
        guard digits.utf8.allSatisfy(Self.isDigit), let port = UInt16(digits), port > 0 else { return nil }

        let host = authority[..<colon]
        if host.utf8.first == UInt8(ascii: "[") {
            guard host.utf8.last == UInt8(ascii: "]") else { return nil }
            let address = String(host.dropFirst().dropLast())
            guard case .v6? = try? SocketAddress(ipAddress: address, port: 0) else { return nil }
            self.init(host: address, port: Int(port))
        } else {
            guard !host.isEmpty, host.utf8.allSatisfy(Self.isNameByte) else { return nil }
            self.init(host: String(host), port: Int(port))
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    /// The bytes of a registered name (RFC 3986, 3.2.2).
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        default: isDigit(byte) || "-._~!$&'()*+,;=%".utf8.contains(byte)
        }
    }
}
