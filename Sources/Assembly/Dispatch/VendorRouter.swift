import HTTPTypes
import Kernel
import KernelHTTP

/// One vendor, or the control plane: its operations by path, and its way of saying no. An object, because every request takes
/// hold of it.
final class VendorRouter: Sendable {
    /// How it says no.
    let vendor: any Vendor
    private let router: Router
    private let handlers: [RoutedHandler]
    /// What is reached by offering a WebSocket, by path.
    private let webSockets: Router
    private let webSocketHandlers: [RoutedHandler]
    /// The few operations that take larger bodies than others, by path, and what each takes.
    private let largeBodies: Router
    private let largeBodyLimits: [Int]
    private let rules: @Sendable (World) -> RuleBook
    /// Has the vendor take a client in. Throws its refusal if there is no place left.
    let attach: @Sendable (Attachment, World) throws -> Void
    /// Lets the vendor know that a client has left.
    let detach: @Sendable (Attachment, World) -> Void

    /// What answers a request, or why nothing does.
    enum Finding {
        case found(RoutedHandler, NamedValues)
        case refused(RoutingRefusal)
    }

    /// - Parameters:
    ///   - store: the vendor's state in a world.
    ///   - rules: the rules that act on its operations in a world.
    ///   - size: how many objects the vendor has in a world, which the work of its operations grows with; nil where no
    ///     operation is about the world that it is called in.
    init<V: Vendor>(
        _ vendor: V, store: @escaping @Sendable (World) -> V.Store,
        rules: @escaping @Sendable (World) -> RuleBook, size: (@Sendable (World) -> Int)? = nil
    ) {
        self.vendor = vendor
        self.rules = rules
        let gate = Gate(vendor)
        func handler(of route: Route<V.Store>) -> RoutedHandler {
            RoutedHandler(workload: route.workload, size: size) { exchange, world, parameters in
                gate.answer(
                    Call(exchange: exchange, store: store(world), parameters: parameters, clock: world.clock),
                    on: route, rules: rules(world), clock: world.clock)
            }
        }
        let routes = vendor.routes.filter { !$0.endpoint.isWebSocket }
        router = Router(routes.map(\.endpoint))
        handlers = routes.map(handler)
        let webSocketRoutes = vendor.routes.filter(\.endpoint.isWebSocket)
        webSockets = Router(webSocketRoutes.map(\.endpoint))
        webSocketHandlers = webSocketRoutes.map(handler)
        let largeBodyEndpoints = routes.map(\.endpoint).filter { $0.bodyLimit != nil }
        largeBodies = Router(largeBodyEndpoints)
        largeBodyLimits = largeBodyEndpoints.compactMap(\.bodyLimit)
        attach = { try vendor.attach($0, in: store($1), at: $1.clock.now) }
        detach = { vendor.detach($0, from: store($1), at: $1.clock.now) }
    }

    /// What answers `method` at `path`.
    func find(_ method: HTTPRequest.Method, at path: Substring) -> Finding {
        switch router.find(method, at: path) {
        case .found(let number, let parameters): .found(handlers[number], parameters)
        case .refused(let refusal): .refused(refusal)
        }
    }

    /// The most bytes of a body for `method` at `path`; nil where they are no more than anywhere. Asked before a body is read,
    /// for each that is: hence on a router of those operations alone.
    func bodyLimit(_ method: HTTPRequest.Method, at path: Substring) -> Int? {
        guard case .found(let number, _) = largeBodies.find(method, at: path) else { return nil }
        return largeBodyLimits[number]
    }

    /// What answers the offer of a WebSocket at `path`; where none is taken, what answers without (RFC 9110, 7.8).
    private func findWebSocket(at path: Substring) -> Finding {
        guard case .found(let number, let parameters) = webSockets.find(.get, at: path) else {
            return find(.get, at: path)
        }
        return .found(webSocketHandlers[number], parameters)
    }

    /// Answers a request in a world.
    func answer(
        _ exchange: Exchange, in world: World, at path: Substring, offeringWebSocket: Bool = false
    ) -> Handling {
        switch offeringWebSocket ? findWebSocket(at: path) : find(exchange.head.method, at: path) {
        case .found(let handler, let parameters) where handler.isLong(in: world):
            .later(isLong: true) { await handler.answer(exchange, world, parameters).reply }
        case .found(let handler, let parameters): handler.answer(exchange, world, parameters)
        case .refused(let refusal): refuse(exchange, in: world, refusal)
        }
    }

    /// Answers a request that reached no operation: as a rule for any request says, else with the vendor's refusal.
    private func refuse(_ exchange: Exchange, in world: World, _ refusal: RoutingRefusal) -> Handling {
        let rules = rules(world)
        guard let finding = rules.findAtOnce(operation: nil, subject: UnroutedRequest(exchange)) else {
            return .later(isLong: true) {
                let finding = rules.find(operation: nil, subject: UnroutedRequest(exchange))
                return await self.refuse(exchange, in: world, refusal, as: finding).reply
            }
        }
        return refuse(exchange, in: world, refusal, as: finding)
    }

    private func refuse(
        _ exchange: Exchange, in world: World, _ refusal: RoutingRefusal, as finding: RuleFinding
    ) -> Handling {
        guard let use = finding.use else { return .now(vendor.refusal(refusal).noting(finding)) }
        return Intervention(vendor: vendor, clock: world.clock)
            .answer(exchange, under: use, operation: .immediate { self.vendor.refusal(refusal) })
            .changed { $0.noting(finding) }
    }

    /// Whether a path looks like one of the vendor's, by its first word.
    func knows(_ path: Substring) -> Bool {
        router.knowsFirstWord(of: path) || webSockets.knowsFirstWord(of: path)
    }
}

/// What answers a request in its world, and whether that may take long.
struct RoutedHandler: Sendable {
    /// How many objects, none of them large, may be shown where other requests wait for it: a few milliseconds' work.
    private static let mostObjects = 100

    let workload: Workload
    /// How many objects there are in a world; nil where that is no matter.
    let size: (@Sendable (World) -> Int)?
    /// Answers, with the path's parameters.
    let answer: @Sendable (Exchange, World, NamedValues) -> Handling

    /// Whether it may take more than a millisecond or two in this world.
    func isLong(in world: World) -> Bool {
        switch workload {
        case .long: true
        case .short: size != nil && world.mayHaveLargeObjects
        case .growing: world.mayHaveLargeObjects || size.map { $0(world) > Self.mostObjects } ?? false
        }
    }
}
