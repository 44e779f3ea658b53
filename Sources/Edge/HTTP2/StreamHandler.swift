import HTTPTypes
import Logging
import NIOCore
import NIOHTTP2
import NIOHTTPTypes
import NIOHTTPTypesHTTP2

/// One request of a connection with HTTP/2 and its answer: what `ConnectionHandler` is to a connection with HTTP/1.1.
///
/// There is no order to keep, no pipelining and no framing, as a stream is one request. Faults are the connection's, as they
/// are elsewhere: a client that is to see a reset sees one.
final class StreamHandler: ChannelInboundHandler, AnswerReceiver {
    typealias InboundIn = HTTPRequestPart
    typealias OutboundOut = HTTPResponsePart

    private let environment: ConnectionEnvironment
    private var state: StreamState
    private var context: ChannelHandlerContext?
    private var client: EdgeClient?
    private var departure: (@Sendable () -> Void)?
    private var timer: Scheduled<Void>?
    private var timerDeadline = NIODeadline.distantFuture
    /// The request whose body is being read; nil if nobody wants it.
    private var incoming: IncomingRequest?
    /// What is called when nobody waits for the answer any longer.
    private var cancel: (@Sendable () -> Void)?
    private var outflow: StreamOutflow?
    private var bytes = OutboundBytes()
    /// It is one request, with no other behind it.
    let isServing = false

    init(_ environment: ConnectionEnvironment) {
        self.environment = environment
        state = StreamState(limits: environment.limits)
    }

