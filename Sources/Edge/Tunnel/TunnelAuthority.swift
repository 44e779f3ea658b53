public import HTTPTypes
import NIOCore
import NIOPosix

/// Decides about a CONNECT, and answers it. The edge opens the way to the target and carries the bytes.
public protocol TunnelAuthority: Sendable {
    /// Answers the head of a CONNECT; its target was found well-formed.
    ///
    /// - An answer of 2xx that is not to fail opens the tunnel to the address dialled last. It goes out as
    ///   `HTTP/1.1 200 Connection established` and nothing else: its own fields and body are not sent.
    /// - One whose delivery is a passage leads to ourselves, and goes out in the same way.
    /// - Any other answer goes out like that of an ordinary request, and the connection can be used again.
    ///
    /// - Parameters:
    ///   - head: The request; what the client wants to reach is in `authority`, for `TunnelTarget.init(authority:)`.
    ///   - client: Who sent it.
    ///   - dial: Opens the way to an address of the authority's choice. Only after it has returned may the answer be
    ///     2xx; such an answer without it goes out as 500.
    /// - Throws: anything, to close the connection without an answer.
    func answer(
        _ head: HTTPRequest, from client: EdgeClient,
        dial: @Sendable (TunnelTarget) async throws(TunnelFailure) -> Void
    ) async throws -> EdgeAnswer
}

/// Where a tunnel leads: a host and a port.
public struct TunnelTarget: Sendable, Hashable {
    /// A host name or an IP address; an IPv6 address stands here without brackets.
    public let host: String
    /// The TCP port, 1–65535.
    public let port: Int

    /// A target as it is; nothing is checked.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `host:port`, with an IPv6 address in brackets, as in a CONNECT (RFC 9110, 9.3.6); `nil` for anything else.
    public init?(authority: String) {
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
    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        // All from `$` to `;` but `/` and `:`; the digits are among them.
        case UInt8(ascii: "/"), UInt8(ascii: ":"): false
        case UInt8(ascii: "$")...UInt8(ascii: ";"): true
        case UInt8(ascii: "!"), UInt8(ascii: "="), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        default: false
        }
    }
}

/// Why there is no way to a tunnel's target.
public enum TunnelFailure: Error, Hashable {
    /// Nothing accepts connections there; in words of the operating system, for a journal.
    case unreachable(String)
    /// The target did not accept within `EdgeLimits.dialTimeout`.
    case timedOut
    /// As many tunnels are open as `EdgeLimits.maxTunnels` allows.
    case tooManyTunnels
    /// The client or the server ended the connection meanwhile; no answer will reach anybody.
    case connectionEnded

    init(_ error: any Error) {
        switch error {
        case let failure as TunnelFailure: self = failure
        case ChannelError.connectTimeout: self = .timedOut
        case let error as NIOConnectionError: self.init(error)
        default: self = .unreachable("\(error)")
        }
    }

    private init(_ error: NIOConnectionError) {
        if let attempt = error.connectionErrors.last {
            self.init(attempt.error)
        } else if let resolution = error.dnsAError ?? error.dnsAAAAError {
            self = .unreachable("\(resolution)")
        } else {
            self = .timedOut
        }
    }
}
