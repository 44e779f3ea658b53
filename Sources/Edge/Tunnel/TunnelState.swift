import NIOCore

/// The life of a tunnel, from the dialled target to the end of both connections: when bytes may be read, how one side's
/// end is carried over to the other, and when both are cut. Knows neither bytes nor channels; the time is handed in.
struct TunnelState {
    private enum Phase {
        /// The target is there; the client waits for the answer to its CONNECT.
        case dialled
        case spliced
        case over
    }

    private struct Side {
        /// It sends no more.
        var hasEnded = false
        /// It is told that no more comes.
        var isFinishing = false
        var isClosed = false
        /// It would be read if the other side took bytes.
        var isReadHeld = false
    }

    private let idleTimeout: TimeAmount
    private var phase = Phase.dialled
    private var client = Side()
    private var target = Side()
    private var lastProgress = NIODeadline.uptimeNanoseconds(0)

    init(idleTimeout: TimeAmount) {
        self.idleTimeout = idleTimeout
    }

    /// Both connections are there.
    /// - Returns: when the timer should go off; `nil` when the target has gone meanwhile.
    mutating func splice(now: NIODeadline) -> NIODeadline? {
        guard phase == .dialled else { return nil }
        phase = .spliced
        lastProgress = now
        return now + idleTimeout
    }

    /// Bytes came in.
    mutating func receive(now: NIODeadline) -> BytesOutcome {
        switch phase {
        case .dialled: return .keep
        case .spliced:
            lastProgress = now
            return .forward
        case .over: return .discard
        }
    }

    /// One side is ready to be read.
    /// - Returns: whether it is read now, or later because the other side does not take bytes yet.
    mutating func read(from end: TunnelEnd, isOtherWritable: Bool) -> Bool {
        if phase == .spliced, isOtherWritable { return true }
        self[end].isReadHeld = true
        return false
    }

    /// One side takes bytes (again).
    /// - Returns: whether the other one is to be read, which was held.
    mutating func resumeReading(to end: TunnelEnd) -> Bool {
        guard phase == .spliced, self[end.other].isReadHeld else { return false }
        self[end.other].isReadHeld = false
        return true
    }

    /// One side sends no more.
    /// - Returns: whether the other one is to be told, behind the bytes that are still on their way to it.
    mutating func endInput(of end: TunnelEnd) -> Bool {
        self[end].hasEnded = true
        return finishOutput(to: end.other)
    }

    /// - Returns: whether one side is now to be told that no more comes from the other: only once, and not before the
    ///   bytes flow.
    mutating func finishOutput(to end: TunnelEnd) -> Bool {
        guard phase == .spliced, self[end.other].hasEnded, !self[end].isFinishing else { return false }
        self[end].isFinishing = true
        return true
    }

    /// One side's connection is closed.
    mutating func close(_ end: TunnelEnd) -> CloseOutcome {
        self[end].isClosed = true
        guard phase == .spliced else {
            phase = .over
            return .nothing
        }
        if self[end.other].isClosed {
            phase = .over
            return .end
        }
        // A connection of which the other direction is shut already shows its end in no other way than this.
        guard self[end.other].hasEnded else { return cut() ? .cut : .nothing }
        return endInput(of: end) ? .finishOther : .nothing
    }

    /// Both connections have to end now.
    /// - Returns: false when they have already.
    mutating func cut() -> Bool {
        defer { phase = .over }
        return phase != .over
    }

    /// The timer went off.
    /// - Returns: when it should go off next; `nil` when the tunnel is to be cut.
    func expire(now: NIODeadline) -> NIODeadline? {
        let deadline = lastProgress + idleTimeout
        return now < deadline ? deadline : nil
    }

    private subscript(_ end: TunnelEnd) -> Side {
        get {
            switch end {
            case .client: client
            case .target: target
            }
        }
        set {
            switch end {
            case .client: client = newValue
            case .target: target = newValue
            }
        }
    }
}

// MARK: - Outcomes

extension TunnelState {
    /// What to do with bytes that came in.
    enum BytesOutcome: Hashable {
        case forward
        /// The other side is not there yet.
        case keep
        case discard
    }

    /// What follows when one side's connection is closed.
    enum CloseOutcome: Hashable {
        case nothing
        /// The other side is told that no more comes, behind the bytes that are still on their way to it.
        case finishOther
        /// The other side is closed at once.
        case cut
        /// Nothing is left.
        case end
    }
}

/// One of the two connections of a tunnel.
enum TunnelEnd: Hashable {
    /// The connection on which the CONNECT came.
    case client
    /// The connection that was dialled.
    case target

    /// The connection at the other end.
    var other: TunnelEnd {
        switch self {
        case .client: .target
        case .target: .client
        }
    }
}
