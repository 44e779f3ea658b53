import NIOCore

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
        /// A CONNECT, for the responder; the bytes behind it are kept until it is answered.
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
        /// No tunnel was opened: what was kept behind the CONNECT are requests.
        case release
        /// `lingers`: the client is still sending, and would lose the answer if the connection were cut.
        case close(lingers: Bool)
        case refuse(Refusal)
        /// It was no answer to anything and must not be written.
        case discard
    }
}
