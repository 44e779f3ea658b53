import NIOCore
import NIOHTTP1

@testable import Edge

/// Collects what a decoder reads, and tells it about requests after which it stops.
final class DecodedRequests: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart

    private let decoder: RequestDecoder
    private var current = ""
    private(set) var seen: [String] = []

    init(decoder: RequestDecoder) {
        self.decoder = decoder
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            current = "\(head.method) \(head.uri) "
            if (try? RequestHead(head))?.traits.stopsDecoder == true { decoder.stopAfterRequest() }
        case .body(let bytes):
            current += String(buffer: bytes)
        case .end:
            seen.append(current)
            decoder.endRequest()
        }
    }
}
