import NIOCore

extension ConnectionHandler {
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode == .output {
            closeOutput(context, promise: promise)
        } else {
            context.close(mode: mode, promise: promise)
        }
    }

    /// Answers what never becomes a request, and ends the connection.
    func refuse(_ refusal: Refusal, _ context: ChannelHandlerContext) {
        append(context) { refusal.write(to: &$0) }
        end(lingers: true, context)
    }

    /// Sends what is left, then closes; a connection that lingers gives its client a while to stop sending, as bytes
    /// that arrive at a closed socket make the client's system throw our answer away.
    func end(lingers: Bool, _ context: ChannelHandlerContext) {
        flush(context: context)
        schedule(at: context.eventLoop.now + TimeAmount(limits.idleTimeout), context)
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolated().whenComplete { [limits] _ in
            guard lingers, context.channel.isActive else { return context.close(promise: nil) }
            self.schedule(at: context.eventLoop.now + TimeAmount(limits.lingerTimeout), context)
            context.read()
        }
        closeOutput(context, promise: sent)
    }

    /// Says that no more comes, behind all that was written. When the client sends no more either, NIO would close the
    /// connection at once and drop what is not yet sent; so the last byte is waited for.
    private func closeOutput(_ context: ChannelHandlerContext, promise: EventLoopPromise<Void>?) {
        guard hasInputEnded else { return context.close(mode: .output, promise: promise) }
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolated().whenComplete { _ in context.close(mode: .output, promise: promise) }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: sent)
    }
}
