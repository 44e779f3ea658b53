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
    /// Where clients reach us, if not by the `Host` that they send.
    let publicOrigin: Origin?
    /// The most bytes that a body may have.
    let bodyLimit: Int

    /// Answers any request but CONNECT. Throws only where the connection is gone.
    ///
    /// - Parameters:
    ///   - peer: who sent it; nil if the connection is gone already.
    ///   - client: tells when the client has hung up.
    func respond(
        to request: Request, from peer: SocketAddress?, client: ClientWatch? = nil
    ) async throws -> EdgeAnswer {
        let head = request.head
        let limit = limit(for: head, from: peer)
        let body = try await collect(request, upTo: limit)
        if Self.isControl(head) { return await respondAsControl(to: head, body, limit: limit, from: peer) }
        let began = ContinuousClock.now
        let arrival = arrive(head, body: body ?? ByteBuffer(), from: client)
        return finish(
            await reply(to: arrival, isBodyTaken: body != nil), of: arrival.exchange, in: arrival.world, since: began)
    }

    /// Answers a CONNECT; `dial` opens the way to where a good answer leads.
    func respond(
        toConnect head: HTTPRequest, dial: (NetworkAddress) async throws(TunnelFailure) -> Void
    ) async throws -> EdgeAnswer {
        let began = ContinuousClock.now
        let arrival = arrive(head, body: ByteBuffer())
        var reply = await reply(to: arrival, isBodyTaken: true)
        if let address = reply.tunnel {
            do throws(TunnelFailure) { try await dial(address) } catch { reply = .tunnelFailed(error, to: address) }
        }
        return finish(reply, of: arrival.exchange, in: arrival.world, since: began)
    }

    private func reply(to arrival: Arrival, isBodyTaken: Bool) async -> Reply {
        let exchange = arrival.exchange
        let destination = Destination(of: exchange, host: VirtualHost(exchange.calledHost), anchor: anchor, anon: anon)
        let reply = await reply(to: arrival, at: destination, isBodyTaken: isBodyTaken)
        return await commits?.settled(reply, in: arrival.world, of: destination.router.vendor) ?? reply
    }

    private func reply(to arrival: Arrival, at destination: Destination, isBodyTaken: Bool) async -> Reply {
        let exchange = arrival.exchange
        let vendor = destination.router.vendor
        if !isBodyTaken { return vendor.refusal(.bodyTooLarge(limit: bodyLimit)) }
        if let refusal = arrival.refusal { return vendor.refusal(.invalid(refusal.reason)) }
        if let page = LandingPage.reply(to: exchange, destination: destination) { return page }
        return await answer(exchange, in: arrival.world, by: destination.router, path: destination.path)
    }

    private func respondAsControl(
        to head: HTTPRequest, _ body: ByteBuffer?, limit: Int, from peer: SocketAddress?
    ) async -> EdgeAnswer {
        let world = worlds.world(.default)
        let exchange = Exchange(
            number: 0, receivedAt: world.clock.now, head: head, body: body ?? ByteBuffer(), origin: origin(of: head))
        let reply: Reply
        if let reason = controlGuard.refusal(of: head, from: peer) {
            reply = control.vendor.refusal(.forbidden(reason))
        } else if body == nil {
            reply = control.vendor.refusal(.bodyTooLarge(limit: limit))
        } else {
            reply = await answer(exchange, in: world, by: control, path: exchange.path)
        }
        let settled = await commits?.settled(reply, to: exchange, of: control.vendor) ?? reply
        return finish.unjournaled(settled, of: exchange, in: world)
    }

    private func answer(
        _ exchange: Exchange, in world: World, by router: VendorRouter, path: Substring
    ) async -> Reply {
        switch router.find(exchange.head.method, at: path) {
        case .found(let answer, let parameters): await answer(exchange, world, parameters)
        case .refused(let refusal): await router.refuse(exchange, in: world, refusal)
        }
    }

    private func arrive(_ head: HTTPRequest, body: ByteBuffer, from client: ClientWatch? = nil) -> Arrival {
        var refusal: WorldNameRefusal?
        let world: World
        do throws(WorldNameRefusal) {
            world = try WorldResolver(worlds).world(for: head, body: body)
        } catch {
            world = worlds.world(.default)
            refusal = error
        }
        let (number, now) = world.arrive()
        let exchange = Exchange(
            number: number, receivedAt: now, head: head, body: body, origin: origin(of: head), client: client)
        return Arrival(world: world, exchange: exchange, refusal: refusal)
    }

    private func origin(of head: HTTPRequest) -> Origin {
        publicOrigin ?? Origin(scheme: "http", authority: head.authority ?? "localhost")
    }

    /// How large a body may be. A snapshot is as large as its world; only those who may import one may send that much.
    private func limit(for head: HTTPRequest, from peer: SocketAddress?) -> Int {
        guard head.method == .put, Self.isControl(head), head.path?.hasPrefix("/_drydock/snapshots") == true,
            controlGuard.refusal(of: head, from: peer) == nil
        else { return bodyLimit }
        return max(bodyLimit, Self.snapshotLimit)
    }

    /// 256 MiB: some half a million objects.
    private static let snapshotLimit = 256 << 20

    /// The whole body, copied to its own size so that the journal's budget is exact; nil if it is too large.
    private func collect(_ request: Request, upTo limit: Int) async throws -> ByteBuffer? {
        // A body that announces itself as too large is not waited for.
        let length = request.head.headerFields[.contentLength].flatMap { Int($0) }
        if let length, length > limit { return nil }
        do {
            let collected = try await request.body.collect(upTo: limit)
            return collected.readableBytes == 0 ? ByteBuffer() : ByteBuffer(bytes: collected.readableBytesView)
        } catch is NIOTooManyBytesError {
            return nil
        }
    }

    private static func isControl(_ head: HTTPRequest) -> Bool {
        guard let path = head.path, path.hasPrefix("/_drydock") else { return false }
        let next = path.utf8.dropFirst("/_drydock".utf8.count).first
        return next == nil || next == UInt8(ascii: "/") || next == UInt8(ascii: "?")
    }
}

/// A request that has entered its world.
private struct Arrival: Sendable {
    let world: World
    let exchange: Exchange
    /// Why it is in the default world although it named another.
    let refusal: WorldNameRefusal?
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
