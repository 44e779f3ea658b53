import NIOCore

/// The C library's `struct linger`: how long a close waits for what is not sent yet. Its own name is only to be had from
/// a module that NIO keeps to itself.
private struct CloseLinger {
    let isOn: CInt
    let seconds: CInt
}

extension ConnectionHandler {
    /// Ends the connection as an answer's delivery wants it, behind what is written already.
    func inflict(_ fault: ConnectionFault, _ context: ChannelHandlerContext, promise: EventLoopPromise<Void>?) {
        defer { promise?.succeed() }
        guard state.breakOff() else { return }
        _ = decoder.release()
        switch fault {
        case .reset:
            reset(context)
        case .close:
            end(lingers: true, context)
        case .garbage:
            append(context) { $0.writeBytes(Self.garbage) }
            end(lingers: true, context)
        }
    }

    /// Cuts the connection so that the client's system sees a reset, and ours keeps nothing that is not sent yet.
    func reset(_ context: ChannelHandlerContext) {
        guard let socket = context.channel as? any SocketOptionProvider else { return context.close(promise: nil) }
        socket.unsafeSetSocketOption(level: .socket, name: .so_linger, value: CloseLinger(isOn: 1, seconds: 0))
            .assumeIsolated().whenComplete { _ in context.close(promise: nil) }
    }

    /// Ends an answer of which no end is known, because nobody is left to read it or the server stops.
    func endOpenAnswer(_ context: ChannelHandlerContext) {
        guard state.endOpenAnswer() else { return }
        _ = finishAnswer(trailers: nil, context)
    }

    /// A line, so that clients read it at once, of bytes that no version of HTTP or TLS begins with.
    private static let garbage: [UInt8] = [0xff, 0xfe, 0x00, 0x01] + Array("these bytes are no HTTP\r\n\r\n".utf8)
}
