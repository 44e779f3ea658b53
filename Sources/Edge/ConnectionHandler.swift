import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// The one HTTP handler of a connection: requests to the responder's types on the way in, answers to bytes on the way
/// out, and whatever `ConnectionState` decides in between. When a tunnel is opened it gives way to a `TunnelHandler`.
final class ConnectionHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = ByteBuffer

    // What is not private is for the extensions about the end of a connection and about tunnels.
    let limits: EdgeLimits
    let decoder: RequestDecoder
    var state: ConnectionState
    var timer: Scheduled<Void>?
    /// A read that waits until a CONNECT is answered.
    var isReadHeld = false
    private(set) var hasInputEnded = false
    private var encoder = ResponseEncoder()
    private var pending = PendingBytes()
    private var isReadPending = false

    init(state: ConnectionState, limits: EdgeLimits, decoder: RequestDecoder) {
        self.state = state
        self.limits = limits
        self.decoder = decoder
    }

    // MARK: The connection

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { connect(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        connect(context)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        timer = nil
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            if state.quiesce() { context.close(promise: nil) }
        } else {
            if case ChannelEvent.inputClosed = event { hasInputEnded = true }
            context.fireUserInboundEventTriggered(event)
        }
    }

    private func connect(_ context: ChannelHandlerContext) {
        switch state.connect(now: context.eventLoop.now) {
        case .serve(let deadline): schedule(at: deadline, context)
        case .refuse(let refusal): refuse(refusal, context)
        }
    }

    func schedule(at deadline: NIODeadline, _ context: ChannelHandlerContext) {
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [weak self] in
            guard let self else { return }
            guard let next = self.state.expire(now: context.eventLoop.now, isReadPending: self.isReadPending) else {
                return context.close(promise: nil)
            }
            self.schedule(at: next, context)
        }
    }

    // MARK: Requests

    func read(context: ChannelHandlerContext) {
        isReadPending = true
        isReadHeld = state.isHolding
        if !isReadHeld { context.read() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isReadPending = false
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
            refuse(refusal, context)
            if breaksBody { context.fireErrorCaught(error) }
        case .wait(let breaksBody):
            if breaksBody { context.fireErrorCaught(error) }
        case .close:
            context.close(promise: nil)
        case .ignore:
            break
        }
    }

    // MARK: Responses

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let isWritten =
            switch unwrapOutboundIn(data) {
            case .head(let response): write(head: response, context)
            case .body(let body): write(body: body, context)
            case .end(let trailers): finishAnswer(trailers: trailers, context)
            }
        guard let promise else { return }
        guard isWritten else { return promise.fail(ChannelError.outputClosed) }
        writePending(context, promise: promise)
    }

    func flush(context: ChannelHandlerContext) {
        writePending(context)
        context.flush()
    }

    private func write(head response: HTTPResponse, _ context: ChannelHandlerContext) -> Bool {
        let isInformational = response.status.kind == .informational
        guard let terms = state.answer(isInformational: isInformational) else { return false }
        append(context) { buffer in
            if isInformational {
                encoder.write(informational: response, to: &buffer)
            } else if encoder.write(head: response, terms: terms, to: &buffer) {
                state.closeAfterAnswer()
            }
        }
        return true
    }

    private func write(body: ByteBuffer, _ context: ChannelHandlerContext) -> Bool {
        guard state.mayWriteBody else { return false }
        guard encoder.accepts(body) else { return true }
        append(context) { encoder.writeBodyPrefix(length: body.readableBytes, to: &$0) }
        if body.readableBytes <= Self.longestCopiedBody {
            append(context) { _ = $0.writeImmutableBuffer(body) }
        } else {
            writePending(context)
            context.write(wrapOutboundOut(body), promise: nil)
        }
        append(context) { encoder.writeBodySuffix(to: &$0) }
        return true
    }

    private func finishAnswer(trailers: HTTPFields?, _ context: ChannelHandlerContext) -> Bool {
        let outcome = state.finishAnswer(now: context.eventLoop.now)
        guard outcome != .discard else { return false }
        append(context) { encoder.writeEnd(trailers: trailers, to: &$0) }
        switch outcome {
        case .keepOpen(let sendsContinue):
            if sendsContinue { sendContinue(context) }
        case .release:
            release(context)
        case .close(let lingers):
            _ = decoder.release()
            end(lingers: lingers, context)
        case .refuse(let refusal):
            refuse(refusal, context)
        case .discard:
            break
        }
        return true
    }

    private func sendContinue(_ context: ChannelHandlerContext) {
        append(context) { $0.writeStaticString("HTTP/1.1 100 Continue\r\n\r\n") }
        flush(context: context)
    }

    func append(_ context: ChannelHandlerContext, _ write: (inout ByteBuffer) -> Void) {
        pending.append(allocator: context.channel.allocator, write)
    }

    private func writePending(_ context: ChannelHandlerContext, promise: EventLoopPromise<Void>? = nil) {
        guard let buffer = pending.take() else {
            promise?.succeed()
            return
        }
        context.write(wrapOutboundOut(buffer), promise: promise)
    }

    /// Bodies up to this many bytes are copied behind their head, which is cheaper than a second piece to write.
    private static let longestCopiedBody = 16 * 1024
}
