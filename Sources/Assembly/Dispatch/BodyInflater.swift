import HTTPTypes
import KernelHTTP
import NIOCore
import NIOEmbedded
import NIOHTTP1
import NIOHTTPCompression

/// Undoes one content coding of a body that is there as a whole.
///
/// The library has this as a handler of connections. A channel of its own, in memory, keeps it out of the way of the many
/// requests without a coding, and lets it stop as soon as there are more bytes than may be.
enum BodyInflater {
    /// How much is inflated between two looks at the budget. DEFLATE makes at most a thousand times as much of it.
    private static let step = 1024

    /// The body without its coding.
    ///
    /// - Parameters:
    ///   - limit: the most bytes that may come out.
    ///   - isRoom: whether there is room for so many bytes.
    static func inflate(
        _ body: ByteBuffer, _ coding: ContentCoding, limit: Int, isRoom: (Int) -> Bool
    ) throws(InflateFailure) -> ByteBuffer {
        let channel = EmbeddedChannel(handler: NIOHTTPRequestDecompressor(limit: .size(limit)))
        defer { _ = try? channel.finish(acceptAlreadyClosed: true) }
        var inflated = ByteBuffer()
        do {
            let head = HTTPRequestHead(
                version: .http1_1, method: .POST, uri: "/", headers: ["Content-Encoding": coding.description])
            try channel.writeInbound(HTTPServerRequestPart.head(head))
            var rest = body
            while let piece = rest.readSlice(length: min(step, rest.readableBytes)), piece.readableBytes > 0 {
                try channel.writeInbound(HTTPServerRequestPart.body(piece))
                try take(from: channel, into: &inflated)
                guard isRoom(inflated.readableBytes) else { throw InflateFailure.noRoom }
            }
            try channel.writeInbound(HTTPServerRequestPart.end(nil))
            try take(from: channel, into: &inflated)
        } catch let failure as InflateFailure {
            throw failure
        } catch let error as NIOHTTPDecompression.DecompressionError where error == .limit {
            throw .tooLarge
        } catch let error as NIOHTTPDecompression.ExtraDecompressionError where error == .truncatedData {
            throw .truncated
        } catch {
            throw .garbled
        }
        return ByteBuffer(bytes: inflated.readableBytesView)
    }

    private static func take(from channel: EmbeddedChannel, into inflated: inout ByteBuffer) throws {
        while let part = try channel.readInbound(as: HTTPServerRequestPart.self) {
            if case .body(let bytes) = part { inflated.writeImmutableBuffer(bytes) }
        }
    }
}

/// Why a body cannot be inflated.
enum InflateFailure: Error, Hashable {
    /// More would come out than may.
    case tooLarge
    /// There is no room for what would come out.
    case noRoom
    /// It ends before its coding does.
    case truncated
    /// It is not what its coding says.
    case garbled
}
