import Edge
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore

/// Reads the bodies of requests: within their limit and the budget of all, without their content codings, and without the mark
/// that some programs put before their JSON. The edge has collected them.
struct BodyReception: Sendable {
    /// 256 MiB: some half a million objects.
    private static let snapshotLimit = 256 << 20

    /// The most bytes that a body may have.
    let limit: Int
    /// What all bodies may take together.
    let budget: ByteBudget

    /// The most bytes of a body.
    ///
    /// - Parameters:
    ///   - takesSnapshot: the request may send a body as large as a world.
    ///   - larger: what the operation takes that it is for, if that is more than others.
    func limit(takesSnapshot: Bool, larger: Int? = nil) -> Int {
        let limit = max(self.limit, takesSnapshot ? Self.snapshotLimit : larger ?? 0)
        // A body that will never fit into the budget is too large, too.
        return min(limit, max(budget.capacity, ByteCharge.free))
    }

    /// Whether to read it, and what follows, takes longer than other requests should wait for.
    func isLong(_ body: EdgeBody, _ signposts: Signposts) -> Bool {
        guard case .whole(let bytes) = body else { return false }
        return bytes.readableBytes > LongWork.bodySize || signposts.contentEncoding != nil && bytes.readableBytes > 0
    }

    /// The body as it was meant, or why it was not taken.
    ///
    /// - Parameters:
    ///   - limit: the most bytes that it may have.
    ///   - isFile: it may be any file: then the mark belongs to it.
    ///   - charge: takes what there is more of it than came.
    func read(
        _ body: EdgeBody, codedAs encoding: String?, limit: @autoclosure () -> Int, isFile: @autoclosure () -> Bool,
        charge: () -> ByteCharge
    ) -> ReceivedBody {
        switch body {
        case .tooLarge(let limit): return ReceivedBody(refusal: .bodyTooLarge(limit: limit))
        case .noRoom(let capacity): return ReceivedBody(refusal: .noRoom(limit: capacity))
        case .whole(let bytes):
            guard let encoding else {
                return ReceivedBody(bytes.hasByteOrderMark && !isFile() ? bytes.withoutByteOrderMark : bytes)
            }
            do throws(UnknownContentCoding) {
                let codings = try ContentCoding.undoing(encoding)
                let isCoded = !codings.isEmpty && bytes.readableBytes > 0
                let body = isCoded ? inflate(bytes, codings, upTo: limit(), charge()) : ReceivedBody(bytes)
                guard body.bytes.hasByteOrderMark, !isFile() else { return body }
                return ReceivedBody(body.bytes.withoutByteOrderMark)
            } catch {
                return ReceivedBody(refusal: .unknownCoding(error))
            }
        }
    }

    private func inflate(
        _ body: ByteBuffer, _ codings: [ContentCoding], upTo limit: Int, _ charge: ByteCharge
    ) -> ReceivedBody {
        var body = body
        for coding in codings {
            let kept = body.readableBytes
            do throws(InflateFailure) {
                body = try BodyInflater.inflate(body, coding, limit: limit) { charge.cover(kept + $0) }
            } catch {
                return ReceivedBody(
                    refusal: error.refusal(of: coding, limit: error == .noRoom ? budget.capacity : limit))
            }
        }
        return ReceivedBody(body)
    }

    /// What is kept for an answer until its client has taken it, in place of what was kept for the request; or what is answered
    /// instead, if there is no room for it.
    ///
    /// An answer to more than a question stands for something that is done, and goes out in any case.
    func settle(
        _ reply: Reply, of head: HTTPRequest, after charge: ByteCharge?
    ) -> (charge: ByteCharge?, refusal: RoutingRefusal?) {
        charge?.giveBack()
        let length = reply.footprint
        guard length > EdgeAnswer.largeBody, head.method != .head else { return (nil, nil) }
        let charge = charge ?? ByteCharge(budget)
        if charge.cover(length) { return (charge, nil) }
        guard head.method != .get else { return (nil, .noRoom(limit: budget.capacity)) }
        charge.note(length)
        return (charge, nil)
    }
}

/// The body of a request, or why it was not taken.
struct ReceivedBody {
    /// The body; empty if it was not taken.
    let bytes: ByteBuffer
    /// Why not; nil if it was.
    let refusal: RoutingRefusal?

    init(_ bytes: ByteBuffer) {
        self.bytes = bytes
        refusal = nil
    }

    init(refusal: RoutingRefusal) {
        bytes = ByteBuffer()
        self.refusal = refusal
    }
}

extension InflateFailure {
    fileprivate func refusal(of coding: ContentCoding, limit: Int) -> RoutingRefusal {
        switch self {
        case .tooLarge: .bodyTooLarge(limit: limit)
        case .noRoom: .noRoom(limit: limit)
        case .truncated: .notDecodable("The body ends before its content coding \(coding) does.")
        case .garbled: .notDecodable("The body is not what its content coding \(coding) says.")
        }
    }
}

extension RoutingRefusal {
    fileprivate static func notDecodable(_ detail: String) -> RoutingRefusal {
        .invalid(Reason(CommonReason.bodyNotDecodable, detail))
    }
}

extension ByteBuffer {
    /// Whether it begins with the mark of UTF-8, which a reader of text may ignore (RFC 8259, 8.1).
    fileprivate var hasByteOrderMark: Bool {
        readableBytes >= 3 && getInteger(at: readerIndex, as: UInt8.self) == 0xef
            && getInteger(at: readerIndex + 1, as: UInt16.self) == 0xbbbf
    }

    /// Without the mark, which is there.
    fileprivate var withoutByteOrderMark: ByteBuffer { ByteBuffer(bytes: readableBytesView.dropFirst(3)) }
}
