import Logging
import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Stands first in the pipeline of a listening channel: lets it rest when the system has nothing left to accept a
/// connection with, and says so, once when it begins and once when it is over.
///
/// To hold reads back is not enough: NIO still has one pending after such an error, and tries again at once. Only a channel
/// that does not read by itself takes its hands off the socket.
final class AcceptHandler: ChannelDuplexHandler {
    typealias InboundIn = any Channel
    typealias OutboundIn = any Channel

    /// How long a listener rests before it tries again. Ours.
    static let rest = TimeAmount.milliseconds(100)
    /// How long nothing must fail until it is over. Ours.
    static let quiet = TimeAmount.seconds(1)

    private let logger: Logger
    private var state = AcceptState()

    init(logger: Logger) {
        self.logger = logger
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? IOError else { return context.fireErrorCaught(error) }
        switch error.errnoCode {
        case EMFILE, ENFILE, ENOBUFS, ENOMEM: fail(error, context)
        // The client went before its turn: of no concern to the others, whose listener would end with the error.
        case ECONNABORTED: break
        default: context.fireErrorCaught(error)
        }
    }

    func read(context: ChannelHandlerContext) {
        if state.read() { context.read() }
    }

    private func fail(_ error: IOError, _ context: ChannelHandlerContext) {
        guard case .rest(let isFirst) = state.fail() else { return }
        if isFirst {
            logger.warning("no connection is accepted until others are closed", metadata: ["error": "\(error)"])
            look(context)
        }
        setReading(false, context)
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.rest) {
            let isReadWanted = self.state.resume()
            self.setReading(true, context)
            if isReadWanted { context.read() }
        }
    }

    /// Says that it is over when nothing has failed for a while.
    private func look(_ context: ChannelHandlerContext) {
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.quiet) {
            guard self.state.look() else { return self.look(context) }
            self.logger.notice("connections are accepted again")
        }
    }

    private func setReading(_ reads: Bool, _ context: ChannelHandlerContext) {
        try? context.channel.syncOptions?.setOption(.autoRead, value: reads)
    }
}
