import HTTPTypes
import Kernel
import KernelHTTP

/// What was signalled under one name and nobody has taken yet (anchor.md 12.11), in order.
///
/// Nobody who waits is in it: a state that is written out or taken back has no clients.
struct EventSignals: Codable, Sendable, Equatable {
    /// How long a name may be, in bytes (ours).
    static let longestName = 256
    /// How many bytes the data of one signal may have as JSON (ours).
    static let largestData = 64 << 10
    /// How many signals are kept under a name, and how many bytes their data may have together (ours).
    static let most = 100
    static let mostBytes = 256 << 10

    /// A signal that is kept.
    private struct Signal: Codable, Sendable, Equatable {
        let data: JSONObject
        let size: Int
    }

    let name: String
    /// The place of the name in the order of making.
    let ordinal: Int64
    private var kept: [Signal] = []

    init(name: String, ordinal: Int64) {
        self.name = name
        self.ordinal = ordinal
    }

    /// How many signals wait for somebody.
    var count: Int { kept.count }

    /// Keeps a signal behind the others. Returns false if there is no room.
    mutating func keep(_ data: JSONObject, size: Int) -> Bool {
        let bytes = kept.reduce(0) { $0 + $1.size }
        guard kept.count < Self.most, bytes + size <= Self.mostBytes else { return false }
        kept.append(Signal(data: data, size: size))
        return true
    }

    /// Takes the oldest signal out; nil if there is none.
    mutating func take() -> JSONObject? {
        kept.isEmpty ? nil : kept.removeFirst().data
    }
}

// MARK: - Transitions

extension AnchorState {
    /// Keeps a signal for the next one who waits for it. Throws if as many are kept as may be, or the world is full.
    mutating func signal(
        _ name: String, _ data: JSONObject, size: Int, _ turn: AnchorTurn
    ) throws(AnchorProblem) {
        // A name is an object as long as there is a signal of it.
        var signals: EventSignals
        if let known = eventSignals[name] {
            signals = known
        } else {
            signals = EventSignals(name: name, ordinal: try reserve(turn.policies))
        }
        guard signals.keep(data, size: size) else { throw .tooManySignals(name) }
        eventSignals[name] = signals
    }

    /// Takes the oldest signal of a name; nil if there is none.
    mutating func takeSignal(_ name: String) -> JSONObject? {
        guard var signals = eventSignals[name], let data = signals.take() else { return nil }
        eventSignals[name] = signals.count == 0 ? nil : signals
        if signals.count == 0 { release() }
        return data
    }
}

// MARK: - Refusals

extension AnchorProblem {
    /// Nothing came in time: the 408 that is documented.
    static func eventTimedOut(_ name: String, at instant: Moment) -> AnchorProblem {
        AnchorProblem(
            .requestTimeout, "Request Timeout",
            Reason(EventReason.timedOut, "No signal of \(name) was there by \(instant)."))
    }

    /// The world was swapped, or the client has hung up: nothing is waited for any longer.
    static func eventWaitEnded(_ name: String) -> AnchorProblem {
        AnchorProblem(
            .requestTimeout, "Request Timeout",
            Reason(EventReason.waitEnded, "The client hung up, or the world was reset, while it waited for \(name)."))
    }

    /// Nobody waits, and as many are kept as may be (ours).
    fileprivate static func tooManySignals(_ name: String) -> AnchorProblem {
        AnchorProblem(
            .tooManyRequests, "Too many signals",
            Reason(
                EventReason.tooManyKept,
                "Nobody waits for \(name), and of what nobody has taken at most \(EventSignals.most) signals with "
                    + "\(EventSignals.mostBytes) bytes of data are kept for a name."))
    }
}

/// The codes of the reasons that events give, explained.
enum EventReason: String, ReasonCode {
    case timedOut = "event.timedOut"
    case tooManyKept = "event.tooManyKept"
    case waitEnded = "event.waitEnded"

    /// What each code means.
    var explanation: Explanation {
        switch self {
        case .timedOut:
            Explanation(
                symptom: "408 from waiting for an event.",
                cause:
                    "Nobody signalled the event before timeoutMs were over on the world's clock, or another one who waited "
                    + "longer took the signal.",
                fix:
                    "Signal the event under the same name and in the same world, before or during the wait. On a clock that "
                    + "stands, a wait is over only when the clock is advanced.")
        case .tooManyKept:
            Explanation(
                symptom: "429 when an event is signalled.",
                cause: "Nobody takes the signals of this name, and as many are kept as may be.",
                fix: "Wait for the event as often as it is signalled, or use a name for each use.")
        case .waitEnded:
            Explanation(
                symptom: "408 from waiting for an event, before timeoutMs are over.",
                cause: "The world was reset, replaced or dropped while somebody waited in it, or the client hung up.",
                fix: "Reset worlds between tests, not while one is under way.")
        }
    }
}
