import HTTPTypes
public import Kernel

/// What stands between the router and every handler of a vendor: rules, then admission, then the handler; and whatever was
/// thrown on that way becomes the vendor's own answer here and nowhere else.
public struct Gate<V: Vendor>: Sendable {
    private let vendor: V

    /// The gate of one vendor.
    public init(_ vendor: V) {
        self.vendor = vendor
    }

    /// Answers `call` on `route`, with the world's rules and on the world's clock.
    ///
    /// A HEAD is answered from a copy of the vendor's state: it changes nothing (RFC 9110, 9.2.1 and 9.3.2), even where the
    /// GET that it asks about counts as a read or spends something.
    public func answer(
        _ request: Call<V.Store>, on route: Route<V.Store>, rules: RuleBook, clock: WorldClock
    ) -> Handling {
        let call =
            request.exchange.head.method == .head
            ? Call(
                exchange: request.exchange, store: vendor.copy(of: request.store), parameters: request.parameters,
                clock: clock)
            : request
        let operation = route.endpoint.name
        call.exchange.note(operation: operation)
        guard let finding = rules.findAtOnce(operation: operation, subject: call) else {
            return .later(isLong: true) {
                await answer(call, on: route, as: rules.find(operation: operation, subject: call), clock).reply
            }
        }
        return answer(call, on: route, as: finding, clock)
    }

    // In place, as is what follows: across modules nothing here is specialised, and each function finds its types anew.
    @inline(__always)
    private func answer(
        _ call: Call<V.Store>, on route: Route<V.Store>, as finding: RuleFinding, _ clock: WorldClock
    ) -> Handling {
        let handling: Handling
        if let use = finding.use {
            handling = Intervention(vendor: vendor, clock: clock).answer(
                call.exchange, under: use, operation: operation(of: call, on: route))
        } else {
            switch route.handler {
            // What nearly all calls are; a `Handling` in between would be copied and freed for each of them.
            case .immediate(let handle):
                return .now(vendor.finished(handled(call, on: route, by: handle).noting(finding), of: call))
            case .waiting(let handle): handling = .later { await handled(call, on: route, by: handle) }
            }
        }
        // Not by `changed`, which would make a closure for every request.
        return switch handling {
        case .now(let reply): .now(vendor.finished(reply.noting(finding), of: call))
        case .later(let isLong, let work):
            .later(isLong: isLong) { vendor.finished(await work().noting(finding), of: call) }
        }
    }

    private func operation(of call: Call<V.Store>, on route: Route<V.Store>) -> Intervention.Operation {
        switch route.handler {
        case .immediate(let handle): .immediate { handled(call, on: route, by: handle) }
        case .waiting(let handle): .waiting { await handled(call, on: route, by: handle) }
        }
    }

    @inline(__always)
    private func handled(
        _ call: Call<V.Store>, on route: Route<V.Store>, by handle: Route<V.Store>.ImmediateHandler
    ) -> Reply {
        do {
            try route.admit(call)
            return try handle(call)
        } catch {
            return vendor.reply(for: error, on: route.endpoint.name)
        }
    }

    private func handled(
        _ call: Call<V.Store>, on route: Route<V.Store>, by handle: Route<V.Store>.WaitingHandler
    ) async -> Reply {
        do {
            try route.admit(call)
            return try await handle(call)
        } catch {
            return vendor.reply(for: error, on: route.endpoint.name)
        }
    }
}

/// What becomes of a call: an answer, or the work that leads to one.
public enum Handling: Sendable {
    /// It is answered.
    case now(Reply)
    /// Something has to be waited for; or, where it is long, there is more to do than others should wait for.
    case later(isLong: Bool, @Sendable () async -> Reply)

    /// Work that waits for something, and is not long.
    public static func later(_ work: @escaping @Sendable () async -> Reply) -> Handling { .later(isLong: false, work) }

    /// The answer, once it is there.
    public var reply: Reply {
        get async {
            switch self {
            case .now(let reply): reply
            case .later(_, let work): await work()
            }
        }
    }

    /// The same with `change` done to the answer.
    public func changed(_ change: @escaping @Sendable (Reply) -> Reply) -> Handling {
        switch self {
        case .now(let reply): .now(change(reply))
        case .later(let isLong, let work): .later(isLong: isLong) { change(await work()) }
        }
    }
}

extension Reply {
    /// The same answer, which says so if a rule could not be looked at to the end: what looks like a rule that does not fit
    /// would be hard to find. A reason that the answer has goes on to be its reason.
    public consuming func noting(_ finding: RuleFinding) -> Reply {
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
