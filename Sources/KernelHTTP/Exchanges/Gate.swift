import HTTPTypes
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
    ///
    /// A HEAD is answered from a copy of the vendor's state: it changes nothing (RFC 9110, 9.2.1 and 9.3.2), even where the
    /// GET that it asks about counts as a read or spends something.
    package func answer(
        _ request: Call<V.Store>, on route: Route<V.Store>, rules: RuleBook, clock: WorldClock
    ) async -> Reply {
        let call =
            request.exchange.head.method == .head
            ? Call(
                exchange: request.exchange, store: vendor.copy(of: request.store), parameters: request.parameters)
            : request
        call.exchange.note(operation: route.endpoint.name)
        let finding = rules.find(operation: route.endpoint.name, subject: call)
        guard let use = finding.use else {
            return vendor.finished(await handled(call, on: route).noting(finding), of: call)
        }
        let intervention = Intervention(vendor: vendor, clock: clock)
        let reply = await intervention.answer(call.exchange, under: use) { await handled(call, on: route) }
        return vendor.finished(reply.noting(finding), of: call)
    }

    private func handled(_ call: Call<V.Store>, on route: Route<V.Store>) async -> Reply {
        guard let handle = route.handle else {
            return vendor.refusal(
                .notImplemented(operation: route.endpoint.name, successor: route.endpoint.successor))
        }
        do {
            try route.admit(call)
            return try await handle(call)
        } catch {
            return vendor.reply(for: error, on: route.endpoint.name)
        }
    }
}

extension Reply {
    /// The same answer, which says so if a rule could not be looked at to the end: what looks like a rule that does not fit
    /// would be hard to find. A reason that the answer has goes on to be its reason.
    package consuming func noting(_ finding: RuleFinding) -> Reply {
        guard let rule = finding.undecided else { return self }
        let detail =
            "To hold this request against rule \(rule) takes more than the \(MatchBudget.perRequest) steps that all rules "
            + "have together. It did not act, nor did any behind it that has conditions."
        if let own = reason {
            reason = own.adding(detail)
        } else {
            reason = Reason(CommonReason.ruleUndecided, detail)
        }
        return self
    }
}
