import HTTPTypes
public import Kernel
import NIOCore

/// What a rule does to one request: it waits, answers in the operation's place, or lets the operation run and replaces or
/// loses its answer.
public struct Intervention: Sendable {
    private let vendor: any Vendor
    private let clock: WorldClock

    /// - Parameters:
    ///   - vendor: in whose envelope errors go out.
    ///   - clock: the world's clock, which delays wait on.
    public init(vendor: any Vendor, clock: WorldClock) {
        self.vendor = vendor
        self.clock = clock
    }

    /// What would answer without the rule; called at most once, and then run to its end.
    public enum Operation: Sendable {
        /// At once.
        case immediate(@Sendable () -> Reply)
        /// It waits for something.
        case waiting(@Sendable () async -> Reply)

        fileprivate var handling: Handling {
            switch self {
            case .immediate(let run): .now(run())
            case .waiting(let run): .later(run)
            }
        }
    }

    /// The answer to `exchange` as `use` has it.
    public func answer(_ exchange: Exchange, under use: RuleUse, operation: Operation) -> Handling {
        exchange.note(rule: use.id)
        guard let effect = use.effect else { return operation.handling }
        guard effect.delay == nil, effect.afterHandling?.delay == nil else {
            return .later { await answer(exchange, under: use, effect, afterDelays: operation) }
        }
        if let early = self.reply(exchange, effect, use) { return .now(early) }
        return switch operation {
        case .immediate(let run): .now(reply(exchange, effect, use, operationReply: run()))
        case .waiting(let run): .later { reply(exchange, effect, use, operationReply: await run()) }
        }
    }

    private func answer(
        _ exchange: Exchange, under use: RuleUse, _ effect: Effect, afterDelays operation: Operation
    ) async -> Reply {
        var use = use
        do throws(CancellationError) {
            if let delay = effect.delay {
                try await wait(for: use.draw(delay), delay, from: exchange.receivedAt, exchange)
            }
            if let early = reply(exchange, effect, use) { return early }
            let handled = await operation.handling.reply
            if let delay = effect.afterHandling?.delay {
                try await wait(for: use.draw(delay), delay, from: clock.now, exchange)
            }
            return reply(exchange, effect, use, operationReply: handled)
        } catch {
            return .abandoned(rule: use.id)
        }
    }

    /// The answer in place of the operation, which then does not run; nil if it runs.
    private func reply(_ exchange: Exchange, _ effect: Effect, _ use: RuleUse) -> Reply? {
        guard effect.afterHandling == nil else { return nil }
        if let connection = effect.connection, connection.losesAnswer {
            return .withheld(connection, rule: use.id)
        }
        guard var reply = reply(effect.reply, effect.problem, use, exchange) else { return nil }
        if let connection = effect.connection { reply.connection = connection }
        return reply
    }

    /// What becomes of the operation's own answer.
    private func reply(
        _ exchange: Exchange, _ effect: Effect, _ use: RuleUse, operationReply handled: Reply
    ) -> Reply {
        if let late = effect.afterHandling { return answer(exchange, late, use, inPlaceOf: handled) }
        var reply = handled
        if let connection = effect.connection { reply.connection = connection }
        return reply
    }

    private func answer(
        _ exchange: Exchange, _ late: LateEffect, _ use: RuleUse, inPlaceOf handled: Reply
    ) -> Reply {
        var reply = handled
        let status = handled.status.code
        if let own = self.reply(late.reply, late.problem, use, exchange) {
            reply = own
            reply.reason = Reason(
                CommonReason.ruleAnswerReplaced,
                "The operation ran and answered \(status); rule \(use.id) replaced that.")
        }
        guard let connection = late.connection else { return reply }
        reply.connection = connection
        if connection.losesAnswer {
            reply.reason = Reason(
                CommonReason.ruleAnswerLost,
                "The operation ran and answered \(status); rule \(use.id) lost that on the way.")
        }
        return reply
    }

    /// The rule's own answer; nil if it has none.
    private func reply(
        _ reply: ReplyEffect?, _ problem: String?, _ use: RuleUse, _ exchange: Exchange
    ) -> Reply? {
        if let reply { return Reply(reply, rule: use.id) }
        guard let problem else { return nil }
        guard let error = vendor.problem(named: problem) else {
            return Reply(
                .internalServerError,
                reason: Reason(CommonReason.ruleUnknownProblem, "\(vendor.name) has no \(problem)."))
        }
        return vendor.reply(for: error, on: exchange.notes.operation ?? "")
    }

    /// Waits until the delay is over. Throws if nobody waits for the answer any longer.
    private func wait(
        for span: TimeSpan, _ delay: Delay, from start: Moment, _ exchange: Exchange
    ) async throws(CancellationError) {
        guard let client = exchange.client else { return try await pass(span, delay, from: start, exchange) }
        let isOver = await withTaskGroup(of: Bool.self) { group in
            group.addTask {
                do { try await pass(span, delay, from: start, exchange) } catch { return false }
                return true
            }
            group.addTask {
                await client.untilGone()
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
        guard isOver else { throw CancellationError() }
    }

    private func pass(
        _ span: TimeSpan, _ delay: Delay, from start: Moment, _ exchange: Exchange
    ) async throws(CancellationError) {
        guard delay.isRealTime else { return try await exchange.wait(until: start + span, on: clock) }
        // Whoever is due meanwhile has nothing to do with real time.
        exchange.releasePermit()
        do { try await Task.sleep(for: span.duration) } catch { throw CancellationError() }
    }
}

// MARK: - Replies

extension Reply {
    /// The answer that a rule gives by hand. Headers that HTTP does not allow are left out.
    fileprivate init(_ effect: ReplyEffect, rule: String) {
        let status =
            effect.reason.map { HTTPResponse.Status(code: effect.status, reasonPhrase: $0) } ?? .standard(effect.status)
        self.init(status, reason: Reason(CommonReason.ruleReplied, "Rule \(rule) answered."))
        switch effect.body {
        case nil: break
        case .string(let text):
            headers[.contentType] = "text/plain; charset=utf-8"
            body = ByteBuffer(string: text)
        case .some(let value):
            headers[.contentType] = "application/json; charset=utf-8"
            body = ByteBuffer(bytes: JSONWriter.bytes(value))
        }
        for (name, value) in effect.headers ?? [:] {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
    }

    /// Stands for the answer that there is none, because a rule took the connection away before the operation ran. The
    /// journal shows it as 444, as some proxies do; no client does.
    fileprivate static func withheld(_ connection: ConnectionEffect, rule: String) -> Reply {
        var reply = Reply(
            HTTPResponse.Status(code: 444, reasonPhrase: "No Response"),
            reason: Reason(
                CommonReason.ruleConnection, "Rule \(rule) took the connection away; the operation did not run."))
        reply.connection = connection
        return reply
    }

    /// Stands for the answer to a client that did not wait for the end of a rule's delay; 499 in the journal.
    fileprivate static func abandoned(rule: String) -> Reply {
        var reply = Reply(
            HTTPResponse.Status(code: 499, reasonPhrase: "Client Closed Request"),
            reason: Reason(
                CommonReason.ruleDelayEnded,
                "The client hung up, or the server stopped, before rule \(rule)'s delay was over."))
        reply.connection = .close
        return reply
    }
}
