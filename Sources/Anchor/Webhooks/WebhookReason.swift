import Kernel

/// The codes of the reasons that calls on webhooks give, explained.
enum WebhookReason: String, ReasonCode {
    case webhookAddressInvalid = "webhook.addressInvalid"
    case webhookAddressRefused = "webhook.addressRefused"
    case webhookEventUnknown = "webhook.eventUnknown"
    case webhookNotHTTPS = "webhook.notHTTPS"
    case webhookTooMany = "webhook.tooMany"
    case webhookUnknown = "webhook.unknown"

    /// What each code means.
    var explanation: Explanation {
        switch self {
        case .webhookAddressInvalid:
            Explanation(
                symptom: "400 when a webhook is registered or its url is changed.",
                cause: "The url is no absolute URL, is longer than 2048 characters, or has a user or password in it.",
                fix: "Send a plain https URL. What proves that a delivery is the vendor's is its signature.")
        case .webhookAddressRefused:
            Explanation(
                symptom: "400 when a webhook is registered or its url is changed.",
                cause:
                    "The vendor sends nothing to loopback, private and link-local addresses, metadata services, names of "
                    + "private networks such as .local and .internal, and AWS's STS, IAM and EKS.",
                fix:
                    "Give the receiver a public name. For a test, a receiver on this machine is taken unless the policy "
                    + "webhookTargets is vendor, and any, for example another container's name, if it is any.")
        case .webhookEventUnknown:
            Explanation(
                symptom: "400 from a call that names events.",
                cause: "The vendor has no event of this name.",
                fix: "Choose among the names that the message lists.")
        case .webhookNotHTTPS:
            Explanation(
                symptom: "400 when a webhook is registered or its url is changed.",
                cause: "The url is not https, and the policy webhookTargets is vendor.",
                fix: "Serve the receiver over https. In a test leave the policy out.")
        case .webhookTooMany:
            Explanation(
                symptom: "409 when a webhook is registered.",
                cause: "The project has five webhooks, which is as many as it may.",
                fix: "Delete one that nobody needs, or subscribe an existing one to more events.")
        case .webhookUnknown:
            Explanation(
                symptom: "404 from a call on a webhook.",
                cause:
                    "The world has no such webhook: it was deleted, made in another world, or the world was reset since.",
                fix:
                    "Create it in the same world, that is with the same @name behind the API key. What was sent to a deleted "
                    + "one is listed for seven days.")
        }
    }
}
