public import HTTPTypes
public import NIOCore

/// An answer, and how it goes out.
public struct EdgeAnswer: Sendable {
    /// Status and header fields.
    public let head: HTTPResponse
    /// How the body goes out.
    public let delivery: AnswerDelivery
    /// What the body has taken of the budget. It is held until the client's system has taken the whole answer, or the
    /// connection is gone; that of the request is given up when its answer begins, unless it is passed on here.
    public var charge: ByteCharge?

    /// An answer with this head, beside which a `Content-Length` goes out if it has none and the length is known.
    public init(_ head: HTTPResponse, _ delivery: AnswerDelivery) {
        self.head = head
        self.delivery = delivery
    }

    /// Whether this is the answer of a CONNECT that leads somewhere else: a good one, of which nothing goes wrong on its way.
    var opensTunnel: Bool {
        switch delivery {
        case .whole, .pieces: head.status.kind == .successful
        case .truncated, .fault, .splice, .passage: false
        }
    }

    /// Bodies of more bytes are worth a charge, as they may be kept for a slow reader.
    public static let largeBody = 64 * 1024
}

/// The way in which the body of an answer, or its failure, goes out.
public enum AnswerDelivery: Sendable {
    /// At once: what nearly every answer does.
    case whole(ByteBuffer)
    /// Piece by piece, each sent as it comes, the first with the head. With a length the pieces have this many bytes together,
    /// or the connection is closed; without one the answer is also over when the client sends no more or the server stops.
    case pieces(first: ByteBuffer, AsyncStream<ByteBuffer>, length: Int?)
    /// The head as it is for the whole body, and this many bytes of that; then the connection is closed in good order.
    case truncated(ByteBuffer, after: Int)
    /// Not at all.
    case fault(ConnectionFault)
    /// The answer of a server that has taken the client's upgrade, as that sends it; from then on the connection is the two
    /// parties' own. The head is not sent.
    case splice(Splice)
    /// A good one to a CONNECT that leads to ourselves. It goes out as such an answer does; what comes behind it is a
    /// connection of its own, with TLS or without.
    case passage(Passage)

    /// The bytes of the whole body; nil if that is not known or there is no answer.
    public var length: Int? {
        switch self {
        case .whole(let body), .truncated(let body, _): body.readableBytes
        case .pieces(_, _, let length): length
        case .fault, .splice, .passage: nil
        }
    }
}

/// What becomes of a connection in place of an answer, or of the rest of one.
public enum ConnectionFault: Sendable, Hashable, CaseIterable {
    /// A TCP reset: the client's system throws away what it has not read yet, and reports an error.
    case reset
    /// A close in good order, behind the bytes that are written.
    case close
    /// Bytes that no HTTP begins with, then a close in good order.
    case garbage

    /// A line, so that clients read it at once, of bytes that no version of HTTP or TLS begins with.
    static let garbageBytes: [UInt8] = [0xff, 0xfe, 0x00, 0x01] + Array("these bytes are no HTTP\r\n\r\n".utf8)
}
