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
            authority = String(hierarchy[..<(end ?? hierarchy.endIndex)])
            path = pathAndQuery.utf8.first == UInt8(ascii: "/") ? String(pathAndQuery) : "/\(pathAndQuery)"
        }
    }
}
