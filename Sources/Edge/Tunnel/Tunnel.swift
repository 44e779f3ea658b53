import NIOCore

/// The two connections of a tunnel or a splice, on one event loop: performs what `TunnelState` decides.
final class Tunnel {
    /// Whether neither direction goes on for long once the other is over, as with WebSockets.
    private let endsTogether: Bool
    private var state: TunnelState
    private var client: ChannelHandlerContext?
    private var target: ChannelHandlerContext?
    /// What the target sent before the client's connection was ready for it.
    private var greeting = ByteBuffer()
    private var timer: Scheduled<Void>?
    private var account = TunnelAccount()
    /// Whom the end is told.
    private var end: SpliceEnd?

    init(idleTimeout: TimeAmount, endsTogether: Bool = false) {
        self.endsTogether = endsTogether
        self.state = TunnelState(idleTimeout: idleTimeout)
    }

    /// The target's answer is there: the first that the client will get.
    func greet(with head: ByteBuffer, end: SpliceEnd) {
        greeting.writeImmutableBuffer(head)
        self.end = end
    }

    // MARK: The connections

    func attach(_ context: ChannelHandlerContext, as end: TunnelEnd) {
        switch end {
        case .client: client = context
        case .target: target = context
        }
    }

    func detach(_ end: TunnelEnd) {
        switch end {
        case .client: client = nil
        case .target: target = nil
        }
    }

    /// Lets the bytes flow, once both connections are attached; the client's early ones first.
    func splice(earlyBytes: ByteBuffer, hasClientEnded: Bool) {
        guard let client, let target, let deadline = state.splice(now: client.eventLoop.now) else {
            return closeBoth()
        }
        account.begin(now: client.eventLoop.now)
        account.note(earlyBytes, from: .client)
        schedule(at: deadline, client)
        if earlyBytes.readableBytes > 0 { target.writeAndFlush(NIOAny(earlyBytes), promise: nil) }
        if greeting.readableBytes > 0 { client.writeAndFlush(NIOAny(greeting), promise: nil) }
        greeting = ByteBuffer()
        if hasClientEnded { endInput(of: .client) }
        if state.finishOutput(to: .client) { finish(.client) }
        resumeReading(to: .client)
        resumeReading(to: .target)
    }

    /// Ends both connections at once, whatever is still on its way.
    func cut() {
        if state.cut() { closeBoth() }
    }

    /// The same because one of them is broken.
    func fail(_ end: TunnelEnd) {
        account.note(end: end)
        cut()
    }

    private func closeBoth() {
        timer?.cancel()
        tellEnd()
        client?.close(promise: nil)
        target?.close(promise: nil)
    }

    private func tellEnd() {
        guard let loop = client?.eventLoop ?? target?.eventLoop else { return }
        end?.tell(account.report(now: loop.now))
        end = nil
    }

    // MARK: Events of either connection

    func read(from end: TunnelEnd) {
        let isOtherWritable = context(of: end.other)?.channel.isWritable ?? false
        if state.read(from: end, isOtherWritable: isOtherWritable) { context(of: end)?.read() }
    }

    func resumeReading(to end: TunnelEnd) {
        guard context(of: end)?.channel.isWritable == true else { return }
        if state.resumeReading(to: end) { context(of: end.other)?.read() }
    }

    func receive(_ bytes: ByteBuffer, from end: TunnelEnd) {
        guard let source = context(of: end) else { return }
        account.note(bytes, from: end)
        switch state.receive(now: source.eventLoop.now) {
        case .forward: context(of: end.other)?.write(NIOAny(bytes), promise: nil)
        case .keep: greeting.writeImmutableBuffer(bytes)
        case .discard: break
        }
    }

    func flush(from end: TunnelEnd) {
        context(of: end.other)?.flush()
    }

    func endInput(of end: TunnelEnd) {
        account.note(end: end)
        guard state.endInput(of: end) else { return }
        finish(end.other)
        if endsTogether, let context = context(of: end.other) { endSoon(context) }
    }

