import HTTPTypes
package import Kernel

/// What stands between the router and every handler of a vendor: rules, then admission, then the handler; and whatever was
/// thrown on that way becomes the vendor's own answer here and nowhere else.
package struct Gate<Desk: Vendor>: Sendable {
    private let vendor: Desk

    /// The gate of one vendor.
    package init(_ vendor: Desk) {
        self.vendor = vendor
    }

    /// Answers `call` on `route`, with the world's rules and on the world's clock.
    package func answer(
        _ call: Call<Desk.Store>, on route: Route<Desk.Store>, rules: RuleBook, clock: WorldClock
    )
        async -> Reply
    {
        call.exchange.note(operation: route.endpoint.name)
        return vendor.finished(await handled(call, on: route, rules: rules, clock: clock), of: call)
    }

    private func handled(
        _ call: Call<Desk.Store>, on route: Route<Desk.Store>, rules: RuleBook, clock: WorldClock
    ) async -> Reply {
        do {
            if let rule = rules.take(operation: route.endpoint.name, subject: call) {
                call.exchange.note(rule: rule.id)
                if let reply = try await apply(rule, to: call, clock: clock) { return reply }
            }
            guard let handle = route.handle else {
                return vendor.refusal(.notImplemented(operation: route.endpoint.name))
            }
            try route.admit(call)
            return try await handle(call)
        } catch {
            return vendor.reply(for: error)
        }
    }

    /// The rule's answer, or nil where the request goes on.
    private func apply(_ rule: RuleStatus, to call: Call<Desk.Store>, clock: WorldClock) async throws -> Reply? {
        let effect = rule.rule.effect
        if let delay = effect.delay { try await clock.sleep(until: call.now + delay) }
        if let reply = effect.reply { return Reply(reply, rule: rule.id) }
        guard let name = effect.problem else { return nil }
        guard let problem = vendor.problem(named: name) else {
            return Reply(.internalServerError, reason: Reason("rule.unknownProblem", "\(vendor.name) has no \(name)."))
        }
        throw problem
    }
}
