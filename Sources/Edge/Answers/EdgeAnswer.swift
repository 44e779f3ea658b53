package import HTTPTypes
package import HummingbirdCore
package import NIOCore

/// An answer, and how it goes out.
package struct EdgeAnswer: Sendable {
    /// Status and header fields; with a `Content-Length` wherever the length of the body is known.
    package let head: HTTPResponse
    /// How the body goes out.
    package let delivery: AnswerDelivery

    /// An answer with this head, to which a `Content-Length` is added where it has none and the length is known.
    package init(_ head: HTTPResponse, _ delivery: AnswerDelivery) {
        var head = head
        if let length = delivery.length, head.headerFields[.contentLength] == nil {
            head.headerFields[.contentLength] = String(length)
        }
        self.head = head
        self.delivery = delivery
    }

    /// Sends the answer. Throws where the connection is over, which after a fault it is.
    package func send(with writer: consuming ResponseWriter, on channel: any Channel) async throws {
        switch delivery {
        case .whole(let body):
            try await writer.write(response: head, body: ResponseBody(byteBuffer: body))
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

    private static func inflict(_ fault: ConnectionFault, on channel: any Channel) async throws {
        try await channel.triggerUserOutboundEvent(fault)
        // Bytes on their way are lost when the responder returns with an error before the connection is closed; and
        // without an error it would be given the next request, which the client cannot get an answer to.
        try await channel.closeFuture.get()
        throw AnswerFailure.faulted
    }
}

extension AnswerDelivery {
    /// The bytes of the whole body; nil where that is not known or there is no answer.
    fileprivate var length: Int? {
        switch self {
        case .whole(let body), .truncated(let body, _): body.readableBytes
        case .pieces(_, _, let length): length
        case .fault: nil
        }
    }
}

extension ByteBuffer {
    /// So many bytes from the start, or all where there are not as many.
    fileprivate func prefix(_ length: Int) -> ByteBuffer {
        getSlice(at: readerIndex, length: min(max(length, 0), readableBytes)) ?? ByteBuffer()
    }
}