    // MARK: The stream

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        client = EdgeClient(context.channel, isSecure: true)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        leave()
        self.context = nil
    }

    func channelInactive(context: ChannelHandlerContext) {
        leave()
        context.fireChannelInactive()
    }

    /// Nobody waits for anything any more.
    private func leave() {
        timer?.cancel()
        timer = nil
        state.close()
        incoming = nil
        outflow?.cancel()
        outflow = nil
        cancel?()
        cancel = nil
        departure?()
        departure = nil
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The client took its request back, or broke a rule of the protocol; NIO has told it so.
        context.close(promise: nil)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // The connection says itself that no more streams are welcome. An answer without an end ends, the others go on.
        if event is ChannelShouldQuiesceEvent, outflow?.hasOpenEnd == true { finishAnswer(context) }
    }

    /// Calls `action` when the client takes its request back, or is gone; at once if it is.
    func whenClientLeaves(_ action: @escaping @Sendable () -> Void) {
        guard context?.channel.isActive == true else { return action() }
        departure = action
    }

    // MARK: The request

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): receive(head, context)
        case .body(let bytes): receive(bytes, context)
        case .end: receiveEnd(context)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if let deadline = state.bodyDeadline { schedule(noLaterThan: deadline, context) }
    }

    private func receive(_ head: HTTPRequest, _ context: ChannelHandlerContext) {
        guard let client else { return }
        let accepted: RequestHead
        do {
            accepted = try RequestHead(ofStream: head, limits: environment.limits)
        } catch {
            state.receive(head: RequestTraits(), now: context.eventLoop.now)
            return refuse(error, context)
        }
        state.receive(head: accepted.traits, now: context.eventLoop.now)
        let body = accepted.traits.body
        let limit = environment.responder.bodyLimit(for: accepted.request, announcing: body, from: client)
        let request = IncomingRequest(accepted.request, from: client, limit: limit, budget: environment.bodies)
        incoming = request
        if let complete = request.announce(body) { return handOn(complete, context) }
        if accepted.traits.wantsContinue {
            context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
        }
    }

    private func receive(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        guard state.receive(bodyBytes: bytes.readableBytes, now: context.eventLoop.now) else {
            return context.close(promise: nil)
        }
        if let complete = incoming?.receive(bytes) { handOn(complete, context) }
    }

    private func receiveEnd(_ context: ChannelHandlerContext) {
        state.receiveEnd(now: context.eventLoop.now)
        if let incoming { handOn(incoming.complete(), context) }
    }

    private func refuse(_ refusal: Refusal, _ context: ChannelHandlerContext) {
        incoming = nil
        guard state.handOn() else { return }
        send(refusal.answer, context)
    }

    /// The request is complete, or as much of it as is wanted.
    private func handOn(_ request: EdgeRequest, _ context: ChannelHandlerContext) {
        incoming = nil
        guard state.handOn() else { return }
        switch environment.responder.respond(to: request) {
        case .now(let answer): send(answer, context)
        case .later(let answer):
            let cancel = answer.begin(AnswerRecipient(self, turn: 0, on: context.eventLoop))
            if state.isAwaitingAnswer { self.cancel = cancel } else { cancel() }
        }
    }

    func deliver(_ answer: EdgeAnswer?, turn _: Int) {
        guard state.isAwaitingAnswer, let context else { return }
        cancel = nil
        guard let answer else { return inflict(.close, context) }
        send(answer, context)
    }

    // MARK: The answer

    private func send(_ answer: EdgeAnswer, _ context: ChannelHandlerContext) {
        guard let hasBody = state.answer(answer.head) else { return context.close(promise: nil) }
        switch answer.delivery {
        case .fault(let fault):
            return inflict(fault, context)
        case .splice, .passage:
            // Neither is offered on a stream.
            return inflict(.close, context)
        case .whole, .pieces, .truncated:
            break
        }
        context.write(wrapOutboundOut(.head(answer.streamHead)), promise: nil)
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        let outflow = StreamOutflow(answer, hasBody: hasBody) { piece in
            bound.eventLoop.execute { bound.value.receive(piece) }
        }
        self.outflow = outflow
        pour(outflow, context)
    }

    private func receive(_ piece: ByteBuffer?) {
        guard let outflow, let context else { return }
        if let piece {
            outflow.receive(piece)
            pour(outflow, context)
        } else if outflow.mayEnd {
            finishAnswer(context)
        } else {
            // No client may take it for the whole.
            inflict(.close, context)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if let outflow, context.channel.isWritable { pour(outflow, context) }
    }

    /// Writes what the client takes, so much at a time that others on the event loop have their turn.
    private func pour(_ outflow: StreamOutflow, _ context: ChannelHandlerContext) {
        var room = BodyPump.longestSlice
        while room > 0, context.channel.isWritable, let slice = outflow.next() {
            let count = slice.readableBytes
            room -= count
            bytes.written += count
            bytes.pending += count
            let left = context.eventLoop.makePromise(of: Void.self)
            left.futureResult.assumeIsolated().whenComplete { _ in self.bytes.pending -= count }
            context.writeAndFlush(wrapOutboundOut(.body(slice)), promise: left)
        }
        context.flush()
        guard self.outflow === outflow else { return }
        switch outflow.ending {
        case .complete: finishAnswer(context)
        case .cut: inflict(.close, context)
        case .open where !context.channel.isWritable: break
        case .open where !outflow.hasBytes: outflow.ask()
        case .open:
            outflow.pause.take(on: context.eventLoop) {
                if let context = self.context, self.outflow === outflow { self.pour(outflow, context) }
            }
        }
        if let deadline = state.fill(bytes, now: context.eventLoop.now) {
            schedule(noLaterThan: deadline, context)
        }
    }

    private func finishAnswer(_ context: ChannelHandlerContext) {
        guard state.finishAnswer(), let outflow else { return }
        // What it has taken of the budget is held until it has left.
        let left = context.eventLoop.makePromise(of: Void.self)
        left.futureResult.assumeIsolated().whenComplete { _ in
            outflow.cancel()
            self.outflow = nil
            self.timer?.cancel()
            // The rest of a body that nobody wanted is not waited for.
            if !self.state.hasWholeRequest {
                self.context?.triggerUserOutboundEvent(
                    NIOHTTP2FramePayloadToHTTPEvent.reset(code: .noError), promise: nil)
            }
        }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: left)
    }

    /// Ends the connection as an answer's delivery wants it, behind what is written already.
    private func inflict(_ fault: ConnectionFault, _ context: ChannelHandlerContext) {
        context.flush()
        let connection = context.channel.parent ?? context.channel
        leave()
        // In its turn: HTTP/2 holds back what is flushed until it has handled all that was read.
        connection.eventLoop.execute {
            switch fault {
            case .reset: connection.reset()
            case .close: connection.close(promise: nil)
            case .garbage:
                let codec = try? connection.pipeline.syncOperations.context(handlerType: NIOHTTP2Handler.self)
                codec?.writeAndFlush(NIOAny(ByteBuffer(bytes: ConnectionFault.garbageBytes)), promise: nil)
                connection.close(promise: nil)
            }
        }
    }

    // MARK: The timer

    private func schedule(noLaterThan deadline: NIODeadline, _ context: ChannelHandlerContext) {
        guard timer == nil || deadline < timerDeadline else { return }
        timer?.cancel()
        timerDeadline = deadline
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [weak self] in
            self?.expire(context)
        }
    }

    private func expire(_ context: ChannelHandlerContext) {
        timer = nil
        switch state.expire(outbound: bytes, now: context.eventLoop.now) {
        case .wait(let deadline): schedule(noLaterThan: deadline, context)
        case .refuse(let refusal): refuse(refusal, context)
        case .close: context.close(promise: nil)
        case .unread:
            environment.logger.notice(
                "a client does not read its answer, which is given up",
                metadata: ["client": "\(context.remoteAddress.map { "\($0)" } ?? "gone")"])
            context.close(promise: nil)
        }
    }
}
