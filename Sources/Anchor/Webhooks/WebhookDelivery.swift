import Kernel

/// One event on its way to one webhook (anchor.md 8.5): a state machine with no clock and no connection in it.
struct WebhookDelivery: Codable, Sendable, Equatable {
    /// The vendor's words.
    enum Status: String, Codable, CaseIterable, Sendable { case pending, succeeded, failed, dead }

    /// A UUID, also of each try (ours).
    let id: String
    /// The place in the order in which events came about.
    let ordinal: Int64
    let webhookID: String
    /// `evt_` and 24 hexadecimal digits: the same for all webhooks that are told of it.
    let eventID: String
    let event: WebhookEvent
    /// For people: one line.
    let text: String
    let data: JSONObject
    /// When the event came about, and so when the first try was due.
    let scheduledAt: Moment
    private(set) var status = Status.pending
    /// How many tries are over.
    @Counter private(set) var attempts = 0
    /// When the next try is due, as long as it is pending.
    private(set) var dueAt: Moment
    /// The status of the last answer; nil if there was none.
    private(set) var responseStatus: Int?
    /// What was wrong with the last try; nil if nothing was.
    private(set) var errorMessage: String?
    /// When nothing more was to be done; nil if something is.
    private(set) var completedAt: Moment?

    init(
        id: String, ordinal: Int64, webhookID: String, eventID: String, event: WebhookEvent, text: String,
        data: JSONObject, at instant: Moment
    ) {
        self.id = id
        self.ordinal = ordinal
        self.webhookID = webhookID
        self.eventID = eventID
        self.event = event
        self.text = text
        self.data = data
        scheduledAt = instant
        dueAt = instant
    }

    /// About how many bytes it takes.
    var weight: Int { 512 + text.utf8.count + JSONWriter.bytes(data).count }

    /// Notes what became of a try. Nothing changes if it is none that was to be made.
    ///
    /// - Parameters:
    ///   - number: which try, from 1.
    ///   - delays: how long after each try the next one is due.
    mutating func finish(try number: Int, with outcome: WebhookOutcome, delays: [TimeSpan]) {
        guard status == .pending, number == attempts + 1 else { return }
        attempts = number
        responseStatus = outcome.status
        errorMessage = outcome.complaint
        switch outcome {
        case .answered(let status) where (200...299).contains(status): complete(.succeeded)
        case .answered(let status) where (400...499).contains(status) && status != 408 && status != 429:
            complete(.failed)
        case .answered, .failed:
            if delays.indices.contains(number - 1) {
                dueAt = dueAt + delays[number - 1]
            } else {
                complete(.dead)
            }
        }
    }

    private mutating func complete(_ status: Status) {
        self.status = status
        completedAt = dueAt
    }
}

/// What became of a try.
package enum WebhookOutcome: Sendable, Equatable {
    /// The receiver answered within its ten seconds.
    case answered(status: Int)
    /// It did not, for the reason in these words.
    case failed(String)

    /// The longest words that are kept (ours).
    private static let longestComplaint = 300

    /// The answer's status; nil if there was no answer.
    fileprivate var status: Int? {
        switch self {
        case .answered(let status): status
        case .failed: nil
        }
    }

    /// What is wrong with it; nil if nothing is.
    fileprivate var complaint: String? {
        switch self {
        case .answered(let status): (200...299).contains(status) ? nil : "The endpoint answered \(status)"
        case .failed(let words): String(words.unicodeScalars.prefix(Self.longestComplaint))
        }
    }
}
