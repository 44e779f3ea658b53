import NIOCore

/// One end of a tunnel in its channel's pipeline: hands every event to the tunnel, and nothing of it to the handlers
/// behind, which still belong to the HTTP connection.
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

    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        // The task that serves the client was cancelled.
        if mode == .input { tunnel.cut() }
        context.close(mode: mode, promise: promise)
    }
}
