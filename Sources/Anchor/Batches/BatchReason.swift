import Kernel

/// How a session that is asked for without waiting comes to be.
struct AsyncSessionPolicy: PolicySet {
    /// Whether the project may spend more.
    enum CostLimit: String, Codable, CaseIterable, Sendable { case open, reached }

    var after = TimeSpan.seconds(2)
    var costLimit = CostLimit.open

    /// Two seconds.
    init() {}

    static let choices: [PolicyChoice<Self>] = [
        PolicyChoice(
            "after", \.after, "How long it takes until one can connect.",
            row: PolicyRow(
                "a session that is asked for asynchronously", "ready 2 s later",
                example: "asyncSessions: {after: 2s}")),
        PolicyChoice(
            "costLimit", \.costLimit, "Whether the project may spend more.",
            row: PolicyRow(
                "the cost limit, at which asynchronous creation answers 403", "not reached",
                example: "asyncSessions: {costLimit: reached}")),
    ]
}

/// How the sessions of a batch come to be.
struct BatchSessionPolicy: PolicySet {
    var after = TimeSpan.seconds(2)
    var failing = 0
    var failures = 1

    /// Two seconds, and none fails.
    init() {}

    static let choices: [PolicyChoice<Self>] = [
        PolicyChoice(
            "after", \.after, "How long it takes until all of them are there, one after the other.",
            row: PolicyRow(
                "the sessions of a batch", "there one after the other within 2 s",
                example: "batchSessions: {after: 10s}")),
        PolicyChoice(
            "failing", \.failing,
            FieldDescription("How many of each batch fail, the first ones.", range: 0...1000),
            row: PolicyRow(
                "sessions of a batch that fail", "none; those that do succeed when they are tried again",
                example: "batchSessions: {failing: 2, failures: 1}")),
        PolicyChoice(
            "failures", \.failures, FieldDescription("How often such a one fails before it succeeds.", range: 1...100)),
    ]
}

/// The codes of the reasons that batches and asynchronous creation give, explained.
enum BatchReason: String, ReasonCode {
    case batchCount = "batch.count"
    case batchEnded = "batch.ended"
    case batchNothingFailed = "batch.nothingFailed"
    case batchUnknown = "batch.unknown"
    case costLimit = "credits.costLimit"
    case requestUnknown = "sessionRequest.unknown"

    /// What each code means.
    var explanation: Explanation {
        switch self {
        case .batchCount:
            Explanation(
                symptom: "400 when a batch of sessions is created.",
                cause: "A batch has 1 to 1000 sessions.",
                fix: "Ask for so many; more sessions are several batches.")
        case .batchEnded:
            Explanation(
                symptom: "409 when a batch is cancelled.",
                cause: "All of its sessions were there or had failed already, or it was cancelled before.",
                fix: "Read the batch first. What is complete is deleted, which ends its sessions, not cancelled.")
        case .batchNothingFailed:
            Explanation(
                symptom: "400 when a batch is retried.",
                cause: "None of its sessions has failed, or it was cancelled.",
                fix: "Retry when failed_requests is not 0; in a test the policy batchSessions.failing makes some fail.")
        case .batchUnknown:
            Explanation(
                symptom: "404 for a batch.",
                cause: "No batch of the world has the id: it was deleted, or is of another world or an earlier state.",
                fix: "Use the batch_id that creating it answered, with the same key.")
        case .costLimit:
            Explanation(
                symptom: "403 when a session is asked for asynchronously.",
                cause: "The scenario says that the project's cost limit is reached.",
                fix: "Raise the limit with the vendor; in a test leave the policy asyncSessions.costLimit out.")
        case .requestUnknown:
            Explanation(
                symptom: "404 for the status of a session that was asked for asynchronously.",
                cause: "No request of the world has the id.",
                fix: "Use the request_id that POST /v1/sessions/async answered, with the same key.")
        }
    }
}
