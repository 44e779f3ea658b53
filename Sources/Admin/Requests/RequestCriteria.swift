import HTTPTypes
import Kernel
import KernelHTTP

/// Which exchanges are meant: a rule's `on` and `when`, and what can be said of an answer. All of it must hold.
struct RequestCriteria: Codable, Sendable, ObjectDescribed {
    /// What the members are for.
    static let descriptions: [String: FieldDescription] = [
        "on": "The operation, for example anchor.createSession; `*` stands for any run of characters.",
        "when": "What the request must have besides, as a rule has it.",
        "status": "The answer's status, for example 404 or 4xx.",
        "reason": "The code of the answer's reason, with `*`.",
        "since": "The number of the request that all of these come after, or the instant that they come from.",
    ]

    static let objectDescription = ObjectDescription(descriptions)

    /// The operation; nil for any request, also one that reaches none.
    var on: OperationPattern?
    /// What the request must have besides.
    var when: RuleConditions?
    /// The answer's status.
    var status: StatusPattern?
    /// The code of the reason, with `*`.
    var reason: OperationPattern?
    /// Where they begin.
    var since: JournalPosition?

    /// Operation and conditions.
    var pattern: RequestPattern { RequestPattern(on: on, when: when) }

    /// Whether anything is said at all.
    var isGiven: Bool { on != nil || when != nil || status != nil || reason != nil || since != nil }

    /// Whether an exchange is meant.
    func accept(_ request: PastRequest) -> Bool {
        acceptsPosition(of: request.entry) && acceptsAnswer(of: request.entry)
            && pattern.fits(operation: request.entry.operation, subject: request)
    }

    /// Whether an exchange came late enough.
    func acceptsPosition(of entry: JournalEntry) -> Bool { since.map { $0.accepts(entry) } ?? true }

    private func acceptsAnswer(of entry: JournalEntry) -> Bool {
        status.map { $0.matches(entry.response.status.code) } ?? true
            && reason.map { pattern in (entry.reason?.code).map(pattern.matches) ?? false } ?? true
    }
}
