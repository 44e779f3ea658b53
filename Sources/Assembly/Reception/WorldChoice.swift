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
        let credentials = RequestCredentials(head, body: body)
        for credential in credentials.issued {
            if let world = worlds.world(thatIssued: credential) { return world }
        }
        for key in credentials.keys {
            guard let mark = key.utf8.lastIndex(of: UInt8(ascii: "@")) else { continue }
            let name = key[key.index(after: mark)...]
            guard let name = WorldName(name) else { throw WorldNameRefusal(name: String(name)) }
            return worlds.world(name)
        }
        return worlds.world(.default)
    }
}
