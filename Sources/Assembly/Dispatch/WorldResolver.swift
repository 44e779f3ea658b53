import Admin
import Anchor
import Anon
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Tokens

/// Which world a request enters (Worlds.md): its header's, else an issued credential's, else that of `@name` on a key, else `default`.
struct WorldResolver {
    private let worlds: Worlds

    init(_ worlds: Worlds) {
        self.worlds = worlds
    }

    /// Throws if the request names a world that cannot be, or leads to one that is set aside.
    func world(for head: HTTPRequest, body: ByteBuffer) throws(WorldRefusal) -> World {
        if let name = head.headerFields[.drydockWorld] {
            guard let name = WorldName(name) else { throw .invalidName(name) }
            return try worlds.world(name)
        }
        let credentials = RequestCredentials(head, body: body)
        for credential in credentials.issued {
            if let world = try worlds.world(thatIssued: credential) { return world }
        }
        for key in credentials.keys {
            guard let mark = key.utf8.lastIndex(of: UInt8(ascii: "@")) else { continue }
            let name = key[key.index(after: mark)...]
            guard let name = WorldName(name) else { throw .invalidName(String(name)) }
            return try worlds.world(name)
        }
        return try worlds.world(.default)
    }
}

/// Everything in a request that a world could have issued, or that could name one.
private struct RequestCredentials {
    /// What may have been issued, the client's own credential first.
    private(set) var issued: [String] = []
    /// What may end in `@world`: keys, never an address or an app user's id.
    private(set) var keys: [String] = []

    init(_ head: HTTPRequest, body: ByteBuffer) {
        addAnchorKey(head)
        addBearer(head)
        if let proxy = ProxyCredentials(head) { add(key: proxy.key) }
        if let clientID = head.headerFields[.anonSdkClientID] { issued.append(clientID) }
        if let path = head.path { addTarget(path) }
        if head.method == .post, head.headerFields[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true
        {
            add(NamedValues(urlEncoded: String(buffer: body)))
        }
    }

    private mutating func addAnchorKey(_ head: HTTPRequest) {
        if let key = head.headerFields[.anchorAPIKey] { add(key: key) }
        if let cookie = head.headerFields[.cookie], let session = NamedValues(cookies: cookie)["wos-session"] {
            add(key: session)
        }
    }

    /// A key or session token; or a token of Anon's, which names the SDK client that it was issued for.
    private mutating func addBearer(_ head: HTTPRequest) {
        guard let header = head.headerFields[.authorization], let space = header.utf8.firstIndex(of: UInt8(ascii: " "))
        else { return }
        let bearer = header[header.index(after: space)...].drop { $0 == " " }
        if bearer.hasPrefix("anon_") || bearer.hasPrefix("ory_") {
            add(key: String(bearer))
        } else {
            add(token: String(bearer))
        }
    }

    private mutating func addTarget(_ target: String) {
        let mark = target.utf8.firstIndex(of: UInt8(ascii: "?"))
        if let mark { add(NamedValues(urlEncoded: target[target.index(after: mark)...])) }
        // Some of Anon's paths end in an id and need no credential.
        let path = target[..<(mark ?? target.endIndex)]
        guard !keys.contains(where: { $0.utf8.contains(UInt8(ascii: "@")) }),
            Self.bareIDPaths.contains(where: path.hasPrefix),
            let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        else { return }
        issued.append(String(path[path.index(after: slash)...]))
    }

    private static let bareIDPaths = ["/org/organization/", "/org/member/", "/live/", "/cdp/"]

    /// The fields of a query or a form.
    private mutating func add(_ fields: NamedValues) {
        for name in ["token", "sessionId", "apiKey"] {
            if let key = fields[name] { add(key: key) }
        }
        for name in ["linkId", "clientId"] {
            if let id = fields[name] { issued.append(id) }
        }
        if let token = fields["appUserIdToken"] { add(token: token) }
    }

    /// What was issued leads to its own world, whatever follows the `@`.
    private mutating func add(key: String) {
        issued.append(key.utf8.lastIndex(of: UInt8(ascii: "@")).map { String(key[..<$0]) } ?? key)
        keys.append(key)
    }

    private mutating func add(token: String) {
        guard let claims = try? UnverifiedToken(token), let client = claims.string("sdkClientId") else { return }
        issued.append(client)
    }
}
