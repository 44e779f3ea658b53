import Kernel
import KernelHTTP

/// A webhook as every answer but two shows it: without its secret (anchor.md 10).
struct WebhookDetails: JSONWritable {
    private let webhook: Webhook
    private let project: Project
    private let showsSecret: Bool

    init(_ webhook: Webhook, of project: Project, showsSecret: Bool = false) {
        self.webhook = webhook
        self.project = project
        self.showsSecret = showsSecret
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", webhook.id)
            json.member("project_id", project.id)
            json.member("url", webhook.url)
            // The newest description allows null; SDK 1.0.1 demands a text.
            json.member("description", webhook.description ?? "")
            json.member("subscribed_events", webhook.events.map(\.rawValue))
            json.member("enabled", webhook.isEnabled)
            json.member("created_at", webhook.createdAt)
            json.member("updated_at", webhook.updatedAt)
            if showsSecret { json.member("secret", webhook.secret) }
        }
    }
}

/// `GET /v1/webhooks` (anchor.md 10)
struct WebhookList: JSONWritable {
    let webhooks: [WebhookDetails]

    func write(to json: inout JSONWriter) {
        json.object { $0.member("webhooks", webhooks) }
    }
}

/// `DELETE /v1/webhooks/{id}` (anchor.md 10)
struct DeletedWebhook: JSONWritable {
    func write(to json: inout JSONWriter) {
        json.object { $0.member("ok", true) }
    }
}

/// `POST /v1/webhooks/{id}/test` (anchor.md 8.6)
struct SentTestEvent: JSONWritable {
    let eventID: String
    let event: WebhookEvent

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("external_event_id", eventID)
            json.member("event_type", event.rawValue)
        }
    }
}

// MARK: - The log of deliveries

/// Which rows of the log are wanted (anchor.md 8.5).
struct WebhookDeliveryListing: Sendable {
    let limit: Int
    let offset: Int
    let includesPayload: Bool
    private let status: WebhookDelivery.Status?
    private let event: WebhookEvent?
    private let since: Moment?
    private let until: Moment?

    /// Throws for a parameter of another form than documented.
    init(_ query: QueryFields) throws(AnchorProblem) {
        limit = try query.integer("limit", "a number from 1 to 100") { (1...100).contains($0) } ?? 25
        offset = try query.integer("offset", "a number from 0 on") { $0 >= 0 } ?? 0
        includesPayload = try query.bool("include_payload") ?? false
        status = try query.choice("status")
        event = try query.choice("event_type")
        since = try query.moment("since")
        until = try query.moment("until")
    }

    /// Whether a delivery is among them.
    func keeps(_ delivery: WebhookDelivery) -> Bool {
        (status.map { $0 == delivery.status } ?? true) && (event.map { $0 == delivery.event } ?? true)
            && (since.map { delivery.scheduledAt >= $0 } ?? true)
            && (until.map { delivery.scheduledAt <= $0 } ?? true)
    }
}

/// `GET /v1/webhooks/{id}/events` (anchor.md 8.5)
struct WebhookDeliveryPage: JSONWritable {
    private let rows: [Row]
    private let total: Int
    private let listing: WebhookDeliveryListing

    /// The page of `deliveries`, which are all that are wanted.
    init(_ deliveries: [WebhookDelivery], _ listing: WebhookDeliveryListing) {
        rows = deliveries.dropFirst(listing.offset).prefix(listing.limit).map {
            Row(delivery: $0, showsPayload: listing.includesPayload)
        }
        total = deliveries.count
        self.listing = listing
    }

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("events", rows)
            json.member(
                "pagination",
                object: { json in
                    json.member("limit", listing.limit)
                    json.member("offset", listing.offset)
                    json.member("total", total)
                })
        }
    }

    private struct Row: JSONWritable {
        let delivery: WebhookDelivery
        let showsPayload: Bool

        func write(to json: inout JSONWriter) {
            json.object { json in
                json.member("id", delivery.id)
                json.member("external_event_id", delivery.eventID)
                json.member("event_type", delivery.event.rawValue)
                json.member("status", delivery.status.rawValue)
                json.member("attempt", delivery.attempts)
                json.member("response_status", delivery.responseStatus)
                json.member("error_message", delivery.errorMessage)
                json.member("scheduled_at", delivery.scheduledAt)
                json.member("completed_at", delivery.completedAt)
                if showsPayload { json.member("payload", delivery.data) }
            }
        }
    }
}
