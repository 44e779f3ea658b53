import Admin
import Edge
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// The vendors' side of a request's way: into its world, to its operation, back with an answer. For whatever asks: a client's
/// connection, or Drydock itself.
struct VendorDispatch: Sendable {
    let worlds: Worlds
    let anchor: VendorRouter
    let anon: VendorRouter
    /// Holds answers until what they saw is on disk; nil if worlds are in memory only.
    let commits: CommitBarrier?
    let finish: Finish
    /// Where clients reach us, if not by the `Host` that they send.
    let publicOrigin: Origin?

    /// Has a request enter its world.
    func arrive(
        _ head: HTTPRequest, _ signposts: Signposts, _ body: ReceivedBody, from client: EdgeClient?,
        _ charge: ByteCharge? = nil
    ) -> Arrival {
        let began = ContinuousClock.now
        var refusal = body.refusal
        let world: World
        do throws(WorldRefusal) {
            world = try WorldResolver(worlds).world(for: head, signposts, body: body.bytes)
        } catch {
            world = worlds.home
            if refusal == nil { refusal = error.routingRefusal }
        }
        let (number, now) = world.arrive(weight: RequestWeight.bytes(of: body.bytes))
        let exchange = Exchange(
            number: number, receivedAt: now, head: head, body: body.bytes, origin: origin(of: head, client),
            client: client)
        let host = VirtualHost(authority: head.authority ?? "")
        return Arrival(
            world: world, exchange: exchange, refusal: refusal ?? exchange.fieldRefusal, signposts: signposts,
            destination: Destination(of: exchange, signposts, host: host, anchor: anchor, anon: anon),
            charge: charge, began: began)
    }

    /// Where the client reached us: by the name that it wrote, else at the address that its connection leads to.
    func origin(of head: HTTPRequest, _ client: EdgeClient?) -> Origin {
        publicOrigin
            ?? Origin(
                scheme: client?.isSecure == true ? "https" : "http",
                authority: head.authority ?? client?.local?.authority ?? "localhost")
    }

    func handling(of arrival: Arrival) -> Handling {
        let destination = arrival.destination
        if let refusal = arrival.refusal { return .now(destination.router.vendor.refusal(refusal)) }
        if let page = LandingPage.reply(to: arrival.exchange, arrival.signposts, destination: destination) {
            return .now(page)
        }
        return destination.router.answer(
            arrival.exchange, in: arrival.world, at: destination.path,
            offeringWebSocket: arrival.signposts.wantsWebSocket)
    }

    func settled(_ reply: Reply, of arrival: Arrival) async -> Reply {
        await commits?.settled(reply, in: arrival.world, of: arrival.destination.router.vendor) ?? reply
    }
}

// MARK: - Requests of Drydock's own

extension VendorDispatch: ControlledExchanges {
    func answer(_ head: HTTPRequest, body: ByteBuffer) async -> MadeExchange {
        let arrival = arrive(head, Signposts(head), ReceivedBody(body), from: nil)
        let reply = await settled(await handling(of: arrival).reply, of: arrival)
        let answer = finish(reply, of: arrival.exchange, in: arrival.world, since: arrival.began)
        return MadeExchange(
            request: head, requestBody: body, response: answer.head, responseBody: reply.body, reason: reply.reason,
            number: arrival.exchange.number)
    }

    func ownOrigin(asSeenBy exchange: Exchange) -> Origin {
        guard let authority = (exchange.client as? EdgeClient)?.local?.authority else { return exchange.origin }
        // The same port speaks both, and nobody has to trust a certificate here.
        return Origin(scheme: "http", authority: authority)
    }
}

extension SocketAddress {
    /// As URLs have it: `127.0.0.1:4010`, `[::1]:4010`; nil if it is no address of the internet.
    var authority: String? {
        guard let ipAddress, let port else { return nil }
        return ipAddress.contains(":") ? "[\(ipAddress)]:\(port)" : "\(ipAddress):\(port)"
    }
}
