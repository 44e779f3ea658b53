import Kernel
import KernelHTTP

/// What bodies say of a webhook (anchor.md 8.1 and 10). Where bodies are taken as they come, what cannot be read is what an adopted
/// webhook has.
struct WebhookFields {
    private let fields: Fields
    private let policies: AnchorPolicies

    init(_ fields: Fields, _ policies: AnchorPolicies) {
        self.fields = fields
        self.policies = policies
    }

    private var isStrict: Bool { fields.reading == .strict }

    /// `POST /v1/webhooks`
    func draft(from origin: Origin) throws -> Webhook.Draft {
        let (url, events) = (try url(), try events())
        if isStrict {
            if url == nil { throw fields.complaint("url", "is required") }
            if events == nil { throw fields.complaint("subscribed_events", "is required") }
        }
        return Webhook.Draft(
            url: url ?? Webhook.Draft.adopted.url, description: try description(),
            events: events ?? Webhook.Draft.adopted.events, origin: origin)
    }

    /// `PATCH /v1/webhooks/{id}`
    func change() throws -> Webhook.Change {
        for name in ["url", "subscribed_events", "enabled"] where isStrict && fields.raw[name] == .null {
            throw fields.complaint(name, "must not be null")
        }
        return Webhook.Change(
            url: try url(), description: fields.has("description") ? .some(try description()) : nil,
            events: try events(), isEnabled: try fields.optional("enabled"))
    }

    /// `POST /v1/webhooks/{id}/test`
    func testEvent() throws -> WebhookEvent {
        let name: String? = try isStrict ? fields.required("event_type") : fields.optional("event_type")
        if let event = name.flatMap(WebhookEvent.init(rawValue:)) { return event }
        if isStrict { throw AnchorProblem.unknownEvent(name ?? "", in: "event_type") }
        return .taskCompleted
    }

    /// The address; throws for one that nothing may be sent to.
    private func url() throws -> String? {
        guard let url: String = try fields.optional("url") else { return nil }
        guard let problem = WebhookTarget.problem(of: url, policies.webhooks.targets) else { return url }
        if isStrict { throw AnchorProblem.refusedTarget(problem) }
        return nil
    }

    private func description() throws -> String? {
        guard let text: String = try fields.optional("description") else { return nil }
        guard text.unicodeScalars.count <= Webhook.longestDescription else {
            if !isStrict { return nil }
            throw fields.complaint("description", "must not be longer than \(Webhook.longestDescription) characters")
        }
        return text
    }

    /// The events, each once, in the order in which they came.
    private func events() throws -> [WebhookEvent]? {
        guard let names: [String] = try fields.list("subscribed_events") else { return nil }
        if names.isEmpty, isStrict { throw fields.complaint("subscribed_events", "must not be empty") }
        var events: [WebhookEvent] = []
        for name in names {
            if let event = WebhookEvent(rawValue: name) {
                events.append(event)
            } else if isStrict {
                throw AnchorProblem.unknownEvent(name, in: "subscribed_events")
            }
        }
        return events.isEmpty ? nil : WebhookEvent.unique(events)
    }
}
