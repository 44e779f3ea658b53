import NIOCore

/// Stands below HTTP/2 and sees its bytes: notes when it says goodbye, and closes the connection of a client that is silent, or
/// that stays in spite of a goodbye.
///
/// NIO's own handlers ask a silent client to go and then wait for its word.
final class HTTP2Watch: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Whether the goodbye is because of an error. NIO says it before it reports an error of the connection; those of one stream
    /// only, for which it does not, are reported in the same words.
    private(set) var hasFailed = false
    private let timeout: TimeAmount
    private var lastRead = NIODeadline.distantPast
    private var firstGoodbye: NIODeadline?
    private var timer: Scheduled<Void>?

    /// - Parameter timeout: how long a client may be silent, and how long it may stay behind a goodbye.
    init(timeout: TimeAmount) {
        self.timeout = timeout
    }

    func handlerAdded(context: ChannelHandlerContext) {
        lastRead = context.eventLoop.now
        schedule(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        timer?.cancel()
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastRead = context.eventLoop.now
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let bytes = unwrapOutboundIn(data)
        let start = bytes.readerIndex
        if bytes.getInteger(at: start + 3, as: UInt8.self) == Self.goodbye,
            let code = bytes.getInteger(at: start + 13, as: UInt32.self)
        {
            if code != 0 { hasFailed = true }
            if firstGoodbye == nil {
                firstGoodbye = context.eventLoop.now
                schedule(context)
            }
        }
        context.write(data, promise: promise)
    }

    private var deadline: NIODeadline { min(lastRead, firstGoodbye ?? .distantFuture) + timeout }

    private func schedule(_ context: ChannelHandlerContext) {
        timer?.cancel()
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { [weak self] in
            self?.expire(context)
        }
    }

    private func expire(_ context: ChannelHandlerContext) {
        if context.eventLoop.now < deadline { return schedule(context) }
        context.close(promise: nil)
    }

    /// The type of the frame GOAWAY, the fourth byte of a head of nine; its payload has the error's code behind four bytes of a
    /// stream (RFC 9113, 6.8). NIO writes frames one by one.
    private static let goodbye: UInt8 = 0x7
}
