import HTTPTypes
import NIOCore

extension ConnectionHandler {
    /// What becomes of the request that was handed on last.
    enum Exchange {
        /// Its answer is complete, or is being written just now.
        case none
        /// Its answer is waited for; called when it is no more.
        case awaited(cancel: (@Sendable () -> Void)?)
        /// Its answer has begun, and the rest comes piece by piece.
        case pumping(BodyPump)
    }

    /// Hands on a request that is complete, in its turn.
    func serve(_ request: EdgeRequest, _ context: ChannelHandlerContext) {
        // Nearly every one is the only one, and need not stand in the queue.
        if !isServing, waiting.isEmpty, mayHandOn(context) {
            isServing = true
            handOn(request, context)
            isServing = false
        } else {
            waiting.append(request)
        }
        serve(context)
    }

    /// Hands on the requests that are complete, each when the one before is answered and the client takes its answers. One
    /// read may bring thousands, so this is a loop that nothing on the way through an answer enters again.
    func serve(_ context: ChannelHandlerContext) {
        guard !isServing else { return }
        isServing = true
        while !waiting.isEmpty, mayHandOn(context) { handOn(waiting.removeFirst(), context) }
        isServing = false
        guard self.context != nil else { return }
        if !isInRead { flushSoon() }
        resumeReading(context)
    }

    /// The client takes what is written.
    func resume(_ context: ChannelHandlerContext) {
        guard !isServing else { return }
        if case .pumping(let pump) = exchange { pour(pump, context) }
        serve(context)
    }

    private func mayHandOn(_ context: ChannelHandlerContext) -> Bool {
        guard case .none = exchange else { return false }
        return state.owesAnswer && hasRoom(context)
    }

    /// Whether another answer may be written: the client takes what is written, and has taken what counts. Has what is
    /// written leave, if that makes room.
    func hasRoom(_ context: ChannelHandlerContext) -> Bool {
        if !isWritable || leaving != nil { flush(context) }
        return isWritable && leaving == nil
    }

    private func handOn(_ request: EdgeRequest, _ context: ChannelHandlerContext) {
        turn &+= 1
        charge = request.charge
        if state.isConnectDue, let tunnels = environment.tunnels {
            return decide(request.head, tunnels, context)
        }
        switch environment.responder.respond(to: request) {
        case .now(let answer): send(answer, context)
        case .later(let answer): wait(for: answer, context)
        }
    }

    private func wait(for answer: PendingAnswer, _ context: ChannelHandlerContext) {
        let turn = turn
        exchange = .awaited(cancel: nil)
        let cancel = answer.begin(AnswerRecipient(self, turn: turn, on: context.eventLoop))
        guard turn == self.turn else { return cancel() }
        if case .awaited = exchange { exchange = .awaited(cancel: cancel) }
    }

    /// What may be called from anywhere, and is done on the event loop, as an answer that is delivered is.
    func onLoop<Value: Sendable>(
        _ context: ChannelHandlerContext, _ action: @escaping @Sendable (ConnectionHandler, Value) -> Void
    ) -> @Sendable (Value) -> Void {
        let eventLoop = context.eventLoop
        let handler = NIOLoopBound(self, eventLoop: eventLoop)
        return { value in
            if eventLoop.inEventLoop, handler.value.isServing { return action(handler.value, value) }
            eventLoop.execute { action(handler.value, value) }
        }
    }

    func deliver(_ answer: EdgeAnswer?, turn: Int) {
        guard turn == self.turn, case .awaited = exchange, let context else { return }
        exchange = .none
        finishWaiting(with: answer, context)
    }

    /// What was waited for is there.
    func finishWaiting(with answer: EdgeAnswer?, _ context: ChannelHandlerContext) {
        if let answer {
            let wasServing = isServing
            isServing = true
            send(answer, context)
            isServing = wasServing
            serve(context)
        } else {
            close(context)
        }
    }

    /// Nobody waits for answers any more.
    func abandon() {
        abandonExchange()
        waiting.removeAll()
        incoming = nil
    }

