import HTTPTypes
import NIOCore
import NIOEmbedded
import NIOHTTPTypes

@testable import Edge

/// The pipeline of a connection without a socket, in time that only passes when a test says so.
struct TestPipeline {
    private let channel: EmbeddedChannel

    init(limits: EdgeLimits = EdgeLimits()) throws {
        let decoder = RequestDecoder(limits: limits)
        let handler = ConnectionHandler(state: ConnectionState(limits: limits), limits: limits, decoder: decoder)
        channel = EmbeddedChannel()
        try channel.pipeline.syncOperations.addHandlers(ByteToMessageHandler(decoder), handler)
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
    }

    var isOpen: Bool { channel.isActive }

    /// Seconds since the connection was made.
    var seconds: Int64 { Int64((channel.embeddedEventLoop.now - .uptimeNanoseconds(0)).nanoseconds / 1_000_000_000) }

    func advance(seconds: Int64) {
        channel.embeddedEventLoop.advanceTime(by: .seconds(seconds))
    }

    /// Hands bytes in, as if the responder were ready for them.
    func send(_ text: String) throws {
        channel.read()
        try channel.writeInbound(ByteBuffer(string: text))
        channel.read()
    }

    /// Answers the oldest request.
    func answer() throws {
        try channel.writeOutbound(
            HTTPResponsePart.head(HTTPResponse(status: .ok, headerFields: [.contentLength: "0"])))
        try channel.writeOutbound(HTTPResponsePart.end(nil))
    }

    /// All that was written since the last call.
    func readWritten() throws -> String {
        var text = ""
        while let bytes = try channel.readOutbound(as: ByteBuffer.self) { text += String(buffer: bytes) }
        return text
    }

    /// Throws the error that the responder was told of.
    func checkErrors() throws {
        try channel.throwIfErrorCaught()
    }
}
