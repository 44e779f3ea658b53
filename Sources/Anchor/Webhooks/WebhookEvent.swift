/// What webhooks can be told of (anchor.md 8.7).
enum WebhookEvent: String, Codable, CaseIterable, Sendable {
    case taskCompleted = "task.completed"
    case taskFailed = "task.failed"
    case taskCancelled = "task.cancelled"
    case taskHealed = "task.healed"
    case sessionReady = "session.ready"
    case sessionCompleted = "session.completed"
    case sessionFailed = "session.failed"
    case sessionRecordingReady = "session.recording.ready"
    case batchCompleted = "batch.completed"
    case batchFailed = "batch.failed"
    case interventionRequested = "intervention.requested"
    case interventionResolved = "intervention.resolved"
    case identityAuthenticated = "identity.authenticated"
    case identityAuthenticationFailed = "identity.authentication_failed"

    /// Each event once, in the order in which they came.
    static func unique(_ events: [WebhookEvent]) -> [WebhookEvent] {
        events.enumerated().filter { index, event in events.firstIndex(of: event) == index }.map(\.element)
    }
}
