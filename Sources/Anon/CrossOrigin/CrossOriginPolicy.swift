import HTTPTypes
import KernelHTTP

/// How browsers of another origin are answered (anon.md 9.1): as data, so that the vendor's trap – a bare 401 behind a good
/// preflight – is one choice among three.
struct CrossOriginPolicy: Sendable {
    let choice: AnonPolicies.CrossOrigin

    init(_ choice: AnonPolicies.CrossOrigin) {
        self.choice = choice
    }

    /// The answer with the headers that let a page of another origin read it, if the policy gives them to its status.
    ///
    /// The gateway's own 401 goes out before its CORS plugin acts (anon.md 9.1), hence bare unless the policy is `open`. A
    /// rule's answer keeps the header that the rule gives it; an empty one is none at all.
    func dress(_ reply: Reply, of exchange: Exchange) -> Reply {
        if reply.headers[.accessControlAllowOrigin]?.isEmpty == true {
            var bare = reply
            bare.headers[.accessControlAllowOrigin] = nil
            return bare
        }
        guard let origin = exchange.head.headerFields[.origin], exchange.head.method != .options,
            reply.status.code != 401 || choice == .open, reply.headers[.accessControlAllowOrigin] == nil
        else { return reply }
        var reply = reply
        reply.headers[.accessControlAllowOrigin] = origin
        reply.headers[.vary] = "Origin"
        return reply
    }
}
