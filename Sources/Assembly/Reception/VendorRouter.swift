import Hummingbird
import Kernel
import KernelHTTP

/// One vendor's operations on Hummingbird's router, each behind the vendor's gate.
struct VendorRouter<Desk: Vendor>: Sendable {
    let vendor: Desk
    /// The vendor's state in a world.
    let store: @Sendable (World) -> Desk.Store
    /// The rules that act on this vendor's operations in a world.
    let rules: @Sendable (World) -> RuleBook
    /// Gives an answer the headers that all have, and writes it into the journal.
    let finish: @Sendable (Reply, DrydockContext) -> Response

    /// Puts every operation on `router`.
    func add(to router: Router<DrydockContext>) {
        let gate = Gate(vendor)
        for route in vendor.routes {
            let (path, names) = Self.positional(route.endpoint.path)
            router.on(RouterPath(path), method: route.endpoint.method) { _, context in
                let call = Call(
                    exchange: context.exchange, store: store(context.world), parameters: context.parameters(of: names))
                let reply = await gate.answer(
                    call, on: route, rules: rules(context.world), clock: context.world.clock)
                return finish(reply, context)
            }
        }
    }

    /// `/v1/sessions/{session_id}/tags` as `/v1/sessions/{0}/tags` and the names by position.
    private static func positional(_ template: String) -> (path: String, names: [String]) {
        var names: [String] = []
        let segments = template.split(separator: "/").map { segment -> String in
            guard segment.hasPrefix("{"), segment.hasSuffix("}") else { return String(segment) }
            names.append(String(segment.dropFirst().dropLast()))
            return "{\(names.count - 1)}"
        }
        return ("/" + segments.joined(separator: "/"), names)
    }
}
