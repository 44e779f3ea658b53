import HashTreeCollections
import Kernel
import KernelHTTP

/// What webhooks have been told in all, against what is kept of it.
struct WebhookCounts: Codable, Sendable, Equatable {
    /// How many numbers were given to events and to things that are watched.
    @Counter var numbers = 0
    /// About how many bytes the kept deliveries have.
    @Counter var bytes = 0

    /// Nothing yet.
    init() {}
}

/// Events on their way to webhooks.
extension AnchorState {
    /// How many deliveries a world keeps (ours).
    private static let mostDeliveries = 10_000
    /// About how many bytes they may have (ours).
    private static let mostDeliveryBytes = 16 << 20

    /// Gives the next number.
    mutating func nextWebhookNumber() -> Int64 {
        var counts = webhookCounts ?? WebhookCounts()
        counts.numbers += 1
        webhookCounts = counts
        return Int64(counts.numbers)
    }

    /// Makes a delivery to each webhook that wants the event; returns the event's id and how many there are.
    @discardableResult
    mutating func tell(_ milestone: Milestone, of subject: String) -> (eventID: String, deliveries: Int) {
        let wanting = webhooks.values.filter { $0.wants(milestone.event) }.sorted { $0.ordinal < $1.ordinal }
        return send(milestone, of: subject, to: wanting)
    }

    /// Makes a delivery to each of these webhooks. The ids follow from the number of the event, so that those that requests
    /// issue stay what they would be without it.
    @discardableResult
    mutating func send(
        _ milestone: Milestone, of subject: String, to webhooks: [Webhook]
    ) -> (eventID: String, deliveries: Int) {
        prepareSchedule()
        let number = nextWebhookNumber()
        var eventIDs = ids.derived(for: "webhook event \(number) of \(subject)")
        let eventID = "evt_\(eventIDs.secret().suffix(24))"
        for webhook in webhooks {
            let delivery = WebhookDelivery(
                id: eventIDs.uuid(), ordinal: number, webhookID: webhook.id, eventID: eventID, event: milestone.event,
                text: milestone.text, data: milestone.data(webhook.origin), at: milestone.at)
            webhookDeliveries[delivery.id] = delivery
            webhookCounts?.bytes += delivery.weight
            schedule?.enqueue(delivery)
        }
        keepBounds(at: milestone.at)
        return (eventID, webhooks.count)
    }

    /// Drops what is too old to be listed, then the oldest that is over, then the oldest that is pending, where there is too much.
    private mutating func keepBounds(at now: Moment) {
        guard webhookDeliveries.count > Self.mostDeliveries || webhookCounts?.bytes ?? 0 > Self.mostDeliveryBytes
        else { return }
        var kept: [WebhookDelivery] = []
        var bytes = 0
        let newestFirst = webhookDeliveries.values.sorted { left, right in
            let isPending = (left.status == .pending, right.status == .pending)
            return isPending.0 == isPending.1 ? left.ordinal > right.ordinal : isPending.0
        }
        // Some more than necessary, so that not each event takes a look at all.
        for delivery in newestFirst where delivery.isListed(at: now) {
            bytes += delivery.weight
            guard kept.count < Self.mostDeliveries * 9 / 10, bytes <= Self.mostDeliveryBytes / 10 * 9 else { break }
            kept.append(delivery)
        }
        let ids = Set(kept.map(\.id))
        for id in Array(webhookDeliveries.keys) where !ids.contains(id) { webhookDeliveries[id] = nil }
        webhookCounts?.bytes = kept.reduce(0) { $0 + $1.weight }
    }

    /// The deliveries to a webhook that can still be listed, newest first.
    func deliveries(to webhookID: String, at now: Moment) -> [WebhookDelivery] {
        webhookDeliveries.values.filter { $0.webhookID == webhookID && $0.isListed(at: now) }
            .sorted { ($0.scheduledAt, $0.ordinal) > ($1.scheduledAt, $1.ordinal) }
    }

    // MARK: - Tries

    /// Makes the schedule of the tables, if there is none.
    mutating func prepareSchedule() {
        guard schedule == nil else { return }
        var made = WebhookSchedule()
        for item in agenda.values {
            if let next = nextMilestone(of: item) { made.plan(item, at: next.at) }
        }
        for delivery in webhookDeliveries.values where delivery.status == .pending { made.enqueue(delivery) }
        schedule = made
    }

    /// When something is to be done for webhooks next; nil if nothing will be without a request.
    var webhooksDueAt: Moment? {
        mutating get {
            guard !webhooks.isEmpty else { return nil }
            prepareSchedule()
            return schedule?.dueAt
        }
    }

    /// Takes out the first try of each webhook that is due by `now` and has none under way.
    mutating func takeAttempts(dueBy now: Moment, _ policies: WebhookPolicies) -> [WebhookAttempt] {
        settleAgenda(upTo: now)
        return (schedule?.webhooksDue(by: now) ?? []).compactMap { takeAttempt(to: $0, dueBy: now, policies) }
    }

    private mutating func takeAttempt(
        to webhookID: String, dueBy now: Moment, _ policies: WebhookPolicies
    ) -> WebhookAttempt? {
        guard let webhook = webhooks[webhookID] else {
            schedule?.forget(webhookID)
            return nil
        }
        while let id = schedule?.takeDelivery(to: webhookID, dueBy: now) {
            // It may have been dropped since.
            guard let delivery = webhookDeliveries[id], delivery.status == .pending else { continue }
            schedule?.setBusy(true, webhookID)
            return WebhookAttempt(delivery, to: webhook, of: project, policies)
        }
        return nil
    }

    /// Notes what became of a try.
    mutating func finish(_ attempt: WebhookAttempt, with outcome: WebhookOutcome, _ policies: WebhookPolicies) {
        if let known = webhookDeliveries[attempt.deliveryID] {
            var delivery = known
            delivery.finish(try: attempt.number, with: outcome, delays: policies.retries.delays)
            if delivery != known {
                webhookDeliveries[delivery.id] = delivery
                if delivery.status == .pending { schedule?.enqueue(delivery) }
            }
        }
        schedule?.setBusy(false, attempt.webhookID)
    }
}

extension WebhookDelivery {
    /// Whether it can still be listed (anchor.md 8.5).
    func isListed(at now: Moment) -> Bool { now < scheduledAt + Webhook.retentionTime }
}
