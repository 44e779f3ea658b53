import HTTPTypes
import NIOHTTP1

/// A request head as the responder gets it, and what the connection keeps of it; both from one pass over the fields.
struct RequestHead {
    var request: HTTPRequest
    let traits: RequestTraits

    init(_ request: HTTPRequest, _ traits: RequestTraits) {
        self.request = request
        self.traits = traits
    }

    /// - Parameter isSecure: whether it came by TLS.
    /// - Throws: the answer to a head that cannot be accepted.
    init(_ head: HTTPRequestHead, isSecure: Bool = false) throws(Refusal) {
        guard let method = HTTPRequest.Method(head.method) else { throw .invalidMethod }
        var traits = RequestTraits()
        traits.isHead = method == .head
        traits.isConnect = method == .connect
        traits.isHTTP10 = head.version.minor == 0
        traits.keepsAlive = head.isKeepAlive

        var fields = HTTPFields()
        fields.reserveCapacity(head.headers.count)
        var host: String?
        var offersUpgrade = false
        var namesWebSocket = false
        var connectsUpgrade = false
        for (rawName, value) in head.headers {
            guard let name = HTTPField.Name(rawName) else { continue }
            let field = HTTPField(name: name, value: value)
            // The length rules nearly every field out before a string is compared.
            switch name.canonicalName.utf8.count {
            case 4 where name.canonicalName == "host":
                guard host == nil else { throw .severalHosts }
                guard value.isEmpty || RequestTarget.isAuthority(value) else { throw .invalidHost }
                host = value
                continue
            case 6 where name == .expect && !traits.isHTTP10:
                guard field.value.lowercased() == "100-continue" else { throw .unknownExpectation }
                traits.expectsContinue = true
            case 7 where name == .upgrade:
                offersUpgrade = true
                namesWebSocket = field.value.lowercased() == "websocket"
            case 10 where name == .connection:
                connectsUpgrade = connectsUpgrade || Self.listsUpgrade(field.value)
            case 14 where name == .contentLength:
                guard let length = Int(field.value) else { throw Refusal(.invalidContentLength) }
                traits.body = .bytes(length)
            case 17 where name == .transferEncoding:
                traits.body = .chunked
            default:
                break
            }
            fields.append(field)
        }
        guard host != nil || traits.isHTTP10 else { throw .missingHost }
        traits.stopsDecoder = traits.isConnect || (offersUpgrade && connectsUpgrade)
        if namesWebSocket, connectsUpgrade {
            traits.offersWebSocket = method == .get && !traits.isHTTP10 && !traits.body.isExpected
        }
        // A CONNECT has no body: the parser takes what follows for the next request.
        if traits.isConnect { traits.body = .bytes(0) }

        // An empty Host says that there is none to name (RFC 9112, 3.2); no URL could be made of it.
        if host?.isEmpty == true { host = nil }
        let target = try RequestTarget(head.uri, isConnect: traits.isConnect)
        self.traits = traits
        self.request = HTTPRequest(
            method: method, scheme: isSecure ? "https" : "http", authority: target.authority ?? host, path: target.path,
            headerFields: fields)
    }

    private static func listsUpgrade(_ connection: String) -> Bool {
        guard connection.utf8.count >= 7 else { return false }
        return connection.lowercased().split(separator: ",").contains { token in
            token.split(whereSeparator: \.isWhitespace) == ["upgrade"]
        }
    }
}

/// What a connection needs to know of a request while it is read and answered.
struct RequestTraits: Hashable {
    /// How much body follows the head.
    enum Body: Hashable {
        case bytes(Int)
        case chunked

        var isExpected: Bool { self != .bytes(0) }
    }

    /// HEAD: the answer has no body, whatever its header fields say.
    var isHead = false
    /// CONNECT: bytes behind the request are the tunnel's, if one is granted.
    var isConnect = false
    /// HTTP/1.0: no chunks, no informational answers, and the connection is kept only by arrangement.
    var isHTTP10 = false
    /// The client wants to use the connection again.
    var keepsAlive = true
    /// The client holds its body back until it is told to send it.
    var expectsContinue = false
    /// NIO's decoder stops behind this request: a CONNECT, or an upgrade is offered.
    var stopsDecoder = false
    /// GET with a WebSocket: bytes behind the request are frames, if it is taken up (RFC 6455, 4.1).
    var offersWebSocket = false
    /// How much body the head announces.
    var body = Body.bytes(0)