    func close(_ end: TunnelEnd) {
        account.note(end: end)
        switch state.close(end) {
        case .nothing:
            if end == .target { tellEnd() }
        case .finishOther: finish(end.other)
        case .cut: closeBoth()
        case .end:
            timer?.cancel()
            tellEnd()
        }
    }

    /// Gives what is on its way to the other side a while to arrive.
    private func endSoon(_ context: ChannelHandlerContext) {
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: Self.lastWords) { [weak self] in self?.cut() }
    }

    /// Ours.
    private static let lastWords = TimeAmount.seconds(5)

    /// Tells one side that no more comes. A connection that sends no more either is thereby closed, with all that it has
    /// not yet taken; so the last byte is waited for.
    private func finish(_ end: TunnelEnd) {
        guard let context = context(of: end) else { return }
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolated().whenSuccess { context.close(mode: .output, promise: nil) }
        context.writeAndFlush(NIOAny(ByteBuffer()), promise: sent)
    }

    private func schedule(at deadline: NIODeadline, _ context: ChannelHandlerContext) {
        guard deadline < .distantFuture else { return }
        let eventLoop = context.eventLoop
        timer = eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [weak self] in
            guard let self else { return }
            guard let next = self.state.expire(now: eventLoop.now) else { return self.cut() }
            self.schedule(at: next, context)
        }
    }

    private func context(of end: TunnelEnd) -> ChannelHandlerContext? {
        switch end {
        case .client: client
        case .target: target
        }
    }
}

/// One end of a tunnel in its channel's pipeline: hands every event to the tunnel.
final class TunnelHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer

    let tunnel: Tunnel
    private let end: TunnelEnd

    init(tunnel: Tunnel, end: TunnelEnd) {
        self.tunnel = tunnel
        self.end = end
    }

    func handlerAdded(context: ChannelHandlerContext) {
        tunnel.attach(context, as: end)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        tunnel.detach(end)
    }

    func read(context: ChannelHandlerContext) {
        tunnel.read(from: end)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        tunnel.receive(unwrapInboundIn(data), from: end)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        tunnel.flush(from: end)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        tunnel.resumeReading(to: end)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent { return tunnel.cut() }
        if case ChannelEvent.inputClosed = event { tunnel.endInput(of: end) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        tunnel.fail(end)
    }

    func channelInactive(context: ChannelHandlerContext) {
        tunnel.close(end)
        context.fireChannelInactive()
    }
}

/// What passed through a tunnel, and who ended it first.
private struct TunnelAccount {
    private var began: NIODeadline?
    private var bytesUp = 0
    private var bytesDown = 0
    private var endedBy: SpliceParty?
    /// The end of what the client has sent so far.
    private var lastWords = ByteBuffer()

    mutating func begin(now: NIODeadline) {
        began = now
    }

    mutating func note(_ bytes: ByteBuffer, from end: TunnelEnd) {
        switch end {
        case .client:
            bytesUp += bytes.readableBytes
            lastWords = bytes
        case .target: bytesDown += bytes.readableBytes
        }
    }

    mutating func note(end: TunnelEnd) {
        guard endedBy == nil else { return }
        switch end {
        case .client: endedBy = .client
        // A client that leaves in good order says so, and the server hangs up (RFC 6455, 7.1.1).
        case .target: endedBy = lastWords.endsWithCloseFrame ? .client : .target
        }
    }

    func report(now: NIODeadline) -> SpliceReport {
        let duration = Duration(now - (began ?? now))
        return SpliceReport(endedBy: endedBy ?? .edge, duration: duration, bytesUp: bytesUp, bytesDown: bytesDown)
    }
}

extension ByteBuffer {
    /// Whether its last bytes are what a WebSocket client sends last: a close frame, of at most 125 bytes behind its mask
    /// (RFC 6455, 5.5.1). Frames are not followed from the beginning, so that once in a while others may look so.
    fileprivate var endsWithCloseFrame: Bool {
        (0...125).contains { length in
            let start = writerIndex - length - 6
            return start >= readerIndex && getInteger(at: start, as: UInt8.self) == 0x88
                && getInteger(at: start + 1, as: UInt8.self) == 0x80 | UInt8(length)
        }
    }
}
