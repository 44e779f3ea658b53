import Kernel
import Testing

@testable import Anchor

/// Webhooks, and whoever delivers to them.
extension AnchorClient {
    static let hook = "https://hooks.example.com/anchor"

    /// A webhook of these events; the test fails where it is refused.
    func webhook(_ events: String..., url: String = AnchorClient.hook) async -> String {
        let list = events.map { "\"\($0)\"" }.joined(separator: ",")
        let answer = await post("/v1/webhooks", #"{"url":"\#(url)","subscribed_events":[\#(list)]}"#)
        #expect(answer.status == 201, "\(answer.text)")
        return answer.id
    }

    /// Makes all tries that are due, and answers each so; returns them in order.
    @discardableResult
    func deliver(_ outcome: WebhookOutcome = .answered(status: 200)) -> [WebhookAttempt] {
        var made: [WebhookAttempt] = []
        while let due = store.webhooksDueAt, due <= now {
            let attempts = store.takeDueAttempts(at: now)
            made += attempts
            for attempt in attempts { store.finish(attempt, with: outcome) }
        }
        return made
    }

    /// What the log of a webhook shows, oldest first, as `event status`.
    func log(_ webhook: String, _ query: String = "") async -> [String] {
        let answer = await get("/v1/webhooks/\(webhook)/events?limit=100&\(query)")
        #expect(answer.status == 200, "\(answer.text)")
        return (answer["events"]?.array ?? []).reversed().map { row in
            "\(row[path: "event_type"]?.string ?? "?") \(row[path: "status"]?.string ?? "?")"
        }
    }
}

extension WebhookAttempt {
    /// The body as JSON.
    var json: JSONValue { (try? JSONParser.parse(body)) ?? .null }

    /// A header's value; nil if there is none.
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
