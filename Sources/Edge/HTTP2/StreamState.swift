import HTTPTypes
import NIOCore

/// The life of one request on a connection with HTTP/2: what is read, whether it was handed on, how far its answer is. Knows
/// neither bytes nor channels; the time is handed in.
struct StreamState {
    private enum Phase {
        /// The request, or the rest of its body, is still to come.
        case reading
        /// It is with the responder.
        case awaiting
        /// Its answer is being written.
        case answering
        case over
    }

    private let limits: EdgeLimits
    private var phase = Phase.reading
    private var deadlines: ClientDeadlines
    private var traits = RequestTraits()
    private var isHandedOn = false
    private var bodyBytes = 0
    /// The client has sent all of its request.
    private(set) var hasWholeRequest = false

    init(limits: EdgeLimits) {
        self.limits = limits
        deadlines = ClientDeadlines(limits: limits)
    }

    /// The answer is waited for.
    var isAwaitingAnswer: Bool { phase == .awaiting }

    /// When a further piece of body must have come at the latest; nil if none is waited for.
    var bodyDeadline: NIODeadline? { phase == .reading ? deadlines.bodyDeadline : nil }

    /// The request's head is there.
    mutating func receive(head traits: RequestTraits, now: NIODeadline) {
        self.traits = traits
        deadlines.receiveHead(now: now)
    }

    /// A piece of the body came.
    /// - Returns: false when it is more than is read of a body that nobody wants.
    mutating func receive(bodyBytes count: Int, now: NIODeadline) -> Bool {
        deadlines.receiveBody(count, now: now)
        bodyBytes += count
        return !isHandedOn || bodyBytes <= limits.maxUnreadBody
    }

    /// The client has sent all.
    mutating func receiveEnd(now: NIODeadline) {
        hasWholeRequest = true
        deadlines.finish(now: now)
    }

    /// The request goes to the responder, or is refused.
    /// - Returns: false when that was done before.
    mutating func handOn() -> Bool {
        guard phase == .reading, !isHandedOn else { return false }
        isHandedOn = true
        bodyBytes = 0
        phase = .awaiting
        return true
    }

    /// The answer's head is there.
    /// - Returns: whether a body follows it; nil when there is nothing to answer, or it is no answer.
    mutating func answer(_ head: HTTPResponse) -> Bool? {
        guard phase == .awaiting, head.status.kind != .informational else { return nil }
        phase = .answering
        return !traits.isHead && head.status.code != 204 && head.status.code != 304
    }

    /// The answer is complete.
    /// - Returns: false when it was before, or nobody waits for it.
    mutating func finishAnswer() -> Bool {
        guard phase == .answering else { return false }
        phase = .over
        return true
    }

    /// The stream is gone.
    mutating func close() {
        phase = .over
    }

    /// Bytes of the answer were written.
    /// - Returns: when the client must have taken some of them at the latest.
    mutating func fill(_ outbound: OutboundBytes, now: NIODeadline) -> NIODeadline? {
        deadlines.observe(outbound, now: now)
    }

    /// The timer went off.
    mutating func expire(outbound: OutboundBytes, now: NIODeadline) -> ClientDeadlines.Outcome {
        deadlines.expire(phase == .reading ? .body : .responder, outbound: outbound, now: now)
    }
}
