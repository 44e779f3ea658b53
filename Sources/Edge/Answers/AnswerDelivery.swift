package import NIOCore

/// The way in which the body of an answer, or its failure, goes out.
package enum AnswerDelivery: Sendable {
    /// At once: what nearly every answer does.
    case whole(ByteBuffer)
    /// Piece by piece, each sent as it comes, the first with the head. With a length the pieces have so many bytes together,
    /// or the connection is closed; without one the answer is also over when the client sends no more or the server stops.
    case pieces(first: ByteBuffer, AsyncStream<ByteBuffer>, length: Int?)
    /// The head as it is for the whole body, and so many bytes of that; then the connection is closed in good order.
    case truncated(ByteBuffer, after: Int)
    /// Not at all.
    case fault(ConnectionFault)
}
