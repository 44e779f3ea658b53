import HTTPTypes
import Kernel
import KernelHTTP

/// Webhooks (anchor.md 8 and 10).
extension Endpoint {
    static let createWebhook = Endpoint(
        "anchor.createWebhook", .post, "/v1/webhooks", "Register a webhook",
        choice: """
            By the vendor's rules for `url`, but for `http` and addresses of this machine, which are taken (policy \
            `webhookTargets`); names are not looked up. An event that is named twice counts once. Where \
            there is no `description`, every answer has an empty one. Addresses in what it is \
            sent lead the way by which this request came.
            """)
    static let listWebhooks = Endpoint(
        "anchor.listWebhooks", .get, "/v1/webhooks", "List the webhooks",
        choice: "In the order of making, without deleted ones.")
    static let getWebhook = Endpoint("anchor.getWebhook", .get, "/v1/webhooks/{id}", "Read one webhook")
    static let updateWebhook = Endpoint(
        "anchor.updateWebhook", .patch, "/v1/webhooks/{id}", "Change a webhook",
        choice: "Tries that are still to be made go to the new `url`.")
    static let deleteWebhook = Endpoint(
        "anchor.deleteWebhook", .delete, "/v1/webhooks/{id}", "Delete a webhook",
        choice: """
            From then on it is read as 404, but its deliveries are listed for seven days, at most those of the last 100 \
            deleted ones. Tries that are still to be made are made.
            """)
    static let rotateWebhookSecret = Endpoint(
        "anchor.rotateWebhookSecret", .post, "/v1/webhooks/{id}/rotate-secret", "Get a new signing secret",
        choice: """
            For 24 hours deliveries carry a `v1=` for the new secret and, behind it, for each of the last four that is \
            still good (policy `webhookRotation`).
            """)
    static let testWebhook = Endpoint(
        "anchor.testWebhook", .post, "/v1/webhooks/{id}/test", "Send a test event",
        choice: """
            To this webhook alone, whether it is enabled and subscribed to the event or not. `data` is \
            `{test: true, webhook_id}`.
            """)
    static let listWebhookDeliveries = Endpoint(
        "anchor.listWebhookDeliveries", .get, "/v1/webhooks/{id}/events", "List a webhook's deliveries",
        choice: """
            Newest first. `id` is the `Anchor-Delivery-Id` of every try. `scheduled_at` is when the event came about. A try \
            that is answered with 4xx is the last one, but for 408 and 429; what else failed is tried again as the policy \
            `webhookRetries` says. A world keeps about 10,000 deliveries, those that are over go first.
            """)
}

/// | call | answer |
/// |---|---|
/// | `POST /v1/webhooks` | 201 `WebhookDetails` with `secret` |
/// | `GET /v1/webhooks` | 200 `{webhooks}` |
/// | `GET /v1/webhooks/{id}` | 200 `WebhookDetails` |
/// | `PATCH /v1/webhooks/{id}` | 200 `WebhookDetails` |
/// | `DELETE /v1/webhooks/{id}` | 200 `{ok}` |
/// | `POST /v1/webhooks/{id}/rotate-secret` | 200 `WebhookDetails` with `secret` |
/// | `POST /v1/webhooks/{id}/test` | 202 `{external_event_id, event_type}` |
/// | `GET /v1/webhooks/{id}/events` | 200 `{events, pagination}` |
enum WebhookController {
    static let routes: [Route<AnchorStore>] = [
        // With the first webhook everything in the world begins to be watched.
        Route(.createWebhook, workload: .growing, admit: AnchorAccess.apiKey, handle: create),
        Route(.listWebhooks, admit: AnchorAccess.apiKey, handle: list),
        Route(.getWebhook, admit: AnchorAccess.apiKey, handle: get),
        Route(.updateWebhook, admit: AnchorAccess.apiKey, handle: update),
        Route(.deleteWebhook, workload: .growing, admit: AnchorAccess.apiKey, handle: delete),
        Route(.rotateWebhookSecret, admit: AnchorAccess.apiKey, handle: rotate),
        Route(.testWebhook, admit: AnchorAccess.apiKey, handle: test),
        Route(.listWebhookDeliveries, workload: .growing, admit: AnchorAccess.apiKey, handle: listDeliveries),
    ]

    /// Whether all errors of this operation are `{error}` with a text (anchor.md 8.8).
    static func hasFlatErrors(_ operation: String) -> Bool { names.contains(operation) }

    private static let names = Set(routes.map(\.endpoint.name))

    private static func create(_ call: AnchorCall) throws -> Reply {
        let fields = WebhookFields(try call.members(), call.store.policies)
        let draft = try fields.draft(from: call.exchange.origin)
        let (webhook, project) = try call.update { (state, turn) throws(AnchorProblem) in
            (try state.createWebhook(draft, turn), state.project)
        }
        return .json(.created, WebhookDetails(webhook, of: project, showsSecret: true))
    }

    private static func list(_ call: AnchorCall) -> Reply {
        let details = call.store.read { state in
            state.presentWebhooks.map { WebhookDetails($0, of: state.project) }
        }
        return .json(.ok, WebhookList(webhooks: details))
    }

    private static func get(_ call: AnchorCall) throws -> Reply {
        let id = call.parameter("id")
        let details = try call.update { (state, turn) throws(AnchorProblem) in
            WebhookDetails(try state.webhook(id, turn), of: state.project)
        }
        return .json(.ok, details)
    }

    private static func update(_ call: AnchorCall) throws -> Reply {
        let id = call.parameter("id")
        let change = try WebhookFields(call.members(), call.store.policies).change()
        let (webhook, project) = try call.update { (state, turn) throws(AnchorProblem) in
            (try state.updateWebhook(id, with: change, turn), state.project)
        }
        return .json(.ok, WebhookDetails(webhook, of: project))
    }

    private static func delete(_ call: AnchorCall) throws -> Reply {
        let id = call.parameter("id")
        try call.update { (state, turn) throws(AnchorProblem) in try state.deleteWebhook(id, turn) }
        return .json(.ok, DeletedWebhook())
    }

    private static func rotate(_ call: AnchorCall) throws -> Reply {
        let id = call.parameter("id")
        let (webhook, project) = try call.update { (state, turn) throws(AnchorProblem) in
            (try state.rotateSecret(of: id, turn), state.project)
        }
        return .json(.ok, WebhookDetails(webhook, of: project, showsSecret: true))
    }

    private static func test(_ call: AnchorCall) throws -> Reply {
        let id = call.parameter("id")
        let event = try WebhookFields(call.members(), call.store.policies).testEvent()
        let eventID = try call.update { (state, turn) throws(AnchorProblem) in
            try state.testWebhook(id, with: event, turn)
        }
        return .json(.accepted, SentTestEvent(eventID: eventID, event: event))
    }

    private static func listDeliveries(_ call: AnchorCall) throws -> Reply {
        let id = call.parameter("id")
        let listing = try WebhookDeliveryListing(call.queryFields)
        // What has come about by now is in the list, whoever delivers it.
        let deliveries = try call.update { (state, turn) throws(AnchorProblem) in
            try state.listedDeliveries(to: id, turn)
        }
        return .json(.ok, WebhookDeliveryPage(deliveries.filter(listing.keeps), listing))
    }
}
