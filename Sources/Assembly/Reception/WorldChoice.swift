import Anchor
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// Which world a request enters (product.md 2): its header, what an issued credential says, `@name` on a key, `default`.
struct WorldChoice {
    private let worlds: Worlds

    init(_ worlds: Worlds) {
        self.worlds = worlds
    }

    /// Throws where the request names a world by a name that none can have.
    func world(for head: HTTPRequest, body: ByteBuffer) throws(WorldNameRefusal) -> World {
        if let name = head.headerFields[.drydockWorld] {
            guard let name = WorldName(name) else { throw WorldNameRefusal(name: name) }
            return worlds.world(name)
        }
        let credentials = credentials(of: head, body: body)
        for credential in credentials {
            if let world = worlds.world(thatIssued: credential) { return world }
        }
        for credential in credentials {
            guard let mark = credential.utf8.lastIndex(of: UInt8(ascii: "@")) else { continue }
            let name = credential[credential.index(after: mark)...]
            guard let name = WorldName(name) else { throw WorldNameRefusal(name: String(name)) }
            return worlds.world(name)
        }
        return worlds.world(.default)
    }

    /// Everything in the request that could have been issued by a world or could name one.
    private func credentials(of head: HTTPRequest, body: ByteBuffer) -> [String] {
        var credentials: [String] = []
        if let key = head.headerFields[.anchorAPIKey] { credentials.append(key) }
        if let path = head.path, let mark = path.utf8.firstIndex(of: UInt8(ascii: "?")) {
            let query = NamedValues(urlEncoded: path[path.index(after: mark)...])
            credentials += ["token", "sessionId", "apiKey"].compactMap { query[$0] }
        }
        if let cookie = head.headerFields[.cookie], let session = NamedValues(cookies: cookie)["wos-session"] {
            credentials.append(session)
        }
        if head.method == .post, head.headerFields[.contentType]?.hasPrefix("application/x-www-form-urlencoded") == true
        {
            let form = NamedValues(urlEncoded: String(buffer: body))
            if let token = form["token"] { credentials.append(token) }
        }
        return credentials
    }
}
