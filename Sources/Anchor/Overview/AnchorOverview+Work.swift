import HashTreeCollections
import HostedPages
import Kernel
import KernelHTTP

/// What is automated, and who is told of it: tasks, webhooks, deliveries.
extension AnchorOverview {
    static let tasks = ObjectListing<AnchorOverview>(
        ObjectKind(
            "anchor.tasks", title: "Tasks",
            emptiness: "POST /v2/tasks/generate has one written; POST /v1/task makes one.")
    ) { overview, most in
        let newest = overview.state.tasks.newest(most) { $0.ordinal }
        return (newest.count, newest.rows.map { overview.task($0.value) })
    }

    private func task(_ task: AutomationTask) -> ShownObject {
        let generation = task.generation?.status(at: now) ?? .ready
        let tones: [TaskGeneration.Status: ShownObject.State.Tone] = [.ready: .good, .failed: .bad]
        var shown = ShownObject(
            task.id, title: task.displayName,
            state: ShownObject.State(generation.rawValue, tones[generation] ?? .plain))
        shown.add("Name", task.name)
        shown.add("About", task.description)
        shown.add("Newest version", task.latest(at: now)?.number.map { "\($0)" } ?? "none")
        if task.draft != nil { shown.add("Draft", "there is one") }
        shown.add("Application", task.applicationID.map { state.applications[$0]?.name ?? $0 })
        shown.add("Why", generation == .failed ? task.generation?.failure : nil)
        if let end = task.generation?.endsAt, now < end { shown.next = ShownObject.Next("Written", at: end) }
        return shown
    }

    // MARK: - Webhooks

    static let webhooks = ObjectListing<AnchorOverview>(
        ObjectKind("anchor.webhooks", title: "Webhooks", emptiness: "POST /v1/webhooks registers one."),
        actions: { _ in [.fireWebhookEvent] }
    ) { overview, most in
        let newest = overview.state.webhooks.newest(most, where: \.isPresent) { $0.ordinal }
        return (newest.count, newest.rows.map { overview.webhook($0.value) })
    }

    private func webhook(_ webhook: Webhook) -> ShownObject {
        var shown = ShownObject(
            webhook.id, title: webhook.url,
            state: webhook.isEnabled ? ShownObject.State("enabled", .good) : ShownObject.State("disabled"))
        shown.add("Webhook", webhook.id)
        shown.add("About", webhook.description)
        shown.add("Events", ShownText.list(webhook.events.map(\.rawValue), most: 20))
        shown.add("Secret", webhook.secret, isSecret: true)
        return shown
    }

    static let webhookDeliveries = ObjectListing<AnchorOverview>(
        ObjectKind(
            "anchor.webhookDeliveries", title: "Deliveries to webhooks",
            emptiness: "What a webhook is told of makes one, and so does the form above.")
    ) { overview, most in
        let newest = overview.state.webhookDeliveries.newest(most, where: { $0.isListed(at: overview.now) }) {
            $0.ordinal
        }
        return (newest.count, newest.rows.map { overview.delivery($0.value) })
    }

    private func delivery(_ delivery: WebhookDelivery) -> ShownObject {
        let tones: [WebhookDelivery.Status: ShownObject.State.Tone] = [.succeeded: .good, .failed: .bad, .dead: .bad]
        var shown = ShownObject(
            delivery.id, title: delivery.event.rawValue,
            state: ShownObject.State(delivery.status.rawValue, tones[delivery.status] ?? .plain))
        shown.add("About", delivery.text)
        shown.add("To", state.webhooks[delivery.webhookID]?.url ?? delivery.webhookID)
        shown.add("Event", delivery.eventID)
        shown.add("Came about", delivery.scheduledAt.description)
        shown.add("Tries", "\(delivery.attempts)")
        shown.add("Answer", delivery.responseStatus.map { "\($0)" })
        shown.add("Why", delivery.errorMessage)
        if delivery.status == .pending { shown.next = ShownObject.Next("Tried", at: delivery.dueAt) }
        return shown
    }
}

// MARK: - What a person does by hand

extension ObjectAction {
    /// Does what a user would on the hosted page.
    static func completeIdentityToken(_ token: String) -> ObjectAction {
        ObjectAction(
            "completeIdentityToken", "Complete", parameters: [("token", token)],
            members: [
                Member("outcome", label: "What the user does", .choice(Option.outcomes)),
                Member("userName", label: "User", .choice(Option.magicUsers)),
                Member("deliver", label: "Call the callback", .flag),
            ])
    }

    static func endSession(_ id: String, ask question: String) -> ObjectAction {
        ObjectAction("endSession", "End", parameters: [("id", id)], question: question)
    }

    /// Tells webhooks of something that has not happened.
    static var fireWebhookEvent: ObjectAction {
        ObjectAction(
            "fireWebhookEvent", "Fire the event",
            members: [
                Member("type", label: "Event", .choice(FiredWebhookEvent.names.map { Option($0) })),
                Member("data", label: "Data, as JSON", .json("{}")),
            ])
    }
}

extension ObjectAction.Option {
    fileprivate static let outcomes = [
        ObjectAction.Option("", "what this user does"), ObjectAction.Option("success", "signs in"),
        ObjectAction.Option("cancel", "cancels"), ObjectAction.Option("failed", "fails to sign in"),
    ]

    fileprivate static let magicUsers =
        [ObjectAction.Option("", "anybody")]
        + MagicUser.allCases.map { user in
            ObjectAction.Option(
                user.rawValue, "\(user.rawValue): \(user.effect(pending: "is signed in; the identity is pending."))")
        }
}
