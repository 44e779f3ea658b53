import NIOCore
import NIOHTTP1

/// Answers every request with the same JSON, of about the size of an identity.
final class GreetingHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private static let body = ByteBuffer(
        string: """
            {"created_at":"2026-01-01T00:00:00.000Z","id":"8f14e45f-ceea-467f-9a0c-1b2d3e4f5a6b",\
            "metadata":{"userId":"user-1"},"name":"Ada","source":"https://example.com/login",\
            "status":"validated","updated_at":"2026-01-01T00:00:00.000Z"}
            """)
    private static let headers: HTTPHeaders = [
        "Content-Type": "application/json", "Content-Length": String(body.readableBytes),
    ]

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .end = unwrapInboundIn(data) else { return }
        let head = HTTPResponseHead(version: .http1_1, status: .ok, headers: Self.headers)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(.byteBuffer(Self.body))), promise: nil)
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
}
