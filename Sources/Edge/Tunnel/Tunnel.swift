import NIOCore

/// The two connections of a tunnel, on one event loop: performs what `TunnelState` decides.
final class Tunnel {
    private let idleTimeout: TimeAmount
    private var state: TunnelState
    private var client: ChannelHandlerContext?
    private var target: ChannelHandlerContext?
    /// What the target sent before the client's connection was ready for it.
    private var greeting = ByteBuffer()
    private var timer: Scheduled<Void>?

    init(idleTimeout: TimeAmount) {
        self.idleTimeout = idleTimeout
        self.state = TunnelState(idleTimeout: idleTimeout)
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

    private func closeBoth() {
        timer?.cancel()
        client?.close(promise: nil)
        target?.close(promise: nil)
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
        if state.endInput(of: end) { finish(end.other) }
    }

    func close(_ end: TunnelEnd) {
        switch state.close(end) {
        case .nothing: break
        case .finishOther: finish(end.other)
        case .cut: closeBoth()
        case .end: timer?.cancel()
        }
    }

    /// Tells one side that no more comes. A connection that sends no more either is thereby closed, with all that it has
    /// not yet taken; so the last byte is waited for.
    private func finish(_ end: TunnelEnd) {
        guard let context = context(of: end) else { return }
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolated().whenSuccess { context.close(mode: .output, promise: nil) }
        context.writeAndFlush(NIOAny(ByteBuffer()), promise: sent)
    }

    private func schedule(at deadline: NIODeadline, _ context: ChannelHandlerContext) {
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
        tunnel.cut()
    }

    func channelInactive(context: ChannelHandlerContext) {
        tunnel.close(end)
        context.fireChannelInactive()
    }
}
