import Anon
import Certificates
import Edge
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

// MARK: - Tunnels

extension Dispatcher: TunnelAuthority {
    /// Answers a CONNECT: one for the vendors' own hosts leads to ourselves, any other where Anon's proxy would lead; `dial`
    /// opens the way there.
    func answer(
        _ head: HTTPRequest, from client: EdgeClient,
        dial: @Sendable (TunnelTarget) async throws(TunnelFailure) -> Void
    ) async throws -> EdgeAnswer {
        let signposts = Signposts(head)
        if let passage = passage(for: head, signposts) {
            return EdgeAnswer(HTTPResponse(status: .ok), .passage(passage))
        }
        let arrival = arrive(head, signposts, ReceivedBody(ByteBuffer()), from: nil)
        let other = otherTarget(of: head, from: client, in: arrival.world)
        var reply =
            if other == nil {
                await settled(await handling(of: arrival).reply, of: arrival)
            } else { Reply(HTTPResponse.Status(code: 200, reasonPhrase: "Connection established")) }
        if let target = other ?? reply.tunnel.map({ TunnelTarget(host: $0.host, port: $0.port) }) {
            // What the request does to the world is done; whoever is due meanwhile need not wait for the target.
            arrival.exchange.releasePermit()
            do throws(TunnelFailure) {
                try await dial(target)
            } catch {
                reply = .tunnelFailed(error, to: target, isMapped: other == nil)
            }
        }
        return finish(reply, of: arrival.exchange, in: arrival.world, since: arrival.began)
    }

    /// The way to ourselves, for a client that wants to reach one of the vendors' hosts.
    private func passage(for head: HTTPRequest, _ signposts: Signposts) -> Passage? {
        guard let host = TunnelTarget(authority: head.authority ?? "")?.host.lowercased(),
            LocalAuthority.vendorNames.contains(host)
        else { return nil }
        // The world of the proxy's credentials is that of rules for its handshakes; requests enter their own.
        let world =
            signposts.hasProxyAuthorization
            ? try? WorldResolver(worlds).world(for: head, signposts, body: ByteBuffer()) : nil
        return Passage(host: host, owner: world.map { "\($0.name)" })
    }

    /// Where a client of this machine goes that wants to reach a host that is nobody's, if those are passed on.
    private func otherTarget(of head: HTTPRequest, from client: EdgeClient, in world: World) -> TunnelTarget? {
        guard passesOtherHosts, controlGuard.mayUseProxy(client),
            let target = TunnelTarget(authority: head.authority ?? ""),
            !world.anon.policies.tunnelLeads(to: target.host.lowercased())
        else { return nil }
        return target
    }
}

extension Reply {
    /// The answer to a CONNECT that may pass but whose target cannot be reached.
    fileprivate static func tunnelFailed(_ failure: TunnelFailure, to target: TunnelTarget, isMapped: Bool) -> Reply {
        let target = "\(target.host):\(target.port)" + (isMapped ? ", which the scenario maps the name to," : "")
        let detail =
            switch failure {
            case .unreachable(let problem): "\(target) cannot be reached: \(problem)"
            case .timedOut: "\(target) does not answer."
            case .tooManyTunnels: "There are too many tunnels already."
            case .connectionEnded: "The client hung up."
            }
        return .json(
            .badGateway, JSONValue.object(["error": "Bad Gateway"]),
            reason: Reason(AnonReason.tunnelTargetUnreachable, detail))
    }
}

// MARK: - TLS

extension Dispatcher: TLSAuthority {
    /// Greets a client that begins with TLS: in the world of the proxy's credentials that it came with, else the default one,
    /// as nothing else is known of it yet.
    func greet(_ hello: TLSHello) async -> TLSGreeting {
        let world = hello.passage?.owner.flatMap { WorldName($0[...]) }.flatMap { try? worlds.world($0) }
        return await handshakes.greet(hello, in: world ?? worlds.home)
    }
}
