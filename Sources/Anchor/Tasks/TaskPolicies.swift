import Kernel

/// How a task comes to be written (policy `taskGeneration`).
struct TaskGenerationPolicy: PolicySet {
    /// How it ends.
    enum Outcome: String, Codable, CaseIterable, Sendable { case ready, failed }

    var sessionAfter = TimeSpan.zero
    var after = TimeSpan.seconds(2)
    var outcome = Outcome.ready

    /// Ready after two seconds, with a session at once.
    init() {}

    static let choices: [PolicyChoice<Self>] = [
        PolicyChoice("sessionAfter", \.sessionAfter, "How long it is waiting-for-session, where no session is given."),
        PolicyChoice(
            "after", \.after, "How long it is generating after that.",
            row: PolicyRow(
                "a task that is generated", "`generating`, `ready` 2 s later; never `waiting-for-session`",
                example: "taskGeneration: {sessionAfter: 5s, after: 2s, outcome: failed}")),
        PolicyChoice("outcome", \.outcome, "How it ends."),
    ]
}
