import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension ConnectionHandler {
    /// Answers what never becomes a request, and ends the connection.
    func refuse(_ refusal: Refusal, _ context: ChannelHandlerContext) {
        append { refusal.write(to: &$0) }
        end(lingers: true, context)
    }

    /// The same; a request whose body is broken by it is not answered.
    func refuse(_ refusal: Refusal, breaksBody: Bool, _ context: ChannelHandlerContext) {
        if breaksBody { breakRequest() }
        refuse(refusal, context)
    }

    /// Sends what is left, then closes; a connection that lingers gives its client a while to stop sending, as bytes
    /// that arrive at a closed socket make the client's system throw our answer away.
    func end(lingers: Bool, _ context: ChannelHandlerContext) {
        flush(context)
        schedule(at: context.eventLoop.now + TimeAmount(environment.limits.idleTimeout), context)
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolated().whenComplete { _ in
            guard lingers, context.channel.isActive else { return context.close(promise: nil) }
            self.schedule(at: context.eventLoop.now + TimeAmount(self.environment.limits.lingerTimeout), context)
            // It may have been held, and nobody else asks for more.
            context.read()
        }
        closeOutput(context, promise: sent)
    }

    /// Says that no more comes, behind all that was written. When the client sends no more either, NIO would close the
    /// connection at once and drop what is not yet sent; so the last byte is waited for.
    private func closeOutput(_ context: ChannelHandlerContext, promise: EventLoopPromise<Void>?) {
        guard state.hasInputEnded else { return context.close(mode: .output, promise: promise) }
        let sent = context.eventLoop.makePromise(of: Void.self)
        sent.futureResult.assumeIsolated().whenComplete { _ in context.close(mode: .output, promise: promise) }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: sent)
    }

    // MARK: - On purpose

    /// Ends the connection as an answer's delivery wants it, behind what is written already.
    func inflict(_ fault: ConnectionFault, _ context: ChannelHandlerContext) {
        guard state.breakOff() else { return }
        abandon()
        _ = decoder.release()
        switch fault {
        case .reset:
            flush(context)
            context.channel.reset()
        case .close:
            end(lingers: true, context)
        case .garbage:
            append { $0.writeBytes(ConnectionFault.garbageBytes) }
            end(lingers: true, context)
        }
    }

    /// The server wants to stop.
    func quiesce(_ context: ChannelHandlerContext) {
        guard state.quiesce() else { return endOpenAnswer(context) }
        close(context)
    }

    // MARK: - Clients that send no more

    /// The client sends no more: it gets the answers to what it has sent.
    func endInput(_ context: ChannelHandlerContext) {
        isInRead = false
        let isOver = state.endInput()
        tellDeparture()
        guard !isOver else { return end(lingers: false, context) }
        endOpenAnswer(context)
        flush(context)
        if state.owesAnswer { probe(context) }
    }

    /// Has the system ask from time to time whether a client that sends no more is still there.
    ///
    /// Such a client may have gone, or wait for its answer; only its system knows. Without the question an answer that
    /// waits for a clock would keep the connections of all clients that have given up.
    private func probe(_ context: ChannelHandlerContext) {
        guard let options = context.channel.syncOptions else { return }
        for (option, value) in Self.probing { try? options.setOption(option, value: value) }
    }

    /// One question after 15 seconds of silence, and given up after three without an answer. A client's system that says
    /// no more than that it does not know the connection is believed at once.
    private static let probing: [(ChannelOptions.Types.SocketOption, SocketOptionValue)] = [
        (.init(level: .tcp, name: .init(rawValue: idleOption)), 15),
        (.init(level: .tcp, name: .init(rawValue: TCP_KEEPINTVL)), 15),
        (.init(level: .tcp, name: .init(rawValue: TCP_KEEPCNT)), 3),
        (.init(level: .socket, name: .so_keepalive), 1),
    ]

    #if canImport(Darwin)
        private static let idleOption = TCP_KEEPALIVE
    #else
        private static let idleOption = TCP_KEEPIDLE
    #endif
}

extension Channel {
    /// Cuts a connection so that the client's system sees a reset, and ours keeps nothing that is not sent yet.
    func reset() {
        guard let socket = self as? any SocketOptionProvider else { return cut() }
        socket.unsafeSetSocketOption(level: .socket, name: .so_linger, value: CloseLinger(isOn: 1, seconds: 0))
            .whenComplete { _ in self.cut() }
    }
}

/// The C library's `struct linger`: how long a close waits for what is not sent yet. Its own name is only to be had from
/// a module that NIO keeps to itself.
private struct CloseLinger {
    let isOn: CInt
    let seconds: CInt
}
