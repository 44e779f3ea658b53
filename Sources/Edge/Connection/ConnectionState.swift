import NIOCore

/// The life of one HTTP/1.1 connection: which requests are under way, what may still be read and written, and when
/// and how it ends. Knows neither bytes nor channels; the time is handed in.
///
/// What becomes of a request is decided in `receive(head:now:)`. It is all in one file because every event looks at the same
/// few fields, which nobody else sees; `ClientDeadlines` has the times.
struct ConnectionState {
    private enum Phase: Equatable {
        /// Requests are welcome.
        case open
        /// No further request is read; what is under way is answered, then the connection is closed.
        case finishing
        /// As `finishing`, but the last answer is a refusal.
        case refusing(Refusal)
        /// The last byte is written; input is thrown away until the client hangs up or time is up.
        case lingering
        /// No concern of ours any more: closed, or a tunnel.
        case closed
    }

    private let limits: EdgeLimits
    private let isAdmitted: Bool
    private let opensTunnels: Bool
    private var phase = Phase.open
    /// Requests whose answer is not complete, oldest first: a client may pipeline.
    private var unanswered = CircularBuffer<RequestTraits>(initialCapacity: 1)
    /// The end of the newest accepted request is still to come.
    private var isReading = false
    /// Body bytes of the newest request so far.
    private var bodyBytes = 0
    /// What is still to come of that body is not wanted: its request is complete without it.
    private var isBodyRefused = false
    /// The head of the answer to the oldest unanswered request is written.
    private var isAnswering = false
    /// Nothing but the connection's end may follow the answer that is being written.
    private var closesAfterAnswer = false
    /// The head of the answer that is being written does not tell where it ends.
    private var isAnswerOpen = false
    /// The server wants to stop.
    private(set) var isQuiescing = false
    /// The client sends no more.
    private(set) var hasInputEnded = false
    private var deadlines: ClientDeadlines

    init(limits: EdgeLimits, isAdmitted: Bool = true, opensTunnels: Bool = false) {
        self.limits = limits
        self.isAdmitted = isAdmitted
        self.opensTunnels = opensTunnels
        self.deadlines = ClientDeadlines(limits: limits)
    }

    /// The newest request is a CONNECT or offers a WebSocket, and is not answered yet: what comes behind it cannot be
    /// understood before.
    private(set) var isHolding = false

    /// A CONNECT is the oldest request without an answer.
    var isConnectDue: Bool { isHolding && unanswered.count == 1 && unanswered.first?.isConnect == true }

    /// No more is read for now: it could not be understood before a CONNECT or an upgrade is answered; or it is a body that nobody takes
    /// yet, as its request is behind another one or is answered without; or enough requests wait already.
    var holdsReads: Bool {
        guard owesAnswer else { return false }
        if isReading, unanswered.count > 1 || isBodyRefused { return true }
        return isHolding || unanswered.count > Self.mostReadAhead
    }

    /// How many requests may wait for their answers before no more is read. What a read brings is never left, so there can
    /// be more. Ours.
    private static let mostReadAhead = 10

    /// Input is of no use any more, but is still read so that the client gets to see our last answer.
    var isLingering: Bool { phase == .lingering }

    /// A request waits for its answer, or for the rest of it.
    var owesAnswer: Bool { answerable != nil }

    /// The channel is active.
    mutating func connect(now: NIODeadline) -> ConnectOutcome {
        let deadline = deadlines.connect(now: now)
        guard isAdmitted else {
            phase = .lingering
            return .refuse(.tooManyConnections)
        }
        return .serve(until: deadline)
    }

    /// All bytes that have arrived are read.
    /// - Parameter completesNothing: there were some, and no part of a request was complete with them.
    /// - Returns: when the timer should go off at the latest, where a request is only there in part.
    mutating func pauseReading(completesNothing: Bool, now: NIODeadline) -> NIODeadline? {
        if isReading { return deadlines.bodyDeadline }
        guard completesNothing, phase == .open else { return nil }
        deadlines.receivePartialHead(now: now)
        return deadlines.headDeadline
    }

    /// A request head is complete.
    mutating func receive(head traits: RequestTraits, now: NIODeadline) -> HeadOutcome {
        guard phase == .open else { return .discard }
        guard unanswered.count < limits.maxPipelinedRequests else { return .refuse(.tooManyPipelined) }
        deadlines.receiveHead(now: now)
        isReading = true
        isBodyRefused = false
        bodyBytes = 0
        let isNext = unanswered.isEmpty
        unanswered.append(traits)
        if !traits.keepsAlive { phase = .finishing }
        if traits.isConnect ? opensTunnels : traits.offersWebSocket {
            isHolding = true
            isReading = false
            return .hold
        }
        return .deliver(sendsContinue: isNext && traits.wantsContinue)
    }

