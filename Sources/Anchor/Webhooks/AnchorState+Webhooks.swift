import HashTreeCollections
import Kernel
import KernelHTTP

/// The life of webhooks.
extension AnchorState {
    /// How many webhooks there may be (anchor.md 8.1): per project, and a world has one.
    static let mostWebhooks = 5
    /// How many deleted ones are remembered (ours).
    private static let mostDeletedWebhooks = 100

    /// Registers a webhook. Throws if there are as many as may be.
    mutating func createWebhook(_ draft: Webhook.Draft, _ turn: AnchorTurn) throws(AnchorProblem) -> Webhook {
        let isFull = turn.policies.unknownIDs == .refuse && presentWebhooks.count >= Self.mostWebhooks
        if isFull { throw .tooManyWebhooks }
        let ordinal = try reserve(turn.policies)
        let webhook = Webhook(
            draft, id: issuedWebhookID(), ordinal: ordinal, secret: ids.secret(), createdAt: turn.now)
        insertWebhook(webhook, at: turn.now)
        return webhook
    }

    /// `wh_` and 26 characters, as in the vendor's samples (anchor.md 8.1).
    mutating func issuedWebhookID() -> String { "wh_\(ids.secret().suffix(26))" }

    /// Inserts a webhook whose place is reserved. With the first one everything begins to be watched.
    mutating func insertWebhook(_ webhook: Webhook, at now: Moment) {
        let isFirst = !isListening
        webhooks[webhook.id] = webhook
        if isFirst, webhook.isPresent { beginListening(at: now) }
    }

    /// The webhook of this id. Throws if there is none or it is deleted; where ids are adopted (policy `unknownIds`), one is
    /// made that is sent nothing.
    mutating func webhook(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) -> Webhook {
        if let webhook = webhooks[id], webhook.isPresent { return webhook }
        guard turn.policies.unknownIDs == .adopt else { throw .notFound(.webhook, id) }
        let ordinal = try reserve(turn.policies)
        var webhook = Webhook(.adopted, id: id, ordinal: ordinal, secret: ids.secret(), createdAt: turn.now)
        webhook.apply(Webhook.Change(isEnabled: false), at: turn.now)
        insertWebhook(webhook, at: turn.now)
        return webhook
    }

    /// The webhooks in the order of making, without the deleted ones.
    var presentWebhooks: [Webhook] { webhooks.values.filter(\.isPresent).sorted { $0.ordinal < $1.ordinal } }

    mutating func updateWebhook(
        _ id: String, with change: Webhook.Change, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> Webhook {
        var webhook = try webhook(id, turn)
        webhook.apply(change, at: turn.now)
        webhooks[id] = webhook
        return webhook
    }

    mutating func rotateSecret(of id: String, _ turn: AnchorTurn) throws(AnchorProblem) -> Webhook {
        var webhook = try webhook(id, turn)
        webhook.rotate(to: ids.secret(), at: turn.now)
        webhooks[id] = webhook
        return webhook
    }

    /// Takes a webhook out of use; what is under way to it goes on, and what was sent is listed for seven days.
    mutating func deleteWebhook(_ id: String, _ turn: AnchorTurn) throws(AnchorProblem) {
        var webhook = try webhook(id, turn)
        webhook.delete(at: turn.now)
        webhooks[id] = webhook
        release()
        if !isListening { endListening() }
        forgetDeletedWebhooks(at: turn.now)
    }

    private mutating func forgetDeletedWebhooks(at now: Moment) {
        let deleted = webhooks.values.filter { !$0.isPresent }.sorted { $0.ordinal < $1.ordinal }
        let surplus = Set(deleted.dropLast(Self.mostDeletedWebhooks).map(\.id))
        let forgotten = Set(deleted.filter { surplus.contains($0.id) || !$0.isListed(at: now) }.map(\.id))
        guard !forgotten.isEmpty else { return }
        for delivery in Array(webhookDeliveries.values) where forgotten.contains(delivery.webhookID) {
            webhookDeliveries[delivery.id] = nil
            webhookCounts?.bytes -= delivery.weight
        }
        for id in forgotten { webhooks[id] = nil }
    }

    /// What was sent to a webhook, newest first, also if it was deleted in the last seven days.
    mutating func listedDeliveries(to id: String, _ turn: AnchorTurn) throws(AnchorProblem) -> [WebhookDelivery] {
        if webhooks[id]?.isListed(at: turn.now) != true { _ = try webhook(id, turn) }
        return deliveries(to: id, at: turn.now)
    }

    /// Sends a made-up event to one webhook, whatever it is subscribed to; returns the event's id.
    mutating func testWebhook(
        _ id: String, with event: WebhookEvent, _ turn: AnchorTurn
    ) throws(AnchorProblem) -> String {
        let webhook = try webhook(id, turn)
        let milestone = Milestone(at: turn.now, event: event, text: "Test event `\(event.rawValue)`") { _ in
            ["test": true, "webhook_id": .string(id)]
        }
        return send(milestone, of: id, to: [webhook]).eventID
    }
}

// MARK: - Refusals

/// The statuses are those of anchor.md 8.8, the texts are ours.
extension AnchorProblem {
    fileprivate static var tooManyWebhooks: AnchorProblem {
        conflict(
            "Webhook limit reached", WebhookReason.webhookTooMany,
            "A project has at most \(AnchorState.mostWebhooks) webhooks. Delete one first.")
    }

    static func refusedTarget(_ problem: WebhookTarget.Problem) -> AnchorProblem {
        switch problem {
        case .malformed(let words): invalid("url \(words)", WebhookReason.webhookAddressInvalid)
        case .insecure: invalid("url must be an https URL", WebhookReason.webhookNotHTTPS)
        case .refused(let words):
            invalid("url must lead to a public address", WebhookReason.webhookAddressRefused, "\(words).")
        }
    }

    static func unknownEvent(_ name: String, in field: String) -> AnchorProblem {
        invalid(
            "\(field) must be one of \(FiredWebhookEvent.names.joined(separator: ", ")), not \"\(name.prefix(100))\"",
            WebhookReason.webhookEventUnknown)
    }
}
