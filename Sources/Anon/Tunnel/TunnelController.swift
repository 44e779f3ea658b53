import HTTPTypes
import Kernel
import KernelHTTP

/// The proxy through which Anon's browsers reach a user's sites (anon.md 8 and 9.2; product.md 8).
///
/// | call | answer |
/// |---|---|
/// | `CONNECT name:443` | 200 and the tunnel; 407, 403 or 502 where there is none |
enum TunnelController {
    static let routes: [Route<AnonStore>] = [Route(.openTunnel, handle: open)]

    /// Only a refusal that is neither 2xx nor 407 makes a browser show `ERR_TUNNEL_CONNECTION_FAILED` (anon.md 9.2).
    @Sendable private static func open(_ call: AnonCall) throws -> Reply {
        guard let credentials = ProxyCredentials(call.exchange.head) else { throw AnonProblem.noProxyCredentials }
        let policies = call.store.policies
        try call.store.read { (state) throws(AnonProblem) in
            try state.checkTunnel(of: credentials, policies: policies, now: call.now)
        }
        let authority = call.exchange.head.authority ?? ""
        let name = Origin(scheme: "https", authority: authority).host
        guard let address = policies.tunnelHosts[name].flatMap(NetworkAddress.init) else {
            throw AnonProblem.tunnelLeadsNowhere(authority, known: policies.tunnelHosts.keys.sorted())
        }
        var reply = Reply(HTTPResponse.Status(code: 200, reasonPhrase: "Connection established"))
        reply.tunnel = address
        return reply
    }
}

extension Endpoint {
    static let openTunnel = Endpoint(
        "anon.openTunnel", .connect, "/", "Open a tunnel for a linked user's browser", provenance: .undocumented,
        choice: """
            Proxy user = app user id, proxy password = API key. Leads only to the names of policies.tunnel.hosts: never an \
            open proxy. No credentials: 407; a refused key or another name: 403; an unlinked user: 502.
            """)
}
