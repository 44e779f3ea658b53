import NIOCore
import NIOHTTPTypes

extension ConnectionHandler {
    /// The target of a CONNECT is there, and the tunnel is granted.
    func open(_ opening: TunnelOpening, _ context: ChannelHandlerContext, promise: EventLoopPromise<Void>?) {
        guard state.openTunnel() else {
            promise?.fail(TunnelFailure.connectionEnded)
            return
        }
        timer?.cancel()
        // An encoder would add framing, which this answer must not have.
        append(context) { $0.writeStaticString("HTTP/1.1 200 Connection established\r\n\r\n") }
        flush(context: context)
        do {
            try giveWay(to: opening.target, context)
            promise?.succeed()
        } catch {
            // The target hung up while its tunnel was granted.
            context.close(promise: nil)
            promise?.fail(error)
        }
    }

    /// The codec leaves the pipeline, and an end of the tunnel takes its place.
    private func giveWay(to target: any Channel, _ context: ChannelHandlerContext) throws {
        let tunnel = try target.pipeline.syncOperations.handler(type: TunnelHandler.self).tunnel
        let pipeline = context.pipeline.syncOperations
        try pipeline.addHandler(TunnelHandler(tunnel: tunnel, end: .client), position: .after(self))
        let earlyBytes = decoder.pass()
        try pipeline.removeHandler(
            context: pipeline.context(handlerType: ByteToMessageHandler<RequestDecoder>.self), promise: nil)
        pipeline.removeHandler(context: context, promise: nil)
        tunnel.splice(earlyBytes: earlyBytes, hasClientEnded: hasInputEnded)
        if isReadHeld { tunnel.read(from: .client) }
    }

    /// A CONNECT was answered without a tunnel: goes on with what came behind it.
    func release(_ context: ChannelHandlerContext) {
        context.fireChannelRead(wrapInboundOut(.end(nil)))
        let keptBytes = decoder.release()
        let pipeline = context.pipeline.syncOperations
        if keptBytes.readableBytes > 0 { pipeline.fireChannelRead(NIOAny(keptBytes)) }
        pipeline.fireChannelReadComplete()
        if isReadHeld, !state.holdsReads { read(context: context) }
    }
}

/// Tells a connection's handler, as an outbound event, that its CONNECT is granted and leads to this channel.
struct TunnelOpening {
    let target: any Channel
}
