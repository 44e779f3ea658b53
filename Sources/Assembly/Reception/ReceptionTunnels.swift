import Edge
import HTTPTypes
import KernelHTTP

/// The reception as the edge's authority on tunnels.
struct ReceptionTunnels: TunnelAuthority {
    let reception: Reception

    func answer(
        _ head: HTTPRequest, dial: @Sendable (TunnelTarget) async throws(TunnelFailure) -> Void
    ) async throws -> EdgeAnswer {
        try await reception.respond(toConnect: head) { (address) async throws(TunnelFailure) in
            try await dial(TunnelTarget(host: address.host, port: address.port))
        }
    }
}
