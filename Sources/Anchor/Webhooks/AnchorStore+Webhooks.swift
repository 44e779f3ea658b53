package import Kernel
import KernelHTTP
import Synchronization

extension AnchorStore {
    /// When something is to be done for webhooks next, by the world's time: an event comes about, or a try is due; nil if nothing
    /// will be without a request. Webhooks that have a try under way do not count.
    package var webhooksDueAt: Moment? {
        let due = content.withState { state, _ in state.webhooksDueAt }
        webhookAlarm.note(known: due)
        return due
    }

    /// Whatever has come about by `now` is told, and the tries that are due by then are returned in order: one at most for each
    /// webhook, and none for one whose try is under way. Each is returned once, until `finish` says what became of it.
    package func takeDueAttempts(at now: Moment) -> [WebhookAttempt] {
        let attempts = update { $0.takeAttempts(dueBy: now, policies.webhooks) }
        webhookAlarm.note(known: nil)
        return attempts
    }

    /// Says what became of a try. The next one, if there is one, is due by the world's choices.
    package func finish(_ attempt: WebhookAttempt, with outcome: WebhookOutcome) {
        update { $0.finish(attempt, with: outcome, policies.webhooks) }
    }

    /// Calls `wake` whenever `webhooksDueAt` may have come earlier than it was; outside every lock, and on any thread. Set once,
    /// when the world is made.
    package func whenWebhooksAreDue(_ wake: @escaping @Sendable () -> Void) {
        webhookAlarm.set(wake)
    }

    /// An event that somebody makes up, to the webhooks that want it. Nil if there is no event of this name.
    ///
    /// - Parameters:
    ///   - data: what `data` has in the deliveries.
    ///   - text: the line for people; nil for one of ours.
    package func fireWebhookEvent(
        named name: String, data: JSONObject, text: String?, at now: Moment
    ) -> FiredWebhookEvent? {
        guard let event = WebhookEvent(rawValue: name) else { return nil }
        let told = update { state in
            state.settleAgenda(upTo: now)
            return state.tell(
                Milestone(at: now, event: event, text: text ?? "Event `\(name)`") { _ in data }, of: "the control plane"
            )
        }
        return FiredWebhookEvent(id: told.eventID, deliveries: told.deliveries)
    }
}

/// An event that was made up.
package struct FiredWebhookEvent: Sendable {
    /// `evt_…`
    package let id: String
    /// How many webhooks are told of it.
    package let deliveries: Int

    /// The names that an event can have.
    package static let names = WebhookEvent.allCases.map(\.rawValue)
}

/// Wakes whoever delivers for a world when there is something to do earlier than it knows.
final class WebhookAlarm: Sendable {
    private struct Shared {
        var wake: (@Sendable () -> Void)?
        /// What it was told last; nil if it was told that there is nothing, or is about to ask.
        var known: Moment?
    }

    private let shared = Mutex(Shared())

    /// Nobody delivers.
    init() {}

    /// Says whom to wake.
    func set(_ wake: @escaping @Sendable () -> Void) {
        shared.withLock { $0.wake = wake }
    }

    /// Whoever delivers knows this from here on.
    func note(known: Moment?) {
        shared.withLock { $0.known = known }
    }

    /// There is something to do at `due`, or nothing: wakes if that is earlier than known.
    func note(due: Moment?) {
        guard let due else { return }
        let wake = shared.withLock { shared -> (@Sendable () -> Void)? in
            guard shared.known.map({ due < $0 }) ?? true else { return nil }
            shared.known = due
            return shared.wake
        }
        wake?()
    }
}
