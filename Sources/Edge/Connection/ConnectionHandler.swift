import Logging
import NIOCore
import NIOHTTP1
import NIOTLS

/// The one HTTP handler of a connection: bytes to requests for the responder on the way in, answers to bytes on the way
/// out, and whatever `ConnectionState` decides in between. When a tunnel or a splice is opened it gives way to a `TunnelHandler`.
///
/// Here are the connection, its timer and its bytes; requests, answers, the connection's end and tunnels have extensions of
/// their own.
final class ConnectionHandler: ChannelDuplexHandler, RemovableChannelHandler, AnswerReceiver {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = Never
    typealias OutboundOut = ByteBuffer

    let environment: ConnectionEnvironment
    let decoder: RequestDecoder
    var state: ConnectionState

    // MARK: The connection

    /// Nil once the handler has left its pipeline.
    private(set) var context: ChannelHandlerContext?
    /// Nil until the connection is there.
    private(set) var client: EdgeClient?
    private var timer: Scheduled<Void>?
    private var timerDeadline = NIODeadline.distantFuture
    /// Called once when the client has ended its side; for the one answer that is being waited for.
    private var departure: (@Sendable () -> Void)?

    // MARK: Requests

    /// The connection waits for bytes.
    var isReadPending = false
    /// A read waits until a CONNECT or an earlier request is answered, or the client takes more of its answers.
    var isReadHeld = false
    /// Bytes that have arrived are being read: what is written goes out when that is done.
    var isInRead = false
    var heads = RequestHeadReader()
    /// The request whose body is being read; nil if nobody wants it.
    var incoming: IncomingRequest?
    /// Requests that are complete and not with the responder yet, oldest first.
    var waiting = CircularBuffer<EdgeRequest>(initialCapacity: 1)

    // MARK: Answers

    var exchange = Exchange.none
    /// Counts the requests that were handed on, so that what belongs to an earlier one is known.
    var turn = 0
    /// Requests are being handed on, or pieces written; whoever comes upon this from within leaves it to that loop.
    var isServing = false
    /// What the request that is being answered, or its answer, has taken of the budget.
    var charge: ByteCharge?
    /// What the answer before has taken, until it has left.
    var leaving: ByteCharge?
    var encoder = ResponseEncoder()
    private var pending = PendingBytes()
    private var writtenBytes = 0
    private var isFlushDue = false
    private var isFlushScheduled = false
    private var turnFlush: TurnFlush?
    private(set) var isWritable = true

    init(state: ConnectionState, decoder: RequestDecoder, _ environment: ConnectionEnvironment) {
        self.state = state
        self.decoder = decoder
        self.environment = environment
    }

    /// Makes a channel's pipeline one for HTTP; on its event loop.
    ///
    /// - Parameters:
    ///   - passage: the CONNECT that the connection came through.
    ///   - position: the handler behind which it begins; nil if there is none yet.
    static func add(
        to channel: any Channel, _ environment: ConnectionEnvironment, isAdmitted: Bool = true,
        through passage: Passage? = nil, after position: (any ChannelHandler)? = nil
    ) throws {
        let limits = environment.limits
        let decoder = RequestDecoder(limits: limits)
        let state = ConnectionState(limits: limits, isAdmitted: isAdmitted, opensTunnels: environment.tunnels != nil)
        var handlers: [any ChannelHandler] = [
            ByteToMessageHandler(decoder), ConnectionHandler(state: state, decoder: decoder, environment),
        ]
        if let tls = environment.tls {
            handlers.insert(TLSDetector(authority: tls, passage: passage, environment), at: 0)
        }
        try channel.pipeline.syncOperations.addHandlers(handlers, position: position.map { .after($0) } ?? .last)
    }

