import Anon
import Edge
import HTTPTypes
import HummingbirdCore
import Kernel
import KernelHTTP
import NIOCore

/// The way of a request, in order: body, world, exchange, then – by host and path – control plane, landing page or vendor.
///
/// What happens behind a route is in `Gate`; what happens to every answer on its way out is in `Finish`.
struct Dispatcher: Sendable {
    let worlds: Worlds
    let anchor: VendorRouter
    let anon: VendorRouter
    let control: VendorRouter
    let controlGuard: ControlGuard
    /// Holds answers until what they saw is on disk; nil if worlds are in memory only.
    let commits: CommitBarrier?
    let finish: Finish
    /// Where what takes long is done.
    let longWork: LongWork
    /// Where clients reach us, if not by the `Host` that they send.
    let publicOrigin: Origin?
    /// Takes in bodies.
    let bodies: BodyReception

    /// Answers any request but CONNECT. Throws only where the connection is gone.
    ///
    /// - Parameters:
    ///   - connection: between whom it came.
    ///   - client: tells when the client has hung up.
    ///   - charge: what is kept for the request: its body, then its answer.
    func respond(
        to request: Request, over connection: ConnectionEnds, client: ClientWatch? = nil,
        charging charge: inout ByteCharge
    ) async throws -> EdgeAnswer {
        let head = request.head
        if OwnRequest.isRefused(head) { return refuseOwn(head, over: connection) }
        let body = try await bodies.receive(
            request, takesSnapshot: takesSnapshot(head, over: connection), charging: &charge)
        guard body.bytes.readableBytes > LongWork.bodySize else {
            return await answer(head, body, over: connection, client, charging: &charge)
        }
        return await longWork.run { await answer(head, body, over: connection, client, charging: &charge) }
    }

    private func answer(
        _ head: HTTPRequest, _ body: ReceivedBody, over connection: ConnectionEnds, _ client: ClientWatch?,
        charging charge: inout ByteCharge
    ) async -> EdgeAnswer {
        if Self.isControl(head) { return await respondAsControl(to: head, body, over: connection, charging: &charge) }
        let began = ContinuousClock.now
        let arrival = arrive(head, body: body, from: client, ownAddress: connection.local)
        if body.bytes.readableBytes > LongWork.bodySize { arrival.world.noteLargeBody() }
        let reply = await reply(to: arrival)
        return finish(
            settled(reply, of: arrival, charging: &charge), of: arrival.exchange, in: arrival.world, since: began)
    }

    /// Answers a CONNECT; `dial` opens the way to where a good answer leads.
    func respond(
        toConnect head: HTTPRequest, dial: (NetworkAddress) async throws(TunnelFailure) -> Void
    ) async throws -> EdgeAnswer {
        let began = ContinuousClock.now
        let arrival = arrive(head, body: ReceivedBody(ByteBuffer()))
        var reply = await reply(to: arrival)
        if let address = reply.tunnel {
            // What the request does to the world is done; whoever is due meanwhile need not wait for the target.
            arrival.exchange.releasePermit()
            do throws(TunnelFailure) { try await dial(address) } catch { reply = .tunnelFailed(error, to: address) }
        }
        return finish(reply, of: arrival.exchange, in: arrival.world, since: began)
    }

    private func reply(to arrival: Arrival) async -> Reply {
        let exchange = arrival.exchange
        let destination = destination(of: exchange)
        let reply = await reply(to: arrival, at: destination)
        return await commits?.settled(reply, in: arrival.world, of: destination.router.vendor) ?? reply
    }

    private func reply(to arrival: Arrival, at destination: Destination) async -> Reply {
        let exchange = arrival.exchange
        let vendor = destination.router.vendor
        if let refusal = arrival.refusal ?? exchange.fieldRefusal { return vendor.refusal(refusal) }
        if let page = LandingPage.reply(to: exchange, destination: destination) { return page }
        return await answer(exchange, in: arrival.world, by: destination.router, path: destination.path)
    }

    private func respondAsControl(
        to head: HTTPRequest, _ body: ReceivedBody, over connection: ConnectionEnds,
        charging charge: inout ByteCharge
    ) async -> EdgeAnswer {
        let world = worlds.home
        let exchange = Exchange(
            number: 0, receivedAt: world.clock.now, head: head, body: body.bytes,
            origin: origin(of: head, ownAddress: connection.local))
        let reply: Reply
        if let reason = controlGuard.refusal(of: head, over: connection) {
            reply = control.vendor.refusal(.forbidden(reason))
        } else if let refusal = body.refusal ?? exchange.fieldRefusal {
            reply = control.vendor.refusal(refusal)
        } else {
            reply = await answer(exchange, in: world, by: control, path: exchange.path)
        }
        var settled = await commits?.settled(reply, to: exchange, of: control.vendor) ?? reply
        if let refusal = charge.settle(settled, of: head) { settled = control.vendor.refusal(refusal) }
        return finish.unjournaled(settled, of: exchange, in: world)
    }

