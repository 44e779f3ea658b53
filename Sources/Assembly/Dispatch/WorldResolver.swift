import Admin
import Anchor
import Anon
import Edge
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Tokens

/// Which world a request enters (Worlds.md): its header's, else that of a key set's address, else an issued credential's, else that of `@name` on a key, else `default`.
struct WorldResolver {
    private let worlds: Worlds

    init(_ worlds: Worlds) {
        self.worlds = worlds
    }

    /// Throws if the request names a world that cannot be, or leads to one that is set aside.
    func world(for head: HTTPRequest, _ signposts: Signposts, body: ByteBuffer) throws(WorldRefusal) -> World {
        if let name = signposts.world {
            return try world(named: name[...])
        }
        if signposts.leadsByAnchorKeyOnly, RequestCredentials.areNone(in: head.path ?? "") {
            return try world(forKey: signposts.anchorKey ?? "")
        }
        if let world = worldOfKeySet(head) { return world }
        let credentials = RequestCredentials(head, signposts, body: body)
        for credential in credentials.issued {
            if let world = try worlds.world(thatIssued: credential) { return world }
        }
        for key in credentials.keys {
            if let name = MarkedKey(key).worldName { return try world(named: name) }
        }
        return try worlds.world(.default)
    }

    /// The world that the address of the built-in key set names, as in `/.well-known/jwks.json?world=checkout-7`: whoever downloads
    /// it sends nothing else to go by. It begins none, as the address may have been given by anybody.
    private func worldOfKeySet(_ head: HTTPRequest) -> World? {
        guard let path = head.path, path.hasPrefix("/.well-known/jwks.json?") else { return nil }
        let query = NamedValues(urlEncoded: path.dropFirst("/.well-known/jwks.json?".count))
        return query["world"].flatMap { WorldName($0) }.flatMap(worlds.present)
    }

    /// The same for what is true of nearly all requests: there is a key of Anchor's, and nothing else to go by.
    private func world(forKey key: String) throws(WorldRefusal) -> World {
        let key = MarkedKey(key)
        if let world = try worlds.world(thatIssued: key.credential) { return world }
        guard let name = key.worldName else { return try worlds.world(.default) }
        return try world(named: name)
    }

    private func world(named name: Substring) throws(WorldRefusal) -> World {
        guard let name = WorldName(name) else { throw .invalidName(String(name)) }
        return try worlds.world(name)
    }

    /// Whether the request may lead to a world that was not read from the data file yet: then whoever asks for it waits.
    func mayHaveToRead(for head: HTTPRequest, _ signposts: Signposts, body: EdgeBody) -> Bool {
        guard worlds.hasSleepers else { return false }
        if let name = signposts.world { return WorldName(name).map(worlds.sleeps) ?? false }
        var bytes = ByteBuffer()
        if case .whole(let whole) = body { bytes = whole }
        let credentials = RequestCredentials(head, signposts, body: bytes)
        let names = credentials.keys.compactMap { MarkedKey($0).worldName.flatMap { WorldName($0) } }
        return credentials.issued.contains { WorldTag(issued: $0).map(worlds.sleeps) ?? false }
            || names.contains(where: worlds.sleeps) || worlds.sleeps(.default)
    }
}

/// Everything in a request that a world could have issued, or that could name one.
private struct RequestCredentials {
    /// What may have been issued, the client's own credential first.
    private(set) var issued: [String] = []
    /// What may end in `@world`: keys, never an address or an app user's id.
    private(set) var keys: [String] = []

    init(_ head: HTTPRequest, _ signposts: Signposts, body: ByteBuffer) {
        if let key = signposts.anchorKey { add(key: key) }
        if let cookie = signposts.cookie, let session = NamedValues(cookies: cookie)["wos-session"] {
            add(key: session)
        }
        if let header = signposts.authorization { addBearer(header) }
        if signposts.hasProxyAuthorization, let proxy = ProxyCredentials(head) { add(key: proxy.key) }
        if let clientID = signposts.sdkClientID { issued.append(clientID) }
        if let path = head.path { addTarget(path) }
        if head.method == .post, signposts.isForm { add(NamedValues(urlEncoded: String(buffer: body))) }
    }

    /// A key or session token; or a token of Anon's, which names the SDK client that it was issued for.
    private mutating func addBearer(_ header: String) {
        guard let space = header.utf8.firstIndex(ofByte: UInt8(ascii: " ")) else { return }
        let bearer = header[header.index(after: space)...].drop { $0 == " " }
        if bearer.hasPrefix("anon_") || bearer.hasPrefix("ory_") {
            add(key: String(bearer))
        } else {
            add(token: String(bearer))
        }
    }

    private mutating func addTarget(_ target: String) {
        let mark = target.utf8.firstIndex(ofByte: UInt8(ascii: "?"))
        if let mark { add(NamedValues(urlEncoded: target[target.index(after: mark)...])) }
        // Some paths have an id and need no credential.
        let path = target[..<(mark ?? target.endIndex)]
        guard !keys.contains(where: { $0.utf8.contains(byte: UInt8(ascii: "@")) }),
            let prefix = Self.bareIDPaths.first(where: path.utf8.starts(with:))
        else { return }
        issued.append(String(path.dropFirst(prefix.utf8CodeUnitCount).prefix { $0 != "/" }))
    }

    /// Whether a target neither has a query nor ends in an id that may lead to a world.
    static func areNone(in target: String) -> Bool {
        target[...].utf8.withBytes { bytes in
            !bytes.contains(UInt8(ascii: "?")) && !bareIDPaths.contains { bytes.starts(with: $0) }
        }
    }

    private static let bareIDPaths: [StaticString] = [
        "/org/organization/", "/org/member/", "/live/", "/cdp/", "/interventions/",
    ]

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
        issued.append(String(MarkedKey(key).credential))
        keys.append(key)
    }

    private mutating func add(token: String) {
        guard let claims = try? UnverifiedToken(token), let client = claims.string("sdkClientId") else { return }
        issued.append(client)
    }
}
