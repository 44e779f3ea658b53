import HTTPTypes
import Kernel
import KernelHTTP

/// One vendor, or the control plane: its operations by path, and its way of saying no.
struct VendorRouter: Sendable {
    /// How it says no.
    let vendor: any Vendor
    private let routes: Router<RoutedHandler>
    private let firstWords: Set<Substring>
    private let rules: @Sendable (World) -> RuleBook

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
        var routes = Router<RoutedHandler>()
        let gate = Gate(vendor)
        for route in vendor.routes {
            let handler = RoutedHandler(workload: route.workload, size: size) { exchange, world, parameters in
                await gate.answer(
                    Call(exchange: exchange, store: store(world), parameters: parameters), on: route,
                    rules: rules(world), clock: world.clock)
            }
            routes.add(route.endpoint, answer: handler)
        }
        self.routes = routes
        firstWords = Set(vendor.routes.compactMap { $0.endpoint.path.split(separator: "/").first })
    }

    /// What answers `method` at `path`.
    func find(_ method: HTTPRequest.Method, at path: Substring) -> Router<RoutedHandler>.Finding {
        routes.find(method, at: path)
    }

    /// Answers a request that reached no operation: as a rule for any request says, else with the vendor's refusal.
    func refuse(_ exchange: Exchange, in world: World, _ refusal: RoutingRefusal) async -> Reply {
        let finding = rules(world).find(operation: nil, subject: UnroutedRequest(exchange))
        guard let use = finding.use else { return vendor.refusal(refusal).noting(finding) }
        let intervention = Intervention(vendor: vendor, clock: world.clock)
        return await intervention.answer(exchange, under: use) { vendor.refusal(refusal) }.noting(finding)
    }

    /// Whether a path looks like one of the vendor's, by its first word.
    func knows(_ path: Substring) -> Bool {
        path.split(separator: "/", maxSplits: 1).first.map(firstWords.contains) ?? false
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
    let answer: @Sendable (Exchange, World, NamedValues) async -> Reply

    /// Whether it may take more than some milliseconds in this world.
    func isLong(in world: World) -> Bool {
        switch workload {
        case .long: true
        case .short: size != nil && world.mayHaveLargeObjects
        case .growing: world.mayHaveLargeObjects || size.map { $0(world) > Self.mostObjects } ?? false
        }
    }
}
