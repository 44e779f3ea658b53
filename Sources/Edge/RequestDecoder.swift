import NIOCore
import NIOHTTP1

/// Reads requests, also those that follow a CONNECT or an offered upgrade on the same connection.
///
/// NIO's decoder stops for good after such a request, whether or not the offer is taken up. As we answer it as ordinary
/// HTTP, a fresh decoder goes on with the bytes behind it.
final class RequestDecoder: ByteToMessageDecoder {
    typealias InboundOut = HTTPServerRequestPart

    private let limits: NIOHTTPDecoderLimitConfiguration
    private var decoder: HTTPRequestDecoder
    private var stopsAtEnd = false
    private var hasStopped = false

    init(limits: EdgeLimits) {
        var configuration = NIOHTTPDecoderLimitConfiguration()
        configuration.maxHeaderFieldSize = limits.maxHeaderBytes
        configuration.maxHeaderListSize = limits.maxHeaderBytes
        configuration.maxHeaderFieldCount = limits.maxHeaderFields
        self.limits = configuration
        self.decoder = HTTPRequestDecoder(limitConfiguration: configuration)
    }

    /// The head that just came through belongs to a request after which NIO's decoder stops.
    func stopAfterRequest() {
        stopsAtEnd = true
    }

    /// The end of a request came through.
    func endRequest() {
        guard stopsAtEnd else { return }
        stopsAtEnd = false
        hasStopped = true
    }

    func decoderAdded(context: ChannelHandlerContext) {
        decoder.decoderAdded(context: context)
    }

    func decoderRemoved(context: ChannelHandlerContext) {
        decoder.decoderRemoved(context: context)
    }

    func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
        let outcome = try decoder.decode(context: context, buffer: &buffer)
        guard hasStopped else { return outcome }
        replaceDecoder(context: context)
        return buffer.readableBytes > 0 ? .continue : .needMoreData
    }

    func decodeLast(context: ChannelHandlerContext, buffer: inout ByteBuffer, seenEOF: Bool) throws -> DecodingState {
        let outcome = try decoder.decodeLast(context: context, buffer: &buffer, seenEOF: seenEOF)
        guard hasStopped else { return outcome }
        replaceDecoder(context: context)
        return buffer.readableBytes > 0 ? .continue : .needMoreData
    }

    private func replaceDecoder(context: ChannelHandlerContext) {
        hasStopped = false
        decoder.decoderRemoved(context: context)
        decoder = HTTPRequestDecoder(limitConfiguration: limits)
        decoder.decoderAdded(context: context)
    }
}