    /// A head is complete, but is none that can be accepted; or the bytes are no request at all.
    mutating func receive(malformed refusal: Refusal) -> MalformedOutcome {
        guard phase == .open || (phase == .finishing && isReading) else { return .ignore }
        let breaksBody = isReading
        isReading = false
        if breaksBody {
            // A client that has (a part of) its answer already cannot be sent another one.
            guard !unanswered.isEmpty, !(isAnswering && unanswered.count == 1) else {
                phase = .closed
                return .close
            }
            unanswered.removeLast()
        }
        guard unanswered.isEmpty else {
            phase = .refusing(refusal)
            return .wait(breaksBody: breaksBody)
        }
        phase = .lingering
        return .refuse(refusal, breaksBody: breaksBody)
    }

    /// A piece of a request's body arrived.
    mutating func receive(bodyBytes count: Int, now: NIODeadline) -> BodyOutcome {
        guard isReading else { return .discard }
        deadlines.receiveBody(count, now: now)
        bodyBytes += count
        guard unanswered.isEmpty, bodyBytes > limits.maxUnreadBody else { return .deliver }
        phase = .closed
        return .close
    }

    /// The newest request is answered without what is still to come of its body.
    mutating func refuseBody() {
        isBodyRefused = true
    }

    /// A request is complete.
    mutating func receiveEnd(now: NIODeadline) -> BodyOutcome {
        guard isReading else { return .discard }
        deadlines.finish(now: now)
        isReading = false
        guard unanswered.isEmpty, phase == .finishing else { return .deliver }
        phase = .closed
        return .close
    }

    /// The responder writes a response head.
    /// - Returns: how that answer has to go out; `nil` when it must not.
    mutating func answer(isInformational: Bool) -> ResponseTerms? {
        guard let request = answerable else { return nil }
        if isInformational { return request.isHTTP10 ? nil : ResponseTerms() }
        isAnswering = true
        isAnswerOpen = false
        let isLast = unanswered.count == 1
        closesAfterAnswer = isLast && (phase == .finishing || leavesTooMuchUnread(request))
        return ResponseTerms(
            isHTTP10: request.isHTTP10, omitsBody: request.isHead, closes: closesAfterAnswer || !request.keepsAlive)
    }

    /// The responder has a way to where the CONNECT or the WebSocket that it is to answer leads.
    /// - Returns: whether the connection is a tunnel from now on.
    mutating func openTunnel() -> Bool {
        guard isHolding, unanswered.count == 1, !isAnswering, !isQuiescing, answerable != nil else { return false }
        isHolding = false
        unanswered.removeAll()
        phase = .closed
        return true
    }

    /// The answer says itself that the connection ends with it, or can end in no other way.
    mutating func closeAfterAnswer() {
        closesAfterAnswer = true
    }

    /// The head of the answer does not tell where it ends, so that it may go on for ever.
    mutating func leaveAnswerOpen() {
        isAnswerOpen = true
    }

    /// The client sends no more, or the server wants to stop.
    /// - Returns: whether the answer that is being written ends for that, and the connection with it.
    mutating func endOpenAnswer() -> Bool {
        guard isAnswerOpen, mayWriteBody else { return false }
        closesAfterAnswer = true
        return true
    }

    /// The client sends no more.
    /// - Returns: whether the connection is to be closed now; else it ends with its last answer.
    mutating func endInput() -> Bool {
        hasInputEnded = true
        guard unanswered.isEmpty, phase == .open || phase == .finishing else { return false }
        phase = .closed
        return true
    }

    /// The connection is gone.
    mutating func disconnect() {
        unanswered.removeAll()
        isReading = false
        isHolding = false
        phase = .closed
    }

    /// The connection ends in place of an answer, or of the rest of one.
    /// - Returns: false when it has ended already.
    mutating func breakOff() -> Bool {
        guard answerable != nil else { return false }
        unanswered.removeAll()
        isAnswering = false
        isReading = false
        isHolding = false
        phase = .lingering
        return true
    }

    /// Whether the responder may write a piece of body now.
    var mayWriteBody: Bool { isAnswering && answerable != nil }

    /// The responder's answer is complete.
    mutating func finishAnswer(now: NIODeadline) -> AnswerOutcome {
        guard isAnswering, answerable != nil else { return .discard }
        deadlines.finish(now: now)
        isAnswering = false
        unanswered.removeFirst()
        if closesAfterAnswer || (phase == .finishing && unanswered.isEmpty && !isReading) {
            let hasUnreadInput = isReading || !unanswered.isEmpty || isHolding
            isHolding = false
            phase = hasUnreadInput ? .lingering : .closed
            return .close(lingers: hasUnreadInput)
        }
        if case .refusing(let refusal) = phase, unanswered.isEmpty {
            phase = .lingering
            return .refuse(refusal)
        }
        if isHolding, unanswered.isEmpty {
            isHolding = false
            return .release
        }
        if hasInputEnded, unanswered.isEmpty, !isReading {
            phase = .closed
            return .close(lingers: false)
        }
        // The rest of the next body was not read so far, which is not the client's fault.
        if isReading, unanswered.count == 1 { deadlines.resumeBody(now: now) }
        let isNextHeldBack = isReading && bodyBytes == 0 && unanswered.count == 1
        return .keepOpen(sendsContinue: isNextHeldBack && unanswered.first?.wantsContinue == true)
    }

