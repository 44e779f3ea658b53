import HTTPTypes
package import Kernel
import KernelHTTP

/// Makes something happen that webhooks are told of: `/webhooks/events`.
enum WebhookController {
    static let routes: [Route<ControlContext>] = [
        .control(
            "fireWebhookEvent", .post, "/webhooks/events",
            "Tells a world's webhooks of an event, as if it had happened",
            handle: fire)
    ]

    private static let members = ["type", "data"]

    @Sendable private static func fire(_ call: ControlCall) throws -> Reply {
        let fields = try call.fields(only: members)
        let type: String = try fields.required("type")
        let data: JSONObject = try fields.optional("data") ?? JSONObject()
        return .json(.accepted, try call.worlds.fireWebhookEvent(type, data: data, in: try call.worldName()))
    }
}

/// How the control plane makes events happen.
package protocol ControlledWebhooks: Sendable {
    /// Tells the webhooks of a world of an event that nothing caused. Throws `ControlRefusal` for a type that there is none of.
    func fireWebhookEvent(_ type: String, data: JSONObject, in world: WorldName) throws -> FiredEvent
}

/// An event that was fired.
package struct FiredEvent: Sendable, JSONWritable {
    private let world: WorldName
    private let type: String
    private let id: String
    private let webhooks: Int

    /// - Parameters:
    ///   - id: the event's id, as receivers see it.
    ///   - webhooks: how many are told of it.
    package init(_ type: String, id: String, in world: WorldName, webhooks: Int) {
        self.world = world
        self.type = type
        self.id = id
        self.webhooks = webhooks
    }

    /// `{world, type, eventId, webhooks}`
    package func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("world", world.description)
            json.member("type", type)
            json.member("eventId", id)
            json.member("webhooks", webhooks)
        }
    }
}

// MARK: - Reasons

/// Why a delivery to a webhook did not reach its receiver.
package enum WebhookDeliveryReason: String, ReasonCode {
    case noAnswer = "webhook.noAnswer"
    case redirected = "webhook.redirected"
    case timedOut = "webhook.timedOut"
    case unreachable = "webhook.unreachable"

    /// What the code means.
    package var explanation: Explanation {
        switch self {
        case .noAnswer:
            Explanation(
                symptom:
                    "A delivery in the journal (direction: outgoing) has status 444; the vendor's log shows the error.",
                cause: "The receiver took the connection and closed it without an answer, or with one that is no HTTP.",
                fix:
                    "Look into the receiver's own log: it may have crashed, or speak TLS where the webhook's URL says http."
            )
        case .redirected:
            Explanation(
                symptom: "A delivery was answered with 3xx and is repeated.",
                cause: "The receiver redirects, and deliveries follow no redirects: only 2xx counts.",
                fix: "Register the address that the receiver redirects to; often only a slash at the end is missing.")
        case .timedOut:
            Explanation(
                symptom: "A delivery in the journal has status 444 and is repeated.",
                cause:
                    "The receiver did not answer within 10 seconds of real time, or a rule held its answer that long.",
                fix: "Answer first and do the work afterwards: receivers are expected to put events into a queue.")
        case .unreachable:
            Explanation(
                symptom: "A delivery in the journal has status 444 and is repeated.",
                cause:
                    "No connection came about: nobody listens there, the name is unknown, or the certificate is not trusted.",
                fix: "Compare the webhook's URL with where the receiver listens; the detail has the error.")
        }
    }
}
