import NIOCore
import NIOHTTP1

/// Reads requests, also those that follow a CONNECT or an offered upgrade on the same connection.
///
/// NIO's decoder stops for good after such a request, whether or not the offer is taken up. As we answer it as ordinary
/// HTTP, a fresh decoder goes on with the bytes behind it. Behind a CONNECT that may open a tunnel, or a WebSocket that may be
/// taken up, the bytes are kept until it is known whether they are requests.
final class RequestDecoder: ByteToMessageDecoder {
    typealias InboundOut = HTTPServerRequestPart

    private enum Mode {
        case requests
        case keeping
        case passing
    }

    private let limits: NIOHTTPDecoderLimitConfiguration
    private var decoder: HTTPRequestDecoder
    private var stopsAtEnd = false
    private var hasStopped = false
    private var keepsAtEnd = false
    private var mode = Mode.requests
    private var kept = ByteBuffer()
    /// Bytes of requests have come, and nothing was complete with them yet; for the handler behind to put back.
    var hasIncompleteBytes = false

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

    /// The head that just came through belongs to a request that may open a tunnel.
    func keepAfterRequest() {
        keepsAtEnd = true
    }

    /// The end of a request came through.
    func endRequest() {
        guard stopsAtEnd else { return }
        stopsAtEnd = false
        hasStopped = true
        guard keepsAtEnd else { return }
        keepsAtEnd = false
        mode = .keeping
    }

    /// There is no tunnel: what comes is read as requests again. Hands over what was kept.
    func release() -> ByteBuffer {
        end(keepingFor: .requests)
    }

    /// There is a tunnel: what comes goes through as bytes. Hands over what was kept.
    func pass() -> ByteBuffer {
        end(keepingFor: .passing)
    }

    private func end(keepingFor next: Mode) -> ByteBuffer {
        mode = next
        defer { kept = ByteBuffer() }
        return kept
    }

    func decoderAdded(context: ChannelHandlerContext) {
        decoder.decoderAdded(context: context)
    }

    func decoderRemoved(context: ChannelHandlerContext) {
        decoder.decoderRemoved(context: context)
    }

    func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) throws -> DecodingState {
        guard mode == .requests else { return forward(&buffer, context: context) }
        hasIncompleteBytes = true
        let outcome: DecodingState
        do {
            outcome = try decoder.decode(context: context, buffer: &buffer)
        } catch HTTPParserError.invalidVersion where Self.endsVersionWithLineFeed(buffer.readableBytesView) {
            throw HTTPParserError.lfExpected
        }
        guard hasStopped else { return outcome }
        replaceDecoder(context: context)
        return buffer.readableBytes > 0 ? .continue : .needMoreData
    }

    func decodeLast(context: ChannelHandlerContext, buffer: inout ByteBuffer, seenEOF: Bool) throws -> DecodingState {
        guard mode == .requests else { return forward(&buffer, context: context) }
        let outcome = try decoder.decodeLast(context: context, buffer: &buffer, seenEOF: seenEOF)
        guard hasStopped else { return outcome }
        replaceDecoder(context: context)
        return buffer.readableBytes > 0 ? .continue : .needMoreData
    }

    /// Whether a version of HTTP is followed by a line feed alone, which NIO's decoder takes for a wrong version. What came
    /// before these bytes is not known.
    private static func endsVersionWithLineFeed(_ bytes: ByteBufferView) -> Bool {
        bytes.indices.contains { index in
            guard bytes[index] == UInt8(ascii: "\n") else { return false }
            let before = bytes[..<index].suffix(8)
            return zip(before.reversed(), "1.1/PTTH".utf8).allSatisfy { byte, expected in
                byte == expected || (expected == UInt8(ascii: "1") && byte == UInt8(ascii: "0"))
            }
        }
    }

    private func forward(_ buffer: inout ByteBuffer, context: ChannelHandlerContext) -> DecodingState {
        guard let bytes = buffer.readSlice(length: buffer.readableBytes), bytes.readableBytes > 0 else {
            return .needMoreData
        }
        switch mode {
        case .passing: context.fireChannelRead(NIOAny(bytes))
        case .requests, .keeping: kept.writeImmutableBuffer(bytes)
        }
        return .needMoreData
    }

    private func replaceDecoder(context: ChannelHandlerContext) {
        hasStopped = false
        decoder.decoderRemoved(context: context)
        decoder = HTTPRequestDecoder(limitConfiguration: limits)
        decoder.decoderAdded(context: context)
    }
}
