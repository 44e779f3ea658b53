import HTTPTypes
import Kernel
import KernelHTTP

/// One vendor, or the control plane: its operations by path, and its way of saying no.
struct VendorRouter: Sendable {
    /// How it says no.
    let vendor: any Vendor
    private let routes: Router<RouteHandler>
    private let firstWords: Set<Substring>
    private let rules: @Sendable (World) -> RuleBook

    /// - Parameters:
    ///   - store: the vendor's state in a world.
    ///   - rules: the rules that act on its operations in a world.
    init<V: Vendor>(
        _ vendor: V, store: @escaping @Sendable (World) -> V.Store,
        rules: @escaping @Sendable (World) -> RuleBook
    ) {
        self.vendor = vendor
        self.rules = rules
        var routes = Router<RouteHandler>()
        let gate = Gate(vendor)
        for route in vendor.routes {
            routes.add(route.endpoint) { exchange, world, parameters in
                await gate.answer(
                    Call(exchange: exchange, store: store(world), parameters: parameters), on: route,
                    rules: rules(world), clock: world.clock)
            }
        }
        self.routes = routes
        firstWords = Set(vendor.routes.compactMap { $0.endpoint.path.split(separator: "/").first })
    }

    /// What answers `method` at `path`.
    func find(_ method: HTTPRequest.Method, at path: Substring) -> Router<RouteHandler>.Finding {
        routes.find(method, at: path)
    }

    /// Answers a request that reached no operation: as a rule for any request says, else with the vendor's refusal.
    func refuse(_ exchange: Exchange, in world: World, _ refusal: RoutingRefusal) async -> Reply {
        guard let use = rules(world).take(operation: nil, subject: UnroutedRequest(exchange)) else {
            return vendor.refusal(refusal)
        }
        let intervention = Intervention(vendor: vendor, clock: world.clock)
        return await intervention.answer(exchange, under: use) { vendor.refusal(refusal) }
    }

    /// Whether a path looks like one of the vendor's, by its first word.
    func knows(_ path: Substring) -> Bool {
        path.split(separator: "/", maxSplits: 1).first.map(firstWords.contains) ?? false
    }
}

/// What answers a request in its world, with the path's parameters.
typealias RouteHandler = @Sendable (Exchange, World, NamedValues) async -> Reply
