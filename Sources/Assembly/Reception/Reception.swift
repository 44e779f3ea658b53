import HTTPTypes
import HummingbirdCore
import Kernel
import KernelHTTP
import NIOCore

/// The way of a request, in order: body, world, exchange, then – by host and path – control plane, root or route.
///
/// What happens behind a route is in `Gate`; what happens to every answer on its way out is in `Finish`.
struct Reception: Sendable {
    let worlds: Worlds
    let routes: RouteTable<RouteAnswer>
    let vendor: any Vendor
    let control: any Vendor
    let controlGuard: ControlGuard
    let finish: Finish
    /// Where clients reach us, if not by the `Host` that they send.
    let publicOrigin: Origin?
    /// The most bytes that a body may have.
    let bodyLimit: Int

    /// Answers any request. Throws only where the connection is gone.
    func respond(to request: Request) async throws -> Response {
        let head = request.head
        let origin = publicOrigin ?? Origin(scheme: "http", authority: head.authority ?? "localhost")
        let body = try await collect(request.body)
        if Self.isControl(head) { return await respondAsControl(to: head, body, origin: origin) }

        let choice = chooseWorld(for: head, body: body ?? ByteBuffer())
        let exchange = Exchange(
            number: choice.world.nextRequestNumber(), receivedAt: choice.world.clock.now, head: head,
            body: body ?? ByteBuffer(), origin: origin)
        let reply: Reply
        if body == nil {
            reply = vendor.refusal(.bodyTooLarge(limit: bodyLimit))
        } else if let refusal = choice.refusal {
            reply = vendor.refusal(.invalid(refusal.reason))
        } else if let root = RootPage.reply(to: exchange, host: HostName(origin.host), vendor: vendor) {
            reply = root
        } else {
            reply = await answer(exchange, in: choice.world, desk: vendor)
        }
        return finish(reply, of: exchange, in: choice.world)
    }

    private func respondAsControl(to head: HTTPRequest, _ body: ByteBuffer?, origin: Origin) async -> Response {
        let world = worlds.world(.default)
        let exchange = Exchange(
            number: 0, receivedAt: world.clock.now, head: head, body: body ?? ByteBuffer(), origin: origin)
        let reply: Reply
        if let reason = controlGuard.refusal(of: head) {
            reply = control.refusal(.forbidden(reason))
        } else if body == nil {
            reply = control.refusal(.bodyTooLarge(limit: bodyLimit))
        } else {
            reply = await answer(exchange, in: world, desk: control)
        }
        return finish.unjournaled(reply, of: exchange, in: world)
    }

    private func answer(_ exchange: Exchange, in world: World, desk: any Vendor) async -> Reply {
        switch routes.find(exchange.head.method, at: exchange.path) {
        case .found(let answer, let parameters): await answer(exchange, world, parameters)
        case .refused(let refusal): desk.refusal(refusal)
        }
    }

    private func chooseWorld(
        for head: HTTPRequest, body: ByteBuffer
    ) -> (world: World, refusal: WorldNameRefusal?) {
        do throws(WorldNameRefusal) {
            return (try WorldChoice(worlds).world(for: head, body: body), nil)
        } catch {
            return (worlds.world(.default), error)
        }
    }

    /// The whole body, copied to its own size so that the journal's budget is exact; nil where it is too large.
    private func collect(_ body: RequestBody) async throws -> ByteBuffer? {
        do {
            let collected = try await body.collect(upTo: bodyLimit)
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
