import Browsers
public import Edge
import HTTPTypes
import Kernel
public import KernelHTTP
import NIOCore

/// The way of a request, in order: body, world, exchange, then – by host and path – control plane, landing page or vendor.
///
/// All of it happens on the event loop of the request's connection, unless something has to be waited for or takes long. What
/// happens behind a route is in `Gate`; what happens to every answer on its way out is in `Finish`.
///
/// A class, because what waits for an answer holds it: one reference in place of some twenty.
final class Dispatcher: Sendable {
    /// The vendors' side of it.
    let vendors: VendorDispatch
    let control: VendorRouter
    let controlGuard: ControlGuard
    /// What runs behind sessions; nil if there are no browsers.
    let browsers: BrowserRegistry?
    /// Where what takes long is done.
    let longWork: LongWork
    /// Reads bodies.
    let bodies: BodyReception
    /// Answers clients that begin with TLS.
    let handshakes: Handshakes
    /// Whether a CONNECT for a host that is nobody's is passed on, for clients on this machine.
    let passesOtherHosts: Bool

    init(
        vendors: VendorDispatch, control: VendorRouter, controlGuard: ControlGuard, browsers: BrowserRegistry?,
        longWork: LongWork, bodies: BodyReception, handshakes: Handshakes, passesOtherHosts: Bool
    ) {
        self.vendors = vendors
        self.control = control
        self.controlGuard = controlGuard
        self.browsers = browsers
        self.longWork = longWork
        self.bodies = bodies
        self.handshakes = handshakes
        self.passesOtherHosts = passesOtherHosts
    }

    var worlds: Worlds { vendors.worlds }
    var commits: CommitBarrier? { vendors.commits }
    var finish: Finish { vendors.finish }
    private var anchor: VendorRouter { vendors.anchor }

    // MARK: From the connection to the world

    private func dispatch(_ request: EdgeRequest, _ signposts: Signposts) -> Dispatched {
        var charge = request.charge
        let body = bodies.read(
            request.body, codedAs: signposts.contentEncoding,
            limit: bodyLimit(for: request.head, from: request.client),
            isFile: anchor.bodyLimit(request.head.method, at: request.head.pathOnly) != nil
        ) {
            let made = charge ?? ByteCharge(bodies.budget)
            charge = made
            return made
        }
        if Self.isControl(request.head) { return dispatchToControl(request, body, charge) }
        let arrival = arrive(request.head, signposts, body, from: request.client, charge)
        if body.bytes.readableBytes > LongWork.bodySize { arrival.world.noteLargeBody() }
        return switch handling(of: arrival) {
        case .now(let reply): .replied(reply, arrival)
        case .later(let isLong, let work):
            .later(isLong: isLong) { await self.completed(await work(), of: arrival, for: request.client) }
        }
    }

    /// The end of what was waited for: an answer, or the way to a browser.
    private func completed(_ reply: Reply, of arrival: Arrival, for client: EdgeClient) async -> EdgeAnswer {
        let reply = await settled(reply, of: arrival)
        if let attachment = reply.attachment, reply.connection == nil {
            return await attach(client, by: reply, to: attachment, of: arrival)
        }
        if let viewing = reply.viewing, let refusal = watch(viewing, of: arrival) { return refusal }
        return finished(reply, of: arrival)
    }

    func arrive(
        _ head: HTTPRequest, _ signposts: Signposts, _ body: ReceivedBody, from client: EdgeClient?,
        _ charge: ByteCharge? = nil
    ) -> Arrival {
        vendors.arrive(head, signposts, body, from: client, charge)
    }

    // MARK: From the world to the answer

    func handling(of arrival: Arrival) -> Handling { vendors.handling(of: arrival) }

    func settled(_ reply: Reply, of arrival: Arrival) async -> Reply { await vendors.settled(reply, of: arrival) }

    /// The answer as it goes out, if there is room for it until the client has taken it; else a refusal.
    private func finished(_ reply: Reply, of arrival: Arrival) -> EdgeAnswer {
        let exchange = arrival.exchange
        let (charge, refusal) = bodies.settle(reply, of: exchange.head, after: arrival.charge)
        guard let refusal else {
            return finish(reply, of: exchange, in: arrival.world, since: arrival.began, keeping: charge)
        }
        return finish(
            arrival.destination.router.vendor.refusal(refusal), of: exchange, in: arrival.world, since: arrival.began,
            keeping: charge)
    }

    // MARK: The control plane

    private func dispatchToControl(_ request: EdgeRequest, _ body: ReceivedBody, _ charge: ByteCharge?) -> Dispatched {
        let world = worlds.home
        let exchange = Exchange(
            number: 0, receivedAt: world.clock.now, head: request.head, body: body.bytes,
            origin: vendors.origin(of: request.head, request.client), client: request.client)
        let handling: Handling =
            if let reason = controlGuard.refusal(of: request.head, from: request.client) {
                .now(
                    controlGuard.detour(of: request.head, from: request.client)
                        ?? control.vendor.refusal(.forbidden(reason)))
            } else if let refusal = body.refusal ?? exchange.fieldRefusal {
                .now(control.vendor.refusal(refusal))
            } else {
                browsers.settling(control.answer(exchange, in: world, at: exchange.path), of: request.head)
            }
        switch handling {
        case .now(let reply) where commits == nil: return .finished(finished(reply, of: exchange, in: world, charge))
        case .now(let reply):
            return .later(isLong: false) { await self.settled(reply, of: exchange, in: world, charge) }
        case .later(let isLong, let work):
            return .later(isLong: isLong) { await self.settled(await work(), of: exchange, in: world, charge) }
        }
    }