    /// The answer, if there is room for it until the client has taken it; else a refusal.
    private func settled(_ reply: Reply, of arrival: Arrival, charging charge: inout ByteCharge) -> Reply {
        guard let refusal = charge.settle(reply, of: arrival.exchange.head) else { return reply }
        return destination(of: arrival.exchange).router.vendor.refusal(refusal)
    }

    private func destination(of exchange: Exchange) -> Destination {
        Destination(of: exchange, host: VirtualHost(exchange.calledHost), anchor: anchor, anon: anon)
    }

    /// Before anything of the request is looked at: it must not even begin a world.
    private func refuseOwn(_ head: HTTPRequest, over connection: ConnectionEnds) -> EdgeAnswer {
        let world = worlds.home
        let exchange = Exchange(
            number: 0, receivedAt: world.clock.now, head: head, body: ByteBuffer(),
            origin: origin(of: head, ownAddress: connection.local))
        return finish.unjournaled(OwnRequest.refusal(by: control.vendor), of: exchange, in: world)
    }

    private func answer(
        _ exchange: Exchange, in world: World, by router: VendorRouter, path: Substring
    ) async -> Reply {
        switch router.find(exchange.head.method, at: path) {
        case .found(let handler, let parameters) where handler.isLong(in: world):
            await longWork.run { await handler.answer(exchange, world, parameters) }
        case .found(let handler, let parameters): await handler.answer(exchange, world, parameters)
        case .refused(let refusal): await router.refuse(exchange, in: world, refusal)
        }
    }

    private func arrive(
        _ head: HTTPRequest, body: ReceivedBody, from client: ClientWatch? = nil, ownAddress: SocketAddress? = nil
    ) -> Arrival {
        var refusal = body.refusal
        let world: World
        do throws(WorldRefusal) {
            world = try WorldResolver(worlds).world(for: head, body: body.bytes)
        } catch {
            world = worlds.home
            if refusal == nil { refusal = error.routingRefusal }
        }
        let (number, now) = world.arrive(weight: RequestWeight.bytes(of: body.bytes))
        let exchange = Exchange(
            number: number, receivedAt: now, head: head, body: body.bytes,
            origin: origin(of: head, ownAddress: ownAddress), client: client)
        return Arrival(world: world, exchange: exchange, refusal: refusal)
    }

    /// Where the client reached us: by the name that it wrote, else at the address that its connection leads to.
    private func origin(of head: HTTPRequest, ownAddress: SocketAddress?) -> Origin {
        publicOrigin ?? Origin(scheme: "http", authority: head.authority ?? ownAddress?.authority ?? "localhost")
    }

    /// Whether the body is a snapshot, which is as large as its world; only those who may import one may send that much.
    private func takesSnapshot(_ head: HTTPRequest, over connection: ConnectionEnds) -> Bool {
        head.method == .put && Self.isControl(head) && head.path?.hasPrefix("/_drydock/snapshots") == true
            && controlGuard.refusal(of: head, over: connection) == nil
    }

    /// Whether a request is for the control plane.
    static func isControl(_ head: HTTPRequest) -> Bool {
        guard let path = head.path, path.hasPrefix("/_drydock") else { return false }
        let next = path.utf8.dropFirst("/_drydock".utf8.count).first
        return next == nil || next == UInt8(ascii: "/") || next == UInt8(ascii: "?")
    }
}

/// A request that has entered its world.
private struct Arrival: Sendable {
    let world: World
    let exchange: Exchange
    /// Why nothing is done: its body could not be taken, or it is in the default world although it belongs elsewhere.
    let refusal: RoutingRefusal?
}

extension SocketAddress {
    /// As URLs have it: `127.0.0.1:4010`, `[::1]:4010`; nil if it is no address of the internet.
    fileprivate var authority: String? {
        guard let ipAddress, let port else { return nil }
        return ipAddress.contains(":") ? "[\(ipAddress)]:\(port)" : "\(ipAddress):\(port)"
    }
}

// MARK: - Tunnels

/// The dispatcher as the edge's authority on tunnels.
struct TunnelDispatcher: TunnelAuthority {
    let dispatcher: Dispatcher

    func answer(
        _ head: HTTPRequest, dial: @Sendable (TunnelTarget) async throws(TunnelFailure) -> Void
    ) async throws -> EdgeAnswer {
        try await dispatcher.respond(toConnect: head) { (address) async throws(TunnelFailure) in
            try await dial(TunnelTarget(host: address.host, port: address.port))
        }
    }
}

extension Reply {
    /// The answer to a CONNECT that may pass but whose target cannot be reached.
    fileprivate static func tunnelFailed(_ failure: TunnelFailure, to address: NetworkAddress) -> Reply {
        let target = "\(address.host):\(address.port)"
        let detail =
            switch failure {
            case .unreachable(let problem):
                "\(target), which the scenario maps the name to, cannot be reached: \(problem)"
            case .timedOut: "\(target), which the scenario maps the name to, does not answer."
            case .tooManyTunnels: "There are too many tunnels already."
            case .connectionEnded: "The client hung up."
            }
        return .json(
            .badGateway, JSONValue.object(["error": "Bad Gateway"]),
            reason: Reason(AnonReason.tunnelTargetUnreachable, detail))
    }
}
