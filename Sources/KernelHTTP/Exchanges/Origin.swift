/// Where the client reached Drydock, so that the URLs in an answer lead back the same way.
public struct Origin: Sendable, Hashable {
    /// `http` or `https`.
    public let scheme: String
    /// Host and port as the client wrote them, for example `api.anchorbrowser.localhost:4010`.
    public let authority: String

    /// An origin of these parts.
    public init(scheme: String, authority: String) {
        self.scheme = scheme
        self.authority = authority
    }

    /// For example `http://127.0.0.1:4010`.
    public var url: String { "\(scheme)://\(authority)" }

    /// The same place for WebSockets: `ws://…` or `wss://…`.
    public var webSocketURL: String { "\(scheme == "https" ? "wss" : "ws")://\(authority)" }

    /// The host without the port, in lower case.
    public var host: String {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            return authority[...end].lowercased()
        }
        let colon = authority.utf8.firstIndex(of: UInt8(ascii: ":"))
        return authority[..<(colon ?? authority.endIndex)].lowercased()
    }

    /// The origin whose host starts with `label` where this one's starts with `api` or `app`; any other stays as it is.
    ///
    /// The vendor's SDKs derive the CDP host from the API's in the same way (anchor.md 4.4).
    public func sibling(_ label: String) -> Origin {
        for own in ["api.", "app."] where authority.hasPrefix(own) {
            return Origin(scheme: scheme, authority: "\(label).\(authority.dropFirst(own.count))")
        }
        return self
    }
}

/// A host and a port to connect to, for example `127.0.0.1:8443` or `[::1]:8443`.
public struct NetworkAddress: Sendable, Hashable {
    /// The host, without brackets.
    public let host: String
    /// The port, from 1 to 65535.
    public let port: Int

    /// Reads `host:port`; nil if it is none.
    public init?(_ text: String) {
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
