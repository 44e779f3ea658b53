import HTTPTypes
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// The one HTTP handler of a connection: requests to the responder's types on the way in, answers to bytes on the way
/// out, and whatever `ConnectionState` decides in between. When a tunnel is opened it gives way to a `TunnelHandler`.
///
/// Here are the connection, its timer and its answers; requests, the connection's end and tunnels have extensions of their own.
final class ConnectionHandler: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = ByteBuffer

    let limits: EdgeLimits
    let decoder: RequestDecoder
    private let logger: Logger
    var state: ConnectionState
    private(set) var timer: Scheduled<Void>?
    private var timerDeadline = NIODeadline.distantFuture
    /// The connection waits for bytes.
    var isReadPending = false
    /// A read waits until a CONNECT or an earlier request is answered.
    var isReadHeld = false
    private(set) var hasInputEnded = false
    /// Called once when the client has ended its side; for the one answer that is being waited for.
    private var departure: (@Sendable () -> Void)?
    private var encoder = ResponseEncoder()
    private var pending = PendingBytes()
    private var writtenBytes = 0

    init(
        state: ConnectionState, limits: EdgeLimits, decoder: RequestDecoder,
        logger: Logger = Logger(label: "edge") { _ in SwiftLogNoOpLogHandler() }
    ) {
        self.logger = logger
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
        tellDeparture()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            if state.quiesce() { return context.close(promise: nil) }
            endOpenAnswer(context)
        } else {
            if case ChannelEvent.inputClosed = event {
                hasInputEnded = true
                tellDeparture()
                endOpenAnswer(context)
                if state.owesAnswer { probe(context) }
            }
            context.fireUserInboundEventTriggered(event)
        }
    }

    /// Calls `action` when the client ends its side of the connection; at once if it has.
    func whenClientLeaves(_ action: @escaping @Sendable () -> Void) {
        if hasInputEnded { return action() }
        departure = action
    }

    private func tellDeparture() {
        departure?()
        departure = nil
    }

    private func connect(_ context: ChannelHandlerContext) {
        switch state.connect(now: context.eventLoop.now) {
        case .serve(let deadline): schedule(at: deadline, context)
        case .refuse(let refusal): refuse(refusal, context)
        }
    }

    // MARK: The timer

    func schedule(at deadline: NIODeadline, _ context: ChannelHandlerContext) {
        timer?.cancel()
        timerDeadline = deadline
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [weak self] in
            self?.expire(context)
        }
    }

    /// The timer goes off at this time, if not earlier.
    func schedule(noLaterThan deadline: NIODeadline, _ context: ChannelHandlerContext) {
        if deadline < timerDeadline { schedule(at: deadline, context) }
    }

    private func expire(_ context: ChannelHandlerContext) {
        let outcome = state.expire(
            now: context.eventLoop.now, isReadPending: isReadPending, outbound: outboundBytes(context))
        switch outcome {
        case .wait(let deadline): schedule(at: deadline, context)
        case .refuse(let refusal, let breaksBody): refuse(refusal, breaksBody: breaksBody, because: refusal, context)
        case .close: context.close(promise: nil)
        case .reset:
            logger.notice(
                "a client is cut off because it does not read its answer",
                metadata: [
                    "client": "\(context.remoteAddress.map { "\($0)" } ?? "gone")",
                    "seconds": "\(limits.writeTimeout.components.seconds)",
                ])
            reset(context)
        }
    }

    private func outboundBytes(_ context: ChannelHandlerContext) -> OutboundBytes {
        let pending = try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)
        return OutboundBytes(written: writtenBytes, pending: pending ?? 0)
    }

    // MARK: Answers

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if !context.channel.isWritable,
            let deadline = state.fill(outboundBytes(context), now: context.eventLoop.now)
        {
            schedule(noLaterThan: deadline, context)
        }
        context.fireChannelWritabilityChanged()
    }

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

    /// Hears that a CONNECT is granted, or that the connection is to fail on purpose.
    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        switch event {
        case let opening as TunnelOpening: open(opening, context, promise: promise)
        case let fault as ConnectionFault: inflict(fault, context, promise: promise)
        case is AnswerDrain: context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: promise)
        default: context.triggerUserOutboundEvent(event, promise: promise)
        }
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
            if encoder.isEndOpen { state.leaveAnswerOpen() }
        }
        if hasInputEnded { endOpenAnswer(context) }
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
            writtenBytes += body.readableBytes
            context.write(wrapOutboundOut(body), promise: nil)
        }
        append(context) { encoder.writeBodySuffix(to: &$0) }
        return true
    }

    func finishAnswer(trailers: HTTPFields?, _ context: ChannelHandlerContext) -> Bool {
        let outcome = state.finishAnswer(now: context.eventLoop.now)
        guard outcome != .discard else { return false }
        append(context) { encoder.writeEnd(trailers: trailers, to: &$0) }
        switch outcome {
        case .keepOpen(let sendsContinue):
            if sendsContinue { sendContinue(context) }
            if isReadHeld, !state.holdsReads { read(context: context) }
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

    func sendContinue(_ context: ChannelHandlerContext) {
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
        writtenBytes += buffer.readableBytes
        context.write(wrapOutboundOut(buffer), promise: promise)
    }

    /// Bodies up to this many bytes are copied behind their head, which is cheaper than a second piece to write.
    private static let longestCopiedBody = 16 * 1024
}