    private func settled(
        _ reply: Reply, of exchange: Exchange, in world: World, _ charge: ByteCharge?
    ) async -> EdgeAnswer {
        let settled = await commits?.settled(reply, to: exchange, of: control.vendor) ?? reply
        return finished(settled, of: exchange, in: world, charge)
    }

    private func finished(_ reply: Reply, of exchange: Exchange, in world: World, _ charge: ByteCharge?) -> EdgeAnswer {
        let (charge, refusal) = bodies.settle(reply, of: exchange.head, after: charge)
        return finish.unjournaled(
            refusal.map(control.vendor.refusal) ?? reply, of: exchange, in: world, keeping: charge)
    }

    /// Before anything of the request is looked at: it must not even begin a world.
    private func refuseOwn(_ request: EdgeRequest) -> EdgeAnswer {
        let world = worlds.home
        let exchange = Exchange(
            number: 0, receivedAt: world.clock.now, head: request.head, body: ByteBuffer(),
            origin: vendors.origin(of: request.head, request.client))
        return finish.unjournaled(OwnRequest.refusal(by: control.vendor), of: exchange, in: world)
    }

    /// Whether the body is a snapshot, which is as large as its world; only those who may import one may send that much.
    private func takesSnapshot(_ head: HTTPRequest, from client: EdgeClient) -> Bool {
        head.method == .put && Self.isControl(head) && head.path?.hasPrefix("/_drydock/snapshots") == true
            && controlGuard.refusal(of: head, from: client) == nil
    }

    /// Whether a request is for the control plane.
    private static func isControl(_ head: HTTPRequest) -> Bool {
        guard let path = head.path, path.utf8.starts(with: "/_drydock") else { return false }
        let next = path.utf8.dropFirst("/_drydock".utf8.count).first
        return next == nil || next == UInt8(ascii: "/") || next == UInt8(ascii: "?")
    }
}

/// How far a request has come on the event loop.
private enum Dispatched {
    /// A vendor has answered; what it saw may have to be on disk before the answer goes out.
    case replied(Reply, Arrival)
    /// There is more to do, or to wait for.
    case later(isLong: Bool, @Sendable () async -> EdgeAnswer)
    case finished(EdgeAnswer)
}

/// A reply that waits for a commit. A class, as whoever waits holds it from several places, and it is much to copy.
private final class WaitingReply: Sendable {
    let reply: Reply
    let arrival: Arrival

    init(reply: consuming Reply, arrival: consuming Arrival) {
        self.reply = reply
        self.arrival = arrival
    }
}

extension HTTPRequest {
    /// The target without its query.
    fileprivate var pathOnly: Substring {
        guard let path else { return "" }
        return path.utf8.firstIndex(ofByte: UInt8(ascii: "?")).map { path[..<$0] } ?? path[...]
    }
}

// MARK: - Answers for connections

extension Dispatcher: EdgeResponder {
    var usualBodyLimit: Int { bodies.limit(takesSnapshot: false) }

    func bodyLimit(for head: HTTPRequest, from client: EdgeClient) -> Int {
        bodies.limit(
            takesSnapshot: takesSnapshot(head, from: client), larger: anchor.bodyLimit(head.method, at: head.pathOnly))
    }

    /// Answers any request but CONNECT.
    func respond(to request: EdgeRequest) -> Answering {
        let signposts = Signposts(request.head)
        if OwnRequest.isRefused(request.head, saying: signposts.outgoing) { return .now(refuseOwn(request)) }
        guard !isLong(request, signposts) else {
            return .later(
                PendingAnswer { [self] in await longWork.run { await answer(to: dispatch(request, signposts)) } })
        }
        switch dispatch(request, signposts) {
        case .finished(let answer): return .now(answer)
        case .replied(let reply, let arrival): return answering(reply, of: arrival)
        case .later(isLong: true, let work): return .later(PendingAnswer { [longWork] in await longWork.run(work) })
        case .later(isLong: false, let work): return .later(PendingAnswer(of: work))
        }
    }

    /// Whether there is more to do before the request is answered than others should wait for.
    private func isLong(_ request: EdgeRequest, _ signposts: Signposts) -> Bool {
        if bodies.isLong(request.body, signposts) { return true }
        return worlds.hasSleepers && Self.isControl(request.head)
            || WorldResolver(worlds).mayHaveToRead(for: request.head, signposts, body: request.body)
    }

    /// An answer that goes out when what it saw is on disk: nobody waits for that in a task.
    private func answering(_ reply: consuming Reply, of arrival: consuming Arrival) -> Answering {
        guard let commits, !arrival.world.isSaved else { return .now(finished(reply, of: arrival)) }
        let waiting = WaitingReply(reply: reply, arrival: arrival)
        return .later(
            PendingAnswer { deliver in
                commits.settle(waiting.arrival.world, on: deliver.eventLoop) { refusal in
                    deliver(makingNow: { self.finished(waiting, refusedBy: refusal) })
                }
                return {}
            })
    }

    private func finished(_ waiting: WaitingReply, refusedBy refusal: RoutingRefusal?) -> EdgeAnswer {
        guard let refusal else { return finished(waiting.reply, of: waiting.arrival) }
        return finished(waiting.arrival.destination.router.vendor.refusal(refusal), of: waiting.arrival)
    }

    private func answer(to dispatched: Dispatched) async -> EdgeAnswer {
        switch dispatched {
        case .finished(let answer): answer
        case .replied(let reply, let arrival): finished(await settled(reply, of: arrival), of: arrival)
        case .later(_, let work): await work()
        }
    }
}

extension EdgeClient: ClientWatch {}
