import Logging
import NIOCore
import NIOSSL
import NIOTLS

/// Stands first in a connection until its first byte: TLS begins with one that no request begins with. Then it leaves, and what
/// speaks TLS has taken its place where that is wanted.
final class TLSDetector: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let authority: any TLSAuthority
    private let passage: Passage?
    private let environment: ConnectionEnvironment

    /// - Parameter passage: the CONNECT that the connection came through; nil if there was none.
    init(authority: any TLSAuthority, passage: Passage?, _ environment: ConnectionEnvironment) {
        self.authority = authority
        self.passage = passage
        self.environment = environment
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        guard let first = bytes.getInteger(at: bytes.readerIndex, as: UInt8.self) else { return }
        if first == Self.handshakeRecord {
            do {
                try expectHello(context)
            } catch {
                context.close(promise: nil)
                return
            }
        }
        context.fireChannelRead(data)
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    }

    private func expectHello(_ context: ChannelHandlerContext) throws {
        let greeter = TLSGreeter(authority: authority, passage: passage, environment, context.channel)
        let reader = ByteToMessageHandler(
            SNIHandler(sniCompleteHandler: greeter.greet), maximumBufferSize: Self.longestHello)
        greeter.reader = reader
        try context.pipeline.syncOperations.addHandler(reader, position: .after(self))
    }

    /// The type of the record that a hello comes in (RFC 8446, 5.1).
    private static let handshakeRecord: UInt8 = 0x16
    /// The most bytes that are kept until the certificate is there. A hello may have 16 KiB. Ours.
    private static let longestHello = 64 * 1024
}

/// Has a client's hello answered, in a task that the connection's end cancels.
private final class TLSGreeter {
    private let authority: any TLSAuthority
    private let passage: Passage?
    private let environment: ConnectionEnvironment
    private let channel: any Channel
    /// What reads the hello; it leaves when that is answered.
    weak var reader: ByteToMessageHandler<SNIHandler>?

    init(
        authority: any TLSAuthority, passage: Passage?, _ environment: ConnectionEnvironment, _ channel: any Channel
    ) {
        self.authority = authority
        self.passage = passage
        self.environment = environment
        self.channel = channel
    }

    func greet(_ result: SNIResult) -> EventLoopFuture<Void> {
        let name: String? =
            switch result {
            case .hostname(let name): name.lowercased()
            case .fallback: nil
            }
        let hello = TLSHello(serverName: name, passage: passage, client: EdgeClient(channel))
        let greeted = channel.eventLoop.makePromise(of: TLSGreeting.self)
        // Not loose: the connection's end cancels it.
        let greeting = Task(operation: { [authority] in greeted.succeed(await authority.greet(hello)) })
        channel.closeFuture.whenComplete { _ in greeting.cancel() }
        return greeted.futureResult.assumeIsolated().flatMapThrowing { [self] greeting in
            guard channel.isActive else { throw ChannelError.ioOnClosedChannel }
            guard case .identity(let identity) = greeting, let reader else {
                channel.close(promise: nil)
                throw ChannelError.eof
            }
            try channel.pipeline.syncOperations.addHandlers(
                NIOSSLServerHandler(context: identity.context),
                TLSHandshakeHandler(serverName: hello.host, environment), position: .after(reader))
        }.nonisolated()
    }
}

/// Stands behind TLS until the client's first bytes: chooses HTTP/2 where the client did, and says why a handshake failed,
/// which is nearly always that the client does not trust our authority.
final class TLSHandshakeHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let serverName: String?
    private let environment: ConnectionEnvironment

    init(serverName: String?, _ environment: ConnectionEnvironment) {
        self.serverName = serverName
        self.environment = environment
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted(TLSIdentity.http2) = event {
            do {
                try HTTP2Connection.replaceHTTP1(of: context.channel, after: self, environment)
            } catch {
                return context.close(promise: nil)
            }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.fireChannelRead(data)
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if case NIOSSLError.uncleanShutdown = error { return context.fireErrorCaught(error) }
        environment.logger.notice(
            "a TLS handshake failed; most often the client does not trust the authority that `drydock ca` prints",
            metadata: [
                "client": "\(context.remoteAddress.map { "\($0)" } ?? "gone")", "host": "\(serverName ?? "none")",
                "error": "\(error)",
            ])
        context.close(promise: nil)
    }
}

extension Channel {
    /// Closes at once, without the goodbyes that TLS has; on the channel's event loop or any other.
    func cut() {
        eventLoop.execute {
            guard let tls = try? self.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self) else {
                return self.close(promise: nil)
            }
            tls.close(promise: nil)
        }
    }
}