    // MARK: - The connection

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        turnFlush = environment.flushes.value(on: context.eventLoop)
        if context.channel.isActive { connect(context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        cancelTimer()
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        connect(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        cancelTimer()
        state.disconnect()
        abandon()
        tellDeparture()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            quiesce(context)
        } else if case TLSUserEvent.handshakeCompleted = event {
            client = EdgeClient(context.channel, isSecure: true)
        } else if case ChannelEvent.inputClosed = event {
            endInput(context)
        }
    }

    /// Calls `action` when the client ends its side of the connection; at once if it has.
    func whenClientLeaves(_ action: @escaping @Sendable () -> Void) {
        guard !state.hasInputEnded, context?.channel.isActive == true else { return action() }
        departure = action
    }

    func tellDeparture() {
        departure?()
        departure = nil
    }

    private func connect(_ context: ChannelHandlerContext) {
        client = EdgeClient(context.channel)
        switch state.connect(now: context.eventLoop.now) {
        case .serve(let deadline): schedule(at: deadline, context)
        case .refuse(let refusal): refuse(refusal, context)
        }
    }

    // MARK: - The timer

    func schedule(at deadline: NIODeadline, _ context: ChannelHandlerContext) {
        timer?.cancel()
        timerDeadline = deadline
        // Not weakly, which would make every later look at the handler a slow one; whatever ends its work ends its timer.
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { self.expire(context) }
    }

    /// The timer goes off at this time, if not earlier.
    func schedule(noLaterThan deadline: NIODeadline, _ context: ChannelHandlerContext) {
        if deadline < timerDeadline { schedule(at: deadline, context) }
    }

    func cancelTimer() {
        timer?.cancel()
        timer = nil
    }

    private func expire(_ context: ChannelHandlerContext) {
        let outcome = state.expire(
            now: context.eventLoop.now, isReadPending: isReadPending, outbound: outboundBytes(context))
        switch outcome {
        case .wait(let deadline): schedule(at: deadline, context)
        case .refuse(let refusal, let breaksBody): refuse(refusal, breaksBody: breaksBody, context)
        case .close: close(context)
        case .reset:
            environment.logger.notice(
                "a client is cut off because it does not read its answer",
                metadata: [
                    "client": "\(context.remoteAddress.map { "\($0)" } ?? "gone")",
                    "seconds": "\(environment.limits.writeTimeout.components.seconds)",
                ])
            context.channel.reset()
        }
    }

    // MARK: - Bytes that leave

    func append(_ write: (inout ByteBuffer) -> Void) {
        pending.append(write)
    }

    /// Hands what is encoded to the channel once there is much of it, so that the channel can tell when it is too much.
    func writeIfMuch(_ context: ChannelHandlerContext) {
        if pending.count >= Self.longestCopiedBody { writePending(context) }
    }

    func writePending(_ context: ChannelHandlerContext) {
        guard let bytes = pending.take() else { return }
        write(bytes, context)
    }

    /// Writes bytes behind those that are encoded.
    func write(_ bytes: ByteBuffer, _ context: ChannelHandlerContext, promise: EventLoopPromise<Void>? = nil) {
        writePending(context)
        writtenBytes += bytes.readableBytes
        isFlushDue = true
        context.write(wrapOutboundOut(bytes), promise: promise)
    }

    func flush(_ context: ChannelHandlerContext) {
        writePending(context)
        guard isFlushDue else { return }
        isFlushDue = false
        context.flush()
    }

    /// Has what is written leave with the answers of other connections.
    func flushSoon() {
        guard !isFlushScheduled, isFlushDue || pending.count > 0 else { return }
        isFlushScheduled = true
        turnFlush?.add(self)
    }

    /// The time for that has come.
    func flushInTurn() {
        isFlushScheduled = false
        if let context { flush(context) }
    }

    /// Ends the connection behind what is written.
    func close(_ context: ChannelHandlerContext) {
        flush(context)
        context.close(promise: nil)
    }

    /// Bodies up to this many bytes are copied behind their head, which is cheaper than a second piece to write.
    static let longestCopiedBody = 16 * 1024

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        isWritable = context.channel.isWritable
        guard !isWritable else { return resume(context) }
        if let deadline = state.fill(outboundBytes(context), now: context.eventLoop.now) {
            schedule(noLaterThan: deadline, context)
        }
    }

    func outboundBytes(_ context: ChannelHandlerContext) -> OutboundBytes {
        let pending = try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)
        return OutboundBytes(written: writtenBytes, pending: pending ?? 0)
    }
}
