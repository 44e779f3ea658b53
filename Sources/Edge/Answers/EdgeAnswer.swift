package import HTTPTypes
package import HummingbirdCore
package import NIOCore

/// An answer, and how it goes out.
package struct EdgeAnswer: Sendable {
    /// Status and header fields; with a `Content-Length` wherever the length of the body is known.
    package let head: HTTPResponse
    /// How the body goes out.
    package let delivery: AnswerDelivery

    /// An answer with this head, to which a `Content-Length` is added if it has none and the length is known.
    package init(_ head: HTTPResponse, _ delivery: AnswerDelivery) {
        var head = head
        if let length = delivery.length, head.headerFields[.contentLength] == nil {
            head.headerFields[.contentLength] = String(length)
        }
        self.head = head
        self.delivery = delivery
    }

    /// Sends the answer. Throws if the connection is over, which after a fault it is.
    package func send(with writer: consuming ResponseWriter, on channel: any Channel) async throws {
        switch delivery {
        case .whole(let body):
            try await writer.write(response: head, body: ResponseBody(byteBuffer: body))
            if body.readableBytes > Self.largeBody { await Self.drain(channel) }
        case .pieces(let first, let rest, let length):
            var body: any ResponseBodyWriter = try await writer.writeHead(head)
            if first.readableBytes > 0 { try await body.write(first) }
            let missing = length.map { $0 - first.readableBytes }
            try await BodyPump(pieces: rest, length: missing, channel: channel).run(into: &body)
            try await body.finish(nil)
        case .truncated(let body, let length):
            var writer: any ResponseBodyWriter = try await writer.writeHead(head)
            try await writer.write(body.prefix(length))
            try await Self.inflict(.close, on: channel)
        case .fault(let fault):
            try await Self.inflict(fault, on: channel)
        }
    }

    /// Whether this is the answer of a CONNECT that leads somewhere: a good one, of which nothing goes wrong on its way.
    var opensTunnel: Bool {
        switch delivery {
        case .whole, .pieces: head.status.kind == .successful
        case .truncated, .fault: false
        }
    }

    /// Bodies of more bytes are waited for until the client's system has taken them, so that whoever counts what is kept
    /// for slow readers knows how long.
    package static let largeBody = 64 * 1024

    private static func drain(_ channel: any Channel) async {
        await withTaskCancellationHandler {
            do {
                try await channel.triggerUserOutboundEvent(AnswerDrain())
            } catch {
                // It ends with this answer, which is on its way until then.
                try? await channel.closeFuture.get()
            }
        } onCancel: {
            channel.close(promise: nil)
        }
    }

    private static func inflict(_ fault: ConnectionFault, on channel: any Channel) async throws {
        try await channel.triggerUserOutboundEvent(fault)
        // Bytes on their way are lost when the responder returns with an error before the connection is closed; and
        // without an error it would be given the next request, which the client cannot get an answer to.
        try await channel.closeFuture.get()
        throw AnswerFailure.faulted
    }
}

/// The way in which the body of an answer, or its failure, goes out.
package enum AnswerDelivery: Sendable {
    /// At once: what nearly every answer does.
    case whole(ByteBuffer)
    /// Piece by piece, each sent as it comes, the first with the head. With a length the pieces have this many bytes together,
    /// or the connection is closed; without one the answer is also over when the client sends no more or the server stops.
    case pieces(first: ByteBuffer, AsyncStream<ByteBuffer>, length: Int?)
    /// The head as it is for the whole body, and this many bytes of that; then the connection is closed in good order.
    case truncated(ByteBuffer, after: Int)
    /// Not at all.
    case fault(ConnectionFault)

    /// The bytes of the whole body; nil if that is not known or there is no answer.
    fileprivate var length: Int? {
        switch self {
        case .whole(let body), .truncated(let body, _): body.readableBytes
        case .pieces(_, _, let length): length
        case .fault: nil
        }
    }
}

/// What becomes of a connection in place of an answer, or of the rest of one. Reaches the connection's handler as an
/// outbound event.
package enum ConnectionFault: Sendable, Hashable, CaseIterable {
    /// A TCP reset: the client's system throws away what it has not read yet, and reports an error.
    case reset
    /// A close in good order, behind the bytes that are written.
    case close
    /// Bytes that no HTTP begins with, then a close in good order.
    case garbage
}

/// Asks a connection's handler, as an outbound event that is over when all that was written before has left.
struct AnswerDrain {}

// MARK: - Bodies on their way

/// Hands the pieces of a body to its connection, one at a time, until they end or the connection does.
///
/// The source is waited for in a task of its own, because a client that hangs up can end that wait in no other way. It
/// is asked for a piece only when the one before has been taken.
private struct BodyPump {
    let pieces: AsyncStream<ByteBuffer>
    /// How many bytes the pieces must have together; nil for any number.
    let length: Int?
    let channel: any Channel

    func run(into body: inout any ResponseBodyWriter) async throws {
        let (arrivals, arrival) = AsyncStream.makeStream(of: ByteBuffer.self)
        let (demands, demand) = AsyncStream.makeStream(of: Void.self)
        channel.closeFuture.whenComplete { _ in arrival.finish() }
        var sent = 0
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [pieces] in
                var source = pieces.makeAsyncIterator()
                for await _ in demands {
                    guard let piece = await source.next() else { break }
                    arrival.yield(piece)
                }
                arrival.finish()
            }
            if sent != length { demand.yield() } else { arrival.finish() }
            for await piece in arrivals {
                sent += piece.readableBytes
                try await write(piece, into: &body)
                if sent == length { break }
                demand.yield()
            }
            group.cancelAll()
        }
        try Task.checkCancellation()
        if let length, sent != length { throw AnswerFailure.cutShort }
    }

    /// Writes a long piece slice by slice, so that next to nothing of it is left behind in the channel once it is written.
    ///
    /// The slices are copied: the last one of a piece on its way would keep all of it.
    private func write(_ piece: ByteBuffer, into body: inout any ResponseBodyWriter) async throws {
        guard piece.readableBytes > Self.longestSlice else { return try await body.write(piece) }
        var rest = piece
        while let slice = rest.readSlice(length: min(Self.longestSlice, rest.readableBytes)), slice.readableBytes > 0 {
            try await body.write(ByteBuffer(bytes: slice.readableBytesView))
        }
    }

    private static let longestSlice = 64 * 1024
}

/// Why the responder of a connection has no further request to wait for.
private enum AnswerFailure: Error {
    /// The connection was ended on purpose.
    case faulted
    /// The pieces of a body ended before they had the length that the head told.
    case cutShort
}

extension ByteBuffer {
    /// This many bytes from the start, or all if there are fewer.
    fileprivate func prefix(_ length: Int) -> ByteBuffer {
        getSlice(at: readerIndex, length: min(max(length, 0), readableBytes)) ?? ByteBuffer()
    }
}
