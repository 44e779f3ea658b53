import Crypto
import FoundationEssentials
package import Kernel

/// One try to deliver an event, ready to be sent (anchor.md 8.2 and 8.3).
package struct WebhookAttempt: Sendable, Equatable {
    /// The delivery that it is a try of, as `Anchor-Delivery-Id` has it.
    package let deliveryID: String
    /// The webhook; tries for one are made one after the other.
    package let webhookID: String
    /// The event's id, which stays the same at every try.
    package let eventID: String
    /// The event's type, for example `task.completed`.
    package let eventType: String
    /// Which try it is, from 1.
    package let number: Int
    /// When it is due, by the world's time: it happens then, however late the clock is read.
    package let at: Moment
    /// Where it goes.
    package let url: String
    /// Whether it is to be signed at the real time when it is sent (policy `webhookTimestamps`).
    package let carriesRealTime: Bool
    /// The time that it is signed at.
    package private(set) var signedAt: Moment
    /// The body.
    package let body: [UInt8]
    private let secrets: [String]

    init(_ delivery: WebhookDelivery, to webhook: Webhook, of project: Project, _ policies: WebhookPolicies) {
        deliveryID = delivery.id
        webhookID = webhook.id
        eventID = delivery.eventID
        eventType = delivery.event.rawValue
        number = delivery.attempts + 1
        at = delivery.dueAt
        signedAt = at
        url = webhook.url
        carriesRealTime = policies.timestamps == .real
        body = JSONWriter.bytes(WebhookEnvelope(delivery: delivery, projectID: project.id))
        secrets = webhook.secrets(at: at, policies.rotation)
    }

    /// The same, signed at another time.
    package func signed(at instant: Moment) -> WebhookAttempt {
        var attempt = self
        attempt.signedAt = instant
        return attempt
    }

    /// All headers of the request but those of the connection, in order.
    package var headers: [(name: String, value: String)] {
        let timestamp = "\(signedAt.seconds)"
        let signatures = secrets.map { "v1=\(Self.signature(of: body, at: timestamp, with: $0))" }
        return [
            ("Content-Type", "application/json"),
            ("User-Agent", "Anchor-Webhooks/1.0"),
            ("Anchor-Event", eventType),
            ("Anchor-Delivery-Id", deliveryID),
            ("Anchor-Timestamp", timestamp),
            ("Anchor-Signature", (["t=\(timestamp)"] + signatures).joined(separator: ",")),
        ]
    }

    /// The key is the secret's text as it is shown (anchor.md 8.1).
    private static func signature(of body: [UInt8], at timestamp: String, with secret: String) -> String {
        var code = HMAC<SHA256>(key: SymmetricKey(data: Data(secret.utf8)))
        code.update(data: Data("v0:\(timestamp):".utf8))
        code.update(data: Data(body))
        return code.finalize().reduce(into: "") { $0 += ($1 < 16 ? "0" : "") + String($1, radix: 16) }
    }

    /// Whether both are the same try.
    package static func == (left: WebhookAttempt, right: WebhookAttempt) -> Bool {
        left.deliveryID == right.deliveryID && left.number == right.number && left.at == right.at
    }
}

/// The body of a delivery (anchor.md 8.2).
private struct WebhookEnvelope: JSONWritable {
    let delivery: WebhookDelivery
    let projectID: String

    func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", delivery.eventID)
            json.member("type", delivery.event.rawValue)
            json.member("created", delivery.scheduledAt)
            json.member("project_id", projectID)
            json.member("text", delivery.text)
            json.member("data", delivery.data)
        }
    }
}
