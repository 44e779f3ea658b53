import Kernel
import KernelHTTP

/// One vendor's operations, each behind the vendor's gate.
struct VendorRoutes<Desk: Vendor>: Sendable {
    let vendor: Desk
    /// The vendor's state in a world.
    let store: @Sendable (World) -> Desk.Store
    /// The rules that act on this vendor's operations in a world.
    let rules: @Sendable (World) -> RuleBook

    /// Puts every operation into `table`.
    func add(to table: inout RouteTable<RouteAnswer>) {
        let gate = Gate(vendor)
        for route in vendor.routes {
            table.add(route.endpoint) { exchange, world, parameters in
                await gate.answer(
                    Call(exchange: exchange, store: store(world), parameters: parameters), on: route,
                    rules: rules(world), clock: world.clock)
            }
        }
    }
}
