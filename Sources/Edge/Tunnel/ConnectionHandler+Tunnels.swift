import HTTPTypes
import NIOCore

extension ConnectionHandler {
    /// Has a CONNECT decided about.
    func decide(_ head: HTTPRequest, _ tunnels: TunnelResponder, _ context: ChannelHandlerContext) {
        guard let client else { return }
        let turn = turn
        // Not loose: it is cancelled when nobody waits for the answer any more.
        let deciding = tunnels.decide(
            head, from: client, deliver: onLoop(context) { $0.receive($1, turn: turn) })
        exchange = .awaited(cancel: { deciding.cancel() })
    }

    private func receive(_ decision: TunnelDecision, turn: Int) {
        guard turn == self.turn, case .awaited = exchange, let context else {
            if case .tunnel(let target) = decision { target.close(promise: nil) }
            return
        }
        exchange = .none
        switch decision {
        case .tunnel(let target): open(target, context)
        case .answer(let answer): finishWaiting(with: answer, context)
        case .none: finishWaiting(with: nil, context)
        }
    }

    /// The target of a CONNECT is there, and the tunnel is granted.
    private func open(_ target: any Channel, _ context: ChannelHandlerContext) {
        // An encoder would add framing, which this answer must not have.
        open(target, saying: Self.established, context)
    }

    /// A server has taken the client's upgrade: what it says goes out as it is.
    func take(_ splice: Splice, _ context: ChannelHandlerContext) {
        guard let target = splice.take() else { return close(context) }
        open(target, saying: "", context)
    }

    /// A CONNECT leads to ourselves: a connection begins anew behind its answer.
    func enter(_ passage: Passage, _ context: ChannelHandlerContext) {
        guard state.openTunnel() else { return close(context) }
        cancelTimer()
        append { $0.writeStaticString(Self.established) }
        flush(context)
        let pipeline = context.pipeline.syncOperations
        do {
            try Self.add(to: context.channel, environment, through: passage, after: self)
            let earlyBytes = decoder.pass()
            if earlyBytes.readableBytes > 0 {
                context.fireChannelRead(NIOAny(earlyBytes))
                context.fireChannelReadComplete()
            }
            try pipeline.removeHandler(
                context: pipeline.context(handlerType: ByteToMessageHandler<RequestDecoder>.self), promise: nil)
            pipeline.removeHandler(context: context, promise: nil)
            if state.hasInputEnded { pipeline.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }
            context.channel.pipeline.read()
        } catch {
            close(context)
        }
    }

    private static let established: StaticString = "HTTP/1.1 200 Connection established\r\n\r\n"

    private func open(_ target: any Channel, saying greeting: StaticString, _ context: ChannelHandlerContext) {
        guard state.openTunnel() else {
            target.close(promise: nil)
            close(context)
            return
        }
        cancelTimer()
        append { $0.writeStaticString(greeting) }
        flush(context)
        do {
            try giveWay(to: target, context)
        } catch {
            // The target hung up while its tunnel was granted.
            close(context)
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
        tunnel.splice(earlyBytes: earlyBytes, hasClientEnded: state.hasInputEnded)
        if isReadHeld { tunnel.read(from: .client) }
    }

    /// A CONNECT or an upgrade was answered without a tunnel: goes on with what came behind it.
    func release(_ context: ChannelHandlerContext) {
        let keptBytes = decoder.release()
        let pipeline = context.pipeline.syncOperations
        // All of it is read before any of it is answered: behind a client's end, the last answer closes the connection.
        let wasServing = isServing
        isServing = true
        if keptBytes.readableBytes > 0 { pipeline.fireChannelRead(NIOAny(keptBytes)) }
        pipeline.fireChannelReadComplete()
        isServing = wasServing
        if state.hasInputEnded, state.endInput() { end(lingers: false, context) }
    }
}