    /// The server wants to stop.
    /// - Returns: whether the connection is to be closed at once; else it ends with its last answer.
    mutating func quiesce() -> Bool {
        isQuiescing = true
        switch phase {
        case .open, .finishing:
            // A target may take long to be there, for a tunnel that would be cut at once.
            let isDialling = isHolding && unanswered.count == 1 && !isAnswering
            guard unanswered.isEmpty || isDialling else {
                phase = .finishing
                return false
            }
            phase = .closed
            return true
        case .refusing, .closed:
            return false
        case .lingering:
            phase = .closed
            return true
        }
    }

    /// More is written than the client's system and ours have room for.
    /// - Returns: when the timer should go off at the latest.
    mutating func fill(_ outbound: OutboundBytes, now: NIODeadline) -> NIODeadline? {
        deadlines.observe(outbound, now: now)
    }

    /// The timer went off.
    /// - Parameter isReadPending: the connection waits for bytes; false while the responder is too busy to take more.
    mutating func expire(now: NIODeadline, isReadPending: Bool, outbound: OutboundBytes) -> TimerOutcome {
        let outcome = deadlines.expire(awaited(isReadPending: isReadPending), outbound: outbound, now: now)
        switch outcome {
        case .wait(let deadline):
            return .wait(until: deadline)
        case .refuse(let refusal):
            if case .refuse(_, let breaksBody) = receive(malformed: refusal) {
                return .refuse(refusal, breaksBody: breaksBody)
            }
        case .close, .unread:
            break
        }
        phase = .closed
        return outcome == .unread ? .reset : .close
    }

    private func awaited(isReadPending: Bool) -> ClientDeadlines.Wait {
        switch phase {
        case .lingering, .closed: .nothing
        case .open, .finishing, .refusing:
            if isReading {
                isReadPending && unanswered.count <= 1 ? .body : .responder
            } else {
                unanswered.isEmpty ? .head : .responder
            }
        }
    }

    private var answerable: RequestTraits? {
        switch phase {
        case .open, .finishing, .refusing: unanswered.first
        case .lingering, .closed: nil
        }
    }

    private func leavesTooMuchUnread(_ request: RequestTraits) -> Bool {
        guard isReading, case .bytes(let length) = request.body else { return false }
        return length - bodyBytes > limits.maxUnreadBody
    }
}

// MARK: - Outcomes

extension ConnectionState {
    /// What to do with a new connection.
    enum ConnectOutcome: Hashable {
        case serve(until: NIODeadline)
        case refuse(Refusal)
    }

    /// What to do with a request head.
    enum HeadOutcome: Hashable {
        /// An ordinary request, for the responder; with `100 Continue` sent first where the client waits for it.
        case deliver(sendsContinue: Bool)
        /// A CONNECT or the offer of a WebSocket, for the responder; the bytes behind it are kept until it is answered.
        case hold
        /// One more than a client may have waiting.
        case refuse(Refusal)
        case discard
    }

    /// What to do about bytes that are no acceptable request.
    enum MalformedOutcome: Hashable {
        /// Answer now. `breaksBody`: the responder is to be told that the body it reads will not be completed.
        case refuse(Refusal, breaksBody: Bool)
        /// Earlier requests are answered first.
        case wait(breaksBody: Bool)
        case close
        case ignore
    }

    /// What to do with a piece or the end of a request's body.
    enum BodyOutcome: Hashable {
        case deliver
        case discard
        case close
    }

    /// What follows when the timer went off.
    enum TimerOutcome: Hashable {
        case wait(until: NIODeadline)
        /// As for bytes that are no acceptable request.
        case refuse(Refusal, breaksBody: Bool)
        case close
        /// The client does not read, so that there is nothing to close in good order.
        case reset
    }

    /// What follows a complete answer.
    enum AnswerOutcome: Hashable {
        case keepOpen(sendsContinue: Bool)
        /// No tunnel was opened: what was kept behind the CONNECT or the offer are requests.
        case release
        /// `lingers`: the client is still sending, and would lose the answer if the connection were cut.
        case close(lingers: Bool)
        case refuse(Refusal)
        /// It was no answer to anything and must not be written.
        case discard
    }
}
