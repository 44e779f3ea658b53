import Kernel
import KernelHTTP

/// A webhook that a world begins with.
struct WebhookSeed: Codable, Sendable {
    var id: String?
    var url: String
    var events: [WebhookEvent]
    var description: String?
    var enabled: Bool?
    var secret: String?

    private enum CodingKeys: String, CodingKey { case id, url, events, description, enabled, secret }
}

extension WebhookSeed: ObjectDescribed {
    static let objectDescription = ObjectDescription([
        "id": "Without it one is issued.",
        "url": "Where deliveries go.",
        "events": "What it is told of.",
        "description": "What it is for.",
        "enabled": "Without it, true.",
        "secret": "What deliveries are signed with; without it one is issued, and a rotation shows another.",
    ])
}

extension AnchorState {
    /// Puts a scenario's webhook into a new world, which has everything else already: what begins with the world is not told.
    mutating func insert(_ seed: WebhookSeed, now: Moment) {
        let draft = Webhook.Draft(
            url: seed.url, description: seed.description, events: WebhookEvent.unique(seed.events),
            origin: .vendor)
        var webhook = Webhook(
            draft, id: seed.id ?? issuedWebhookID(), ordinal: nextOrdinal(), secret: seed.secret ?? ids.secret(),
            createdAt: now)
        if seed.enabled == false { webhook.apply(Webhook.Change(isEnabled: false), at: now) }
        insertWebhook(webhook, at: now)
    }
}

// MARK: - What is wrong with them

extension AnchorSeed {
    /// Addresses that nothing may be sent to, too many webhooks, texts that are too long, too many tries.
    func webhookComplaints() -> [SectionComplaint] {
        let webhooks = webhooks ?? []
        let choices = policies?.webhooks ?? WebhookPolicies()
        var found: [SectionComplaint] = []
        if webhooks.count > AnchorState.mostWebhooks {
            found.append(
                SectionComplaint(
                    path: ["webhooks"], problem: "a project has at most \(AnchorState.mostWebhooks) webhooks"))
        }
        if choices.retries.delays.count > WebhookPolicies.Retries.most {
            found.append(
                SectionComplaint(
                    path: ["policies", "webhookRetries", "delays"],
                    problem: "must not be more than \(WebhookPolicies.Retries.most)"))
        }
        for (index, webhook) in webhooks.enumerated() {
            func complain(_ key: String, _ problem: String) {
                found.append(SectionComplaint(path: ["webhooks", "\(index)", key], problem: problem))
            }
            if let problem = WebhookTarget.problem(of: webhook.url, choices.targets) { complain("url", problem.words) }
            if webhook.events.isEmpty { complain("events", "must not be empty") }
            if let id = webhook.id, !(1...100).contains(id.unicodeScalars.count) {
                complain("id", "must have 1 to 100 characters")
            }
            if let text = webhook.description, text.unicodeScalars.count > Webhook.longestDescription {
                complain("description", "must not be longer than \(Webhook.longestDescription) characters")
            }
            if let secret = webhook.secret, !(1...256).contains(secret.unicodeScalars.count) {
                complain("secret", "must have 1 to 256 characters")
            }
        }
        return found
    }
}

extension WebhookTarget.Problem {
    fileprivate var words: String {
        switch self {
        case .malformed(let words): words
        case .insecure: "must be an https URL"
        case .refused(let words): "must lead to a public address: \(words)"
        }
    }
}
