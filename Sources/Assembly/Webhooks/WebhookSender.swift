import Admin
import Anchor
import AsyncHTTPClient
import HTTPTypes
import Kernel
import KernelHTTP
import Logging
import NIOCore
import NIOHTTP1
import Synchronization

/// Sends what is due to a webhook, tells the world what became of it, and the journal what went and what came.
struct WebhookSender: Sendable {
    /// What rules and journals know a delivery by.
    static let operation = "anchor.deliverWebhook"

    let call: WebhookCall
    /// In whose envelope rules answer.
    let vendor: AnchorVendor
    let slots: CallSlots
    let events: EventHub
    let commits: CommitQueue?
    let metrics: DeliveryMetrics
    let wall: WallClock
    let logger: Logger

    /// Makes one try. Nothing is told of one that is given up because the task is cancelled.
    func deliver(_ attempt: WebhookAttempt, in world: World) async {
        let attempt = attempt.carriesRealTime ? attempt.signed(at: wall.now) : attempt
        let request = WebhookRequest(attempt, after: world.history.requestNumber)
        let finding = world.rules.find(outgoing: Self.operation, subject: request)
        let reply: Reply
        if let use = finding.use {
            reply = await answer(to: request, under: use, in: world).noting(finding)
        } else {
            reply = await send(request, in: world).noting(finding)
        }
        request.exchange.releasePermit()
        guard !Task.isCancelled, !world.webhooks.isRetired else { return }
        note(reply, to: request.exchange, in: world)
        let outcome = WebhookOutcome(reply)
        world.anchor.finish(attempt, with: outcome)
        metrics.note(outcome)
        noteChange(of: world)
    }

    /// What the deliveries change in a world is written like what requests change.
    func noteChange(of world: World) { commits?.note(world.name) }

    // MARK: Rules

    private func answer(to request: WebhookRequest, under use: RuleUse, in world: World) async -> Reply {
        let copies = (use.effect?.duplicate ?? 1) - 1
        let reply = await Intervention(vendor: vendor, clock: world.clock).answer(
            request.exchange, under: use,
            operation: .waiting {
                // Whoever is due meanwhile need not wait for the receiver.
                request.exchange.releasePermit()
                let first = await send(request, in: world)
                for _ in 0..<copies where !Task.isCancelled {
                    let copy = request.copy(under: use.id)
                    let reply = await send(request, in: world)
                    if !Task.isCancelled { note(reply, to: copy, in: world) }
                }
                return first
            }
        ).reply
        // The vendor does not wait longer by the world's time than by any other.
        guard let held = use.timeHeld, held >= call.timeout else { return reply }
        return .unanswered(
            Reason(
                WebhookDeliveryReason.timedOut,
                "Rule \(use.id) held the answer (\(reply.status.code)) for \(held), longer than \(call.timeout)."))
    }

    // MARK: Sending

    private func send(_ request: WebhookRequest, in world: World) async -> Reply {
        let reply = await slots.call(request.address) { () -> Reply? in
            // The task learns of the end of its world a little later.
            world.webhooks.isRetired ? nil : await call(request.outgoing)
        }
        // Nobody looks at what stands for the answer then.
        return (reply ?? nil) ?? .unanswered(Reason(WebhookDeliveryReason.noAnswer, "Given up."))
    }

    private func note(_ reply: Reply, to exchange: Exchange, in world: World) {
        world.journal.append(
            exchange, response: HTTPResponse(status: reply.status, headerFields: reply.headers), body: reply.body,
            reason: reply.reason, connection: reply.connection)
        events.requestEnded(in: world.name)
        let mask = SecretMask.masking
        logger.log(
            level: reply.reason == nil ? .debug : .info,
            "POST \(mask.text(exchange.origin.url + exchange.path)) \(reply.status.code)",
            metadata: [
                "world": "\(world.name)", "operation": "\(Self.operation)", "reason": "\(reply.reason?.code ?? "")",
                "detail": "\(mask.text(reply.reason?.detail ?? ""))",
            ])
    }
}

extension RuleUse {
    /// How long the rule holds the answer back; nil if it does not. Drawn from a copy, so that it is what is waited for.
    fileprivate var timeHeld: TimeSpan? {
        var copy = self
        if let delay = effect?.delay { _ = copy.draw(delay) }
        return effect?.afterHandling?.delay.map { copy.draw($0) }
    }
}

extension WebhookOutcome {
    /// What the vendor makes of what came, or did not.
    fileprivate init(_ reply: Reply) {
        if let reason = reply.reason, reply.status.code == Reply.noAnswer.code || reply.connection?.losesAnswer ?? false
        {
            self = .failed(reason.detail)
        } else {
            self = .answered(status: reply.status.code)
        }
    }
}

/// Counts the tries of all worlds by what became of them.
final class DeliveryMetrics: Sendable {
    private let shared = Mutex(DeliveryCounts())

    /// Counts one try.
    func note(_ outcome: WebhookOutcome) {
        shared.withLock { counts in
            switch outcome {
            case .answered(let status): counts.note((200...299).contains(status) ? .succeeded : .rejected)
            case .failed: counts.note(.unanswered)
            }
        }
    }

    /// What was counted so far.
    var counts: DeliveryCounts { shared.withLock { $0 } }
}

extension Reply {
    /// Stands in the journal for an answer that there is none of.
    static let noAnswer = HTTPResponse.Status(code: 444, reasonPhrase: "No Response")

    /// There is no answer, for this reason.
    static func unanswered(_ reason: Reason) -> Reply { Reply(noAnswer, reason: reason) }
}