    /// Nobody waits for the answer of the request that was handed on last.
    func abandonExchange() {
        let abandoned = exchange
        turn &+= 1
        exchange = .none
        charge = nil
        switch abandoned {
        case .none: break
        case .awaited(let cancel): cancel?()
        case .pumping(let pump): pump.cancel()
        }
    }

    // MARK: - Writing

    private func send(_ answer: EdgeAnswer, _ context: ChannelHandlerContext) {
        charge = answer.charge
        switch answer.delivery {
        case .whole(let body):
            guard write(head: answer, context) else { return }
            if body.readableBytes > BodyPump.longestSlice, encoder.hasBody { return begin(BodyPump(body), context) }
            write(body: body, context)
            keepCharge(context)
            finishAnswer(context)
        case .pieces(let first, let rest, let length):
            guard write(head: answer, context) else { return }
            write(body: first, context)
            begin(rest, length: length.map { $0 - first.readableBytes }, context)
        case .truncated(let body, let length):
            guard write(head: answer, context) else { return }
            write(body: body.prefix(length), context)
            keepCharge(context)
            inflict(.close, context)
        case .fault(let fault):
            inflict(fault, context)
        case .splice(let splice):
            take(splice, context)
        case .passage(let passage):
            enter(passage, context)
        }
    }

    /// - Returns: whether a body may follow.
    private func write(head answer: EdgeAnswer, _ context: ChannelHandlerContext) -> Bool {
        let isInformational = answer.head.status.kind == .informational
        guard let terms = state.answer(isInformational: isInformational) else { return false }
        guard !isInformational else {
            // It is no answer, and there is no other.
            append { encoder.write(informational: answer.head, to: &$0) }
            close(context)
            return false
        }
        append { buffer in
            if encoder.write(head: answer.head, length: answer.delivery.length, terms: terms, to: &buffer) {
                state.closeAfterAnswer()
            }
        }
        if encoder.isEndOpen {
            state.leaveAnswerOpen()
            if state.hasInputEnded || state.isQuiescing { endOpenAnswer(context) }
        }
        return state.mayWriteBody
    }

    func write(body: ByteBuffer, _ context: ChannelHandlerContext) {
        guard encoder.accepts(body) else { return }
        let length = body.readableBytes
        if length <= Self.longestCopiedBody {
            append { buffer in
                encoder.writeBodyPrefix(length: length, to: &buffer)
                buffer.writeImmutableBuffer(body)
                encoder.writeBodySuffix(to: &buffer)
            }
        } else {
            append { encoder.writeBodyPrefix(length: length, to: &$0) }
            write(body, context)
            append { encoder.writeBodySuffix(to: &$0) }
        }
    }

    /// The charge of the answer is held until what is written of it has left, and no other answer is begun before.
    func keepCharge(_ context: ChannelHandlerContext) {
        guard let charge else { return }
        self.charge = nil
        leaving = charge
        let left = context.eventLoop.makePromise(of: Void.self)
        left.futureResult.assumeIsolated().whenComplete { _ in
            self.leaving = nil
            self.serve(context)
        }
        write(ByteBuffer(), context, promise: left)
    }

    func finishAnswer(_ context: ChannelHandlerContext) {
        let outcome = state.finishAnswer(now: context.eventLoop.now)
        guard outcome != .discard else { return }
        append { encoder.writeEnd(to: &$0) }
        writeIfMuch(context)
        switch outcome {
        case .keepOpen(let sendsContinue):
            if sendsContinue { sendContinue(context) }
        case .release:
            release(context)
        case .close(let lingers):
            abandon()
            _ = decoder.release()
            end(lingers: lingers, context)
        case .refuse(let refusal):
            refuse(refusal, context)
        case .discard:
            break
        }
    }

    func sendContinue(_ context: ChannelHandlerContext) {
        append { $0.writeStaticString("HTTP/1.1 100 Continue\r\n\r\n") }
        flush(context)
    }
}

extension ByteBuffer {
    /// This many bytes from the start, or all if there are fewer.
    fileprivate func prefix(_ length: Int) -> ByteBuffer {
        getSlice(at: readerIndex, length: min(max(length, 0), readableBytes)) ?? ByteBuffer()
    }
}
