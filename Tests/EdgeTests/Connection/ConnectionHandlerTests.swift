import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import Edge

@Suite("The pipeline of a connection, without a socket")
struct ConnectionHandlerTests {
    @Test(
        "a line that ends in a line feed alone is no line, wherever it is",
        arguments: [
            ["GET / HTTP/1.1\nHost: a\n\n"], ["GET / HTTP/1.0\n\n"], ["GET / HTTP/1.1", "\nHost: a\n\n"],
            ["GET / HTTP/1.1\n", "Host: a\n\n"], ["GET / HTTP/1.1\r\nHost: a\n\r\n"],
            ["GET / HTTP/1.1\r\nHost: a\r\n\n"],
            ["GET / HTTP/1.1\nHost: a\n\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"],
        ])
    func refusesLineFeeds(pieces: [String]) throws {
        let pipeline = try TestPipeline()
        for piece in pieces { try pipeline.send(piece) }
        let answer = try pipeline.readWritten()
        #expect(answer.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
        #expect(answer.ranges(of: "HTTP/1.1 ").count == 1)
    }

    @Test("another version is not spoken", arguments: ["GET / HTTP/2.0\r\n\r\n", "GET /\r\n\r\n"])
    func refusesVersions(text: String) throws {
        let pipeline = try TestPipeline()
        try pipeline.send(text)
        #expect(try pipeline.readWritten().hasPrefix("HTTP/1.1 505 "))
    }

    @Test("a head that does not become complete costs the connection exactly when its time is up")
    func timesOut() throws {
        let channel = try makeChannel()
        try channel.writeInbound(ByteBuffer(string: "GET / HTTP/1.1\r\nHost:"))
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(29_999))
        #expect(channel.isActive)
        channel.embeddedEventLoop.advanceTime(by: .milliseconds(1))
        #expect(channel.isActive == false)
    }

    @Test("a request that nobody answers yet is not timed out")
    func waitsForResponder() throws {
        let channel = try makeChannel()
        try channel.writeInbound(ByteBuffer(string: "GET / HTTP/1.1\r\nHost: a\r\n\r\n"))
        channel.embeddedEventLoop.advanceTime(by: .hours(1))
        #expect(channel.isActive)
        _ = try? channel.finish()
    }

    @Test("answers leave when the loop has done what is due, and before the end of a connection that ends meanwhile")
    func leavesTogether() throws {
        let pipeline = try TestPipeline { .now(.echo(of: $0)) }
        try pipeline.sendWithinTurn("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try pipeline.readWritten() == "")
        try pipeline.send("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(try pipeline.readWrites().count == 1)
        try pipeline.sendWithinTurn("GET /3 HTTP/1.1\r\nHost: a\r\n\r\n")
        pipeline.trigger(ChannelShouldQuiesceEvent())
        #expect(try pipeline.readWritten().hasSuffix("<GET /3 >"))
        #expect(!pipeline.isOpen)
    }

    @Test("100 Continue is written before the responder runs")
    func continues() throws {
        let channel = try makeChannel()
        try channel.writeInbound(
            ByteBuffer(string: "PUT / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n"))
        let written = try channel.readOutbound(as: ByteBuffer.self).map { String(buffer: $0) }
        #expect(written == "HTTP/1.1 100 Continue\r\n\r\n")
        _ = try? channel.finish()
    }

    @Test("a request arrives in whatever pieces it comes", arguments: [1, 2, 3, 7, 1000])
    func reassembles(size: Int) throws {
        let request = """
            POST /a HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 3\r\n\r\nabc\
            CONNECT b:1 HTTP/1.1\r\nHost: a\r\n\r\nGET /c HTTP/1.1\r\nHost: a\r\n\r\n
            """
        let decoder = RequestDecoder(limits: EdgeLimits())
        let requests = DecodedRequests(decoder: decoder)
        let channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHandlers(ByteToMessageHandler(decoder), requests)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        var rest = ByteBuffer(string: request)
        while let piece = rest.readSlice(length: min(size, rest.readableBytes)), piece.readableBytes > 0 {
            try channel.writeInbound(piece)
        }
        #expect(requests.seen == ["POST /a abc", "CONNECT b:1 ", "GET /c "])
        _ = try channel.finish()
    }

    private func makeChannel() throws -> EmbeddedChannel {
        let channel = EmbeddedChannel()
        try ConnectionHandler.add(to: channel, TestPipeline.environment { _ in .never })
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        return channel
    }
}

/// Collects what a decoder reads, and tells it about requests after which it stops.
private final class DecodedRequests: ChannelInboundHandler {
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
