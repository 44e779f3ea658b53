import NIOCore
import NIOHTTP1
import NIOSSL

extension ConnectionHandler {
    func read(context: ChannelHandlerContext) {
        isReadHeld = holdsReads
        isReadPending = !isReadHeld
        if isReadPending { context.read() }
    }

    /// Reads, if that was held and is no more.
    func resumeReading(_ context: ChannelHandlerContext) {
        if isReadHeld, !holdsReads { read(context: context) }
    }

    /// A client that does not take its answers is not read either: it could fill our memory with requests for more.
    private var holdsReads: Bool { state.holdsReads || (!isWritable && !state.isLingering) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isReadPending = false
        isInRead = true
        decoder.hasIncompleteBytes = false
        switch unwrapInboundIn(data) {
        case .head(let head):
            receive(head, context)
        case .body(let bytes):
            receive(bytes, context)
        case .end:
            decoder.endRequest()
            receiveEnd(context)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isInRead = false
        let completesNothing = decoder.hasIncompleteBytes
        decoder.hasIncompleteBytes = false
        if let deadline = state.pauseReading(completesNothing: completesNothing, now: context.eventLoop.now) {
            schedule(noLaterThan: deadline, context)
        }
        flushSoon()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case let error as HTTPParserError: reject(Refusal(error), context)
        case NIOSSLError.uncleanShutdown: break  // The end of the input follows.
        case is ByteToMessageDecoderError: break  // More bytes behind those that could not be read.
        default: close(context)
        }
    }

    private func receive(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let accepted: RequestHead
        do {
            accepted = try heads.read(head, isSecure: client?.isSecure == true)
        } catch {
            return reject(error, context)
        }
        if accepted.traits.stopsDecoder { decoder.stopAfterRequest() }
        switch state.receive(head: accepted.traits, now: context.eventLoop.now) {
        case .deliver(let sendsContinue):
            if sendsContinue { self.sendContinue(context) }
            expect(accepted, context)
        case .hold:
            decoder.keepAfterRequest()
            expect(accepted, context)
        case .refuse(let refusal):
            reject(refusal, context)
        case .discard:
            break
        }
    }

    /// The head is there; the body, if any, follows.
    private func expect(_ accepted: consuming RequestHead, _ context: ChannelHandlerContext) {
        guard let client else { return }
        let body = accepted.traits.body
        let limit = environment.responder.bodyLimit(for: accepted.request, announcing: body, from: client)
        let request = IncomingRequest(accepted.request, from: client, limit: limit, budget: environment.bodies)
        guard let complete = request.announce(body) else {
            incoming = request
            return
        }
        refuseBody(complete, context)
    }

    private func receive(_ bytes: ByteBuffer, _ context: ChannelHandlerContext) {
        switch state.receive(bodyBytes: bytes.readableBytes, now: context.eventLoop.now) {
        case .deliver:
            if let complete = incoming?.receive(bytes) { refuseBody(complete, context) }
        case .discard:
            break
        case .close:
            close(context)
        }
    }

    /// The request is complete without what is still to come of its body, which is read and thrown away.
    private func refuseBody(_ request: EdgeRequest, _ context: ChannelHandlerContext) {
        state.refuseBody()
        complete(request, context)
    }

    private func receiveEnd(_ context: ChannelHandlerContext) {
        // That of a CONNECT which waits for its tunnel is no event in the connection's life: its head was all of it.
        let outcome = state.isHolding ? .deliver : state.receiveEnd(now: context.eventLoop.now)
        switch outcome {
        case .deliver:
            if let request = incoming.take() { complete(request.complete(), context) }
        case .discard:
            break
        case .close:
            close(context)
        }
    }

    private func complete(_ request: EdgeRequest, _ context: ChannelHandlerContext) {
        incoming = nil
        serve(request, context)
    }

    func reject(_ refusal: Refusal, _ context: ChannelHandlerContext) {
        switch state.receive(malformed: refusal) {
        case .refuse(let refusal, let breaksBody):
            refuse(refusal, breaksBody: breaksBody, context)
        case .wait(let breaksBody):
            if breaksBody { breakRequest() }
        case .close:
            close(context)
        case .ignore:
            break
        }
    }

    /// The newest request is not answered any more, as the rest of it does not come.
    func breakRequest() {
        guard incoming == nil else {
            incoming = nil
            return
        }
        // It was complete without the rest.
        if waiting.popLast() == nil { abandonExchange() }
    }
}
