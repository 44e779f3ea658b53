import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import Edge

/// Reads inputs with a decoder of their own each, and checks what becomes of them.
final class FuzzedReader: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart

    private(set) var requests = 0
    private(set) var tunnels = 0
    private(set) var refusals = 0
    private let channel = EmbeddedChannel()
    private let entry = Entry()
    private var decoder = RequestDecoder(limits: EdgeLimits())

    /// Where a decoder sits that is no handler of its own.
    private final class Entry: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        var context: ChannelHandlerContext?

        func handlerAdded(context: ChannelHandlerContext) {
            self.context = context
        }

        func handlerRemoved(context: ChannelHandlerContext) {
            self.context = nil
        }
    }

    init() throws {
        try channel.pipeline.syncOperations.addHandlers(entry, self)
    }

    func read(_ input: [UInt8]) throws {
        let context = try #require(entry.context)
        decoder = RequestDecoder(limits: EdgeLimits())
        decoder.decoderAdded(context: context)
        defer { decoder.decoderRemoved(context: context) }
        var bytes = ByteBuffer(bytes: input)
        do {
            while try decoder.decode(context: context, buffer: &bytes) == .continue {}
        } catch let error as HTTPParserError {
            if Refusal(error).code >= 400 { refusals += 1 }
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            do {
                let accepted = try RequestHead(head)
                requests += 1
                if accepted.traits.stopsDecoder { decoder.stopAfterRequest() }
                guard accepted.traits.isConnect else { return }
                decoder.keepAfterRequest()
                tunnels += 1
                if accepted.request.authority != head.uri { Issue.record("tunnel to \(head.uri)") }
            } catch {
                refusals += 1
            }
        case .body:
            break
        case .end:
            decoder.endRequest()
        }
    }
}
