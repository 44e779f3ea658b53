import Logging
import NIOCore
import NIOHTTP2
import NIOHTTPTypesHTTP2

/// How a connection speaks HTTP/2: each of its streams is a request with its answer.
enum HTTP2Connection {
    /// Replaces the handlers of HTTP/1.1 in a channel's pipeline; on its event loop, before any byte has reached them.
    static func replaceHTTP1(
        of channel: any Channel, after position: any ChannelHandler, _ environment: ConnectionEnvironment
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        let limits = environment.limits
        let keeper = NIOHTTP2ServerConnectionManagementHandler(
            eventLoop: channel.eventLoop, configuration: keeping(limits))
        let streams = NIOHTTP2Handler(
            mode: .server, eventLoop: channel.eventLoop, connectionConfiguration: connectionConfiguration(limits),
            streamConfiguration: streamConfiguration, streamDelegate: keeper.http2StreamDelegate
        ) { stream in
            stream.eventLoop.makeCompletedFuture {
                try stream.pipeline.syncOperations.addHandlers(
                    HTTP2FramePayloadToHTTPServerCodec(), StreamHandler(environment))
            }
        }
        let watch = HTTP2Watch(timeout: TimeAmount(limits.idleTimeout))
        try pipeline.addHandlers(
            watch, streams, keeper, HTTP2ErrorHandler(environment, watch), position: .after(position))
        try pipeline.removeHandler(context: pipeline.context(handlerType: ConnectionHandler.self), promise: nil)
        try pipeline.removeHandler(
            context: pipeline.context(handlerType: ByteToMessageHandler<RequestDecoder>.self), promise: nil)
        // The connection has been active for long, but the keeper is new and waits to hear it.
        try pipeline.context(handlerType: NIOHTTP2Handler.self).fireChannelActive()
    }

    /// Closes what nobody uses, asks from time to time whether the client is still there, and ends in good order when the
    /// server stops.
    private static func keeping(
        _ limits: EdgeLimits
    ) -> NIOHTTP2ServerConnectionManagementHandler.Configuration {
        NIOHTTP2ServerConnectionManagementHandler.Configuration(
            maxIdleTime: TimeAmount(limits.idleTimeout), maxAge: nil, maxGraceTime: TimeAmount(limits.idleTimeout),
            keepalive: .init(pingInterval: probeInterval, ackTimeout: probeTimeout))
    }

    private static func connectionConfiguration(_ limits: EdgeLimits) -> NIOHTTP2Handler.ConnectionConfiguration {
        var configuration = NIOHTTP2Handler.ConnectionConfiguration()
        configuration.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: mostStreams),
            HTTP2Setting(parameter: .maxHeaderListSize, value: limits.maxHeaderBytes),
        ]
        configuration.targetWindowSize = window
        return configuration
    }

    private static var streamConfiguration: NIOHTTP2Handler.StreamConfiguration {
        var configuration = NIOHTTP2Handler.StreamConfiguration()
        configuration.targetWindowSize = window
        configuration.outboundBufferSizeHighWatermark = outboundBuffer
        configuration.outboundBufferSizeLowWatermark = outboundBuffer / 2
        return configuration
    }

    /// The most requests of a connection at a time. NIO bounds the rest: control frames and resets in half a minute, empty
    /// and continuation frames in a row. Ours.
    private static let mostStreams = 100
    /// How many bytes of bodies a client may send before it hears that they were taken. Ours.
    private static let window = 256 * 1024
    /// How many bytes of an answer are kept for a client that does not take them. Ours.
    private static let outboundBuffer = 64 * 1024
    private static let probeInterval = TimeAmount.seconds(30)
    private static let probeTimeout = TimeAmount.seconds(20)
}

/// Stands last in a connection of HTTP/2, where there is nothing but its end: the streams have pipelines of their own.
private final class HTTP2ErrorHandler: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame

    private let environment: ConnectionEnvironment
    private let watch: HTTP2Watch

    init(_ environment: ConnectionEnvironment, _ watch: HTTP2Watch) {
        self.environment = environment
        self.watch = watch
    }

    func channelActive(context: ChannelHandlerContext) {}

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        // A client that sends no more cannot take what it is sent either: it has no windows to open.
        if case ChannelEvent.inputClosed = event { context.close(promise: nil) }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // An error of one stream is that stream's, which ends for it; the others go on.
        guard watch.hasFailed || !(error is any NIOHTTP2Error) else { return }
        environment.logger.debug(
            "a connection of HTTP/2 ends",
            metadata: ["error": "\(error)", "client": "\(context.remoteAddress.map { "\($0)" } ?? "gone")"])
        context.close(promise: nil)
    }
}