    /// The body will not come before a `100 Continue` was sent.
    var wantsContinue: Bool { expectsContinue && body.isExpected }
}

/// The target of a request line, taken apart: `/path?query`, `http://authority/path?query`, `authority` or `*`.
struct RequestTarget: Hashable {
    /// Said by the target itself, and then stronger than the Host header.
    let authority: String?
    /// Path and query; none for CONNECT.
    let path: String?

    /// - Throws: `Refusal.invalidTarget` for a target of none of these forms, `Refusal.invalidTunnelTarget` where a
    ///   CONNECT does not name a host and a port.
    init(_ target: String, isConnect: Bool) throws(Refusal) {
        if isConnect {
            guard TunnelTarget(authority: target) != nil else { throw .invalidTunnelTarget }
            authority = target
            path = nil
        } else if target.utf8.first == UInt8(ascii: "/") || target == "*" {
            authority = nil
            path = target
        } else {
            guard let colon = target.utf8.firstIndex(of: UInt8(ascii: ":")) else { throw .invalidTarget }
            let rest = target[target.utf8.index(after: colon)...]
            guard rest.utf8.starts(with: "//".utf8) else { throw .invalidTarget }
            let hierarchy = rest.dropFirst(2)
            let end = hierarchy.utf8.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") }
            let pathAndQuery = hierarchy[(end ?? hierarchy.endIndex)...]
            let named = String(hierarchy[..<(end ?? hierarchy.endIndex)])
            guard Self.isAuthority(named) else { throw .invalidTarget }
            authority = named
            path = pathAndQuery.utf8.first == UInt8(ascii: "/") ? String(pathAndQuery) : "/\(pathAndQuery)"
        }
    }
}

extension RequestTarget {
    /// The longest authority: a name as long as DNS allows, a colon and a port.
    static let longestAuthority = 259

    /// Whether a text is a host with or without a port, of which URLs can be made: without a user's name, which a URL of
    /// HTTP must not have (RFC 9110, 4.2.4), and without anything that would end the authority in one.
    static func isAuthority(_ text: String) -> Bool {
        guard text.utf8.count <= longestAuthority else { return false }
        var text = text
        return text.withUTF8(isAuthority)
    }

    private static func isAuthority(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        let host: Slice<UnsafeBufferPointer<UInt8>>
        let rest: Slice<UnsafeBufferPointer<UInt8>>
        if bytes.first == UInt8(ascii: "[") {
            guard let end = bytes.firstIndex(of: UInt8(ascii: "]")) else { return false }
            host = bytes[1..<end]
            rest = bytes[(end + 1)...]
            guard host.allSatisfy({ TunnelTarget.isNameByte($0) || $0 == UInt8(ascii: ":") }) else { return false }
        } else {
            let colon = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
            host = bytes[..<colon]
            rest = bytes[colon...]
            guard host.allSatisfy(TunnelTarget.isNameByte) else { return false }
        }
        guard !host.isEmpty else { return false }
        guard let colon = rest.first else { return true }
        // A port may be left out behind its colon (RFC 3986, 3.2.3).
        let digits = rest.dropFirst()
        return colon == UInt8(ascii: ":") && digits.allSatisfy { (0x30...0x39).contains($0) }
            && (digits.isEmpty || UInt16(String(decoding: digits, as: UTF8.self)) != nil)
    }
}

// MARK: - From NIO's types

extension HTTPRequest.Method {
    /// The method as the responder knows it; `nil` when the name is no token.
    init?(_ method: HTTPMethod) {
        switch method {
        case .GET: self = .get
        case .POST: self = .post
        case .PUT: self = .put
        case .PATCH: self = .patch
        case .DELETE: self = .delete
        case .HEAD: self = .head
        case .OPTIONS: self = .options
        case .CONNECT: self = .connect
        default: self.init(method.rawValue)
        }
    }
}
