import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

extension ConnectionHandler {
    func read(context: ChannelHandlerContext) {
        isReadPending = true
        isReadHeld = state.holdsReads
        if !isReadHeld { context.read() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isReadPending = false
        decoder.hasIncompleteBytes = false
        switch unwrapInboundIn(data) {
        case .head(let head):
            receive(head, context)
        case .body(let bytes):
            perform(
                state.receive(bodyBytes: bytes.readableBytes, now: context.eventLoop.now), with: .body(bytes), context)
        case .end(let trailers):
            decoder.endRequest()
            let part = HTTPRequestPart.end(trailers.map(HTTPFields.init(trailers:)))
            perform(state.receiveEnd(now: context.eventLoop.now), with: part, context)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        let completesNothing = decoder.hasIncompleteBytes
        decoder.hasIncompleteBytes = false
        if let deadline = state.pauseReading(completesNothing: completesNothing, now: context.eventLoop.now) {
            schedule(noLaterThan: deadline, context)
        }
        // The responder is done with this connection, so nobody else asks for more.
        if state.isLingering { context.read() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        switch error {
        case let error as HTTPParserError: reject(Refusal(error), because: error, context)
        case is ByteToMessageDecoderError: break  // More bytes behind those that could not be read.
        default: context.fireErrorCaught(error)
        }
    }

    private func receive(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let accepted: RequestHead
        do {
            accepted = try RequestHead(head)
        } catch {
            return reject(error, because: error, context)
        }
        if accepted.traits.stopsDecoder { decoder.stopAfterRequest() }
        switch state.receive(head: accepted.traits, now: context.eventLoop.now) {
        case .deliver(let sendsContinue):
            if sendsContinue { self.sendContinue(context) }
            context.fireChannelRead(wrapInboundOut(.head(accepted.request)))
        case .hold:
            decoder.keepAfterRequest()
            context.fireChannelRead(wrapInboundOut(.head(accepted.request)))
        case .refuse(let refusal):
            reject(refusal, because: refusal, context)
        case .discard:
            break
        }
    }

    private func perform(
        _ outcome: ConnectionState.BodyOutcome, with part: HTTPRequestPart, _ context: ChannelHandlerContext
    ) {
        switch outcome {
        case .deliver: context.fireChannelRead(wrapInboundOut(part))
        case .discard: break
        case .close: context.close(promise: nil)
        }
    }

    private func reject(_ refusal: Refusal, because error: any Error, _ context: ChannelHandlerContext) {
        switch state.receive(malformed: refusal) {
        case .refuse(let refusal, let breaksBody):
            refuse(refusal, breaksBody: breaksBody, because: error, context)
        case .wait(let breaksBody):
            if breaksBody { context.fireErrorCaught(error) }
        case .close:
            context.close(promise: nil)
        case .ignore:
            break
        }
    }
}
