package import Kernel

/// What stands between the router and every handler of a vendor: rules, then admission, then the handler; and whatever was
/// thrown on that way becomes the vendor's own answer here and nowhere else.
package struct Gate<V: Vendor>: Sendable {
    private let vendor: V

    /// The gate of one vendor.
    package init(_ vendor: V) {
        self.vendor = vendor
    }

    /// Answers `call` on `route`, with the world's rules and on the world's clock.
    package func answer(
        _ call: Call<V.Store>, on route: Route<V.Store>, rules: RuleBook, clock: WorldClock
    ) async -> Reply {
        call.exchange.note(operation: route.endpoint.name)
        guard let use = rules.take(operation: route.endpoint.name, subject: call) else {
            return vendor.finished(await handled(call, on: route), of: call)
        }
        let intervention = Intervention(vendor: vendor, clock: clock)
        let reply = await intervention.answer(call.exchange, under: use) { await handled(call, on: route) }
        return vendor.finished(reply, of: call)
    }

    private func handled(_ call: Call<V.Store>, on route: Route<V.Store>) async -> Reply {
        guard let handle = route.handle else {
            return vendor.refusal(.notImplemented(operation: route.endpoint.name))
        }
        do {
            try route.admit(call)
            return try await handle(call)
        } catch {
            return vendor.reply(for: error, on: route.endpoint.name)
        }
    }
}
