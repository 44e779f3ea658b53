import HTTPTypes
import Hummingbird
import HummingbirdCore
import Kernel
import KernelHTTP
import Logging
import NIOCore

/// The way of a request, in order: body, world, exchange, then – by host and path – control plane, root or router.
///
/// What happens behind the router is in `Gate`; what happens to every answer on its way out is in `Finish`.
struct Reception: Sendable {
    private let worlds: Worlds
    private let router: RouterResponder<DrydockContext>
    private let vendor: any Vendor
    private let control: any Vendor
    private let catalogue: Catalogue
    private let controlGuard: ControlGuard
    private let finish: Finish
    private let publicOrigin: Origin?
    private let bodyLimit: Int
    private let logger: Logger

    init(
        worlds: Worlds, router: RouterResponder<DrydockContext>, vendor: any Vendor, control: any Vendor,
        catalogue: Catalogue, controlGuard: ControlGuard, finish: Finish, publicOrigin: Origin?, bodyLimit: Int,
        logger: Logger
    ) {
        self.worlds = worlds
        self.router = router
        self.vendor = vendor
        self.control = control
        self.catalogue = catalogue
        self.controlGuard = controlGuard
        self.finish = finish
        self.publicOrigin = publicOrigin
        self.bodyLimit = bodyLimit
        self.logger = logger
    }

    /// Answers any request.
    func respond(to request: Request) async throws -> Response {
        let origin = publicOrigin ?? Origin(scheme: "http", authority: request.head.authority ?? "localhost")
        guard let body = try await collect(request.body) else {
            return refuse(.bodyTooLarge(limit: bodyLimit), request.head, origin: origin)
        }
        if Self.isControl(request.head) { return try await respondAsControl(to: request.head, body, origin: origin) }
        let world: World
        do throws(WorldNameRefusal) {
            world = try WorldChoice(worlds).world(for: request.head, body: body)
        } catch {
            let exchange = exchange(request.head, body: body, origin: origin, in: worlds.world(.default))
            return finish(
                vendor.refusal(.invalid(error.reason)), of: exchange, in: worlds.world(.default))
        }
        let exchange = exchange(request.head, body: body, origin: origin, in: world)
        if let reply = RootPage.reply(to: exchange, host: HostName(origin.host), vendor: vendor) {
            return finish(reply, of: exchange, in: world)
        }
        return try await route(exchange, in: world) { finish($0, of: exchange, in: world) }
    }

    private func respondAsControl(to head: HTTPRequest, _ body: ByteBuffer, origin: Origin) async throws -> Response {
        let world = worlds.world(.default)
        let exchange = Exchange(number: 0, receivedAt: world.clock.now, head: head, body: body, origin: origin)
        let asked = Origin(scheme: "http", authority: head.authority ?? "")
        if let reason = controlGuard.refusal(of: head, origin: asked) {
            return finish.unjournaled(control.refusal(.forbidden(reason)), of: exchange, in: world)
        }
        return try await route(exchange, in: world) { finish.unjournaled($0, of: exchange, in: world) }
    }

    private func route(_ exchange: Exchange, in world: World, refuse: (Reply) -> Response) async throws -> Response {
        var head = exchange.head
        // A HEAD is answered as the GET that it asks about; the connection leaves the body out.
        if head.method == .head { head.method = .get }
        let response = try await router.respond(
            to: Request(head: head, body: RequestBody(buffer: exchange.body)),
            context: DrydockContext(source: Arrival(logger: logger, exchange: exchange, world: world)))
        // Every operation leaves its name. Without one the router found none: its own empty 404 is not the vendor's answer.
        guard exchange.notes.operation == nil else { return response }
        let desk = Self.isControl(exchange.head) ? control : vendor
        return refuse(desk.refusal(catalogue.refusal(path: exchange.path)))
    }

    private func exchange(_ head: HTTPRequest, body: ByteBuffer, origin: Origin, in world: World) -> Exchange {
        Exchange(
            number: world.nextRequestNumber(), receivedAt: world.clock.now, head: head, body: body, origin: origin)
    }

    private func refuse(_ refusal: RoutingRefusal, _ head: HTTPRequest, origin: Origin) -> Response {
        let desk = Self.isControl(head) ? control : vendor
        let world = (try? WorldChoice(worlds).world(for: head, body: ByteBuffer())) ?? worlds.world(.default)
        let exchange = exchange(head, body: ByteBuffer(), origin: origin, in: world)
        return finish(desk.refusal(refusal), of: exchange, in: world)
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
