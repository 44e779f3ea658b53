import NIOCore

/// How long a connection goes on waiting for its client: for a request head, for the rest of a body, for the client to
/// take what was written. The time is handed in.
///
/// Bytes buy time only where they complete something, or where a body has come at a reasonable rate since it began; so
/// a client that sends one byte now and then has no more of it than one that sends none.
struct ClientDeadlines {
    /// What a connection waits for.
    enum Wait: CaseIterable {
        case head
        case body
        /// An answer, or the readiness to take more of a body: not the client.
        case responder
        case nothing
    }

    /// What follows when the timer went off.
    enum Outcome: Hashable {
        case wait(until: NIODeadline)
        case refuse(Refusal)
        case close
        /// The client takes nothing of what was written.
        case unread
    }

    private let limits: EdgeLimits
    /// When a part of a request was complete or an answer was, last.
    private var lastProgress = NIODeadline.uptimeNanoseconds(0)
    /// When the first bytes came of a head that is not complete; for the first head, when the connection was made.
    private var headBegan: NIODeadline?
    /// Something has come of the head that is waited for.
    private var hasPartOfHead = false
    private var bodyBegan = NIODeadline.uptimeNanoseconds(0)
    private var bodyBytes = 0
    /// Bytes that the client's system has taken, by the last look.
    private var takenBytes = 0
    /// When it had taken that many, as far as is known; nil while there is nothing for it to take.
    private var takenAt: NIODeadline?

    init(limits: EdgeLimits) {
        self.limits = limits
    }

    /// The connection is there.
    /// - Returns: when to look again.
    mutating func connect(now: NIODeadline) -> NIODeadline {
        lastProgress = now
        headBegan = now
        return now + TimeAmount(min(limits.headTimeout, limits.idleTimeout))
    }

    /// Bytes came that complete nothing, where a head is expected.
    mutating func receivePartialHead(now: NIODeadline) {
        hasPartOfHead = true
        if headBegan == nil { headBegan = now }
    }

    /// A head is complete.
    mutating func receiveHead(now: NIODeadline) {
        hasPartOfHead = false
        headBegan = nil
        lastProgress = now
        restartBody(now: now)
    }

    /// A piece of a body came.
    mutating func receiveBody(_ count: Int, now: NIODeadline) {
        lastProgress = now
        bodyBytes += count
    }

    /// The rest of a body is read from now on.
    mutating func resumeBody(now: NIODeadline) {
        restartBody(now: now)
    }

    /// A request or an answer is complete.
    mutating func finish(now: NIODeadline) {
        lastProgress = now
    }

    /// When the client must have sent a whole head at the latest; or the first byte of one, where nothing has come of it.
    var headDeadline: NIODeadline {
        guard let headBegan else { return lastProgress + TimeAmount(limits.idleTimeout) }
        // While earlier requests are answered, the client need not hurry with the next one.
        return max(headBegan, lastProgress) + TimeAmount(limits.headTimeout)
    }

    /// When a further piece of body must have come at the latest.
    var bodyDeadline: NIODeadline {
        let earned = Duration.seconds(bodyBytes / max(limits.minBodyRate, 1))
        return min(
            lastProgress + TimeAmount(limits.idleTimeout), bodyBegan + TimeAmount(limits.bodyTimeout + earned))
    }

    /// The timer went off.
    mutating func expire(_ wait: Wait, outbound: OutboundBytes, now: NIODeadline) -> Outcome {
        // Another limit may be shorter than the one that counts now, and is to be looked at in time.
        let later = now + TimeAmount(limits.idleTimeout)
        if let deadline = observe(outbound, now: now) {
            return now < deadline ? .wait(until: min(deadline, later)) : .unread
        }
        switch wait {
        case .responder:
            // Whatever else is to come of the body: its delay is not the client's fault.
            restartBody(now: now)
            return .wait(until: later)
        case .head:
            if now < headDeadline { return .wait(until: min(headDeadline, later)) }
            return hasPartOfHead ? .refuse(.headTimedOut) : .close
        case .body:
            return now < bodyDeadline ? .wait(until: bodyDeadline) : .refuse(.bodyTimedOut)
        case .nothing:
            return .close
        }
    }

    /// Looks how much of what was written has left us.
    /// - Returns: when more must have left at the latest; nil if there is nothing to leave.
    mutating func observe(_ outbound: OutboundBytes, now: NIODeadline) -> NIODeadline? {
        guard outbound.pending > 0 else {
            takenAt = nil
            return nil
        }
        let taken = outbound.written - outbound.pending
        if takenAt == nil || taken > takenBytes {
            takenBytes = taken
            takenAt = now
            lastProgress = now
        }
        return (takenAt ?? now) + TimeAmount(limits.writeTimeout)
    }

    private mutating func restartBody(now: NIODeadline) {
        bodyBegan = now
        bodyBytes = 0
    }
}

/// What a connection has written so far.
struct OutboundBytes: Hashable {
    /// Bytes written in all.
    var written = 0
    /// Of these, how many the client's system has not taken yet and ours has no room for.
    var pending = 0
}
