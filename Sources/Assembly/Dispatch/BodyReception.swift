import HTTPTypes
import HummingbirdCore
import Kernel
import KernelHTTP
import NIOCore

/// Takes in the bodies of requests: within their limit and the budget of all, without their content codings, and without the
/// mark that some programs put before their JSON.
struct BodyReception: Sendable {
    /// 256 MiB: some half a million objects.
    private static let snapshotLimit = 256 << 20

    /// The most bytes that a body may have.
    let limit: Int
    /// What all bodies may take together.
    let budget: ByteBudget
    /// Where what takes long is done.
    let longWork: LongWork

    /// The whole body of a request. Throws only where the connection is gone.
    ///
    /// - Parameter takesSnapshot: the request may send a body as large as a world.
    func receive(
        _ request: Request, takesSnapshot: Bool, charging charge: inout ByteCharge
    ) async throws -> ReceivedBody {
        let fields = request.head.headerFields
        // A body that will never fit into the budget is too large, too.
        let limit = min(
            takesSnapshot ? max(limit, Self.snapshotLimit) : limit, max(budget.capacity, ByteCharge.free))
        // A body that announces itself as too large is not waited for.
        if let length = fields[.contentLength].flatMap({ Int($0) }), length > limit {
            return ReceivedBody(refusal: .bodyTooLarge(limit: limit))
        }
        do {
            let codings = try fields[.contentEncoding].map(ContentCoding.undoing) ?? []
            var body = try await collect(request, upTo: limit, charging: &charge)
            if !codings.isEmpty, body.readableBytes > 0 {
                body = try await inflate(body, codings, upTo: limit, charging: &charge)
            }
            return ReceivedBody(body.withoutByteOrderMark)
        } catch let refusal as BodyRefusal {
            return ReceivedBody(refusal: refusal.refusal)
        } catch let problem as UnknownContentCoding {
            return ReceivedBody(refusal: .unknownCoding(problem))
        }
    }

    /// The body as it comes, copied to its own size so that the journal's budget is exact.
    private func collect(
        _ request: Request, upTo limit: Int, charging charge: inout ByteCharge
    ) async throws -> ByteBuffer {
        var collected = ByteBuffer()
        for try await part in request.body {
            let length = collected.readableBytes + part.readableBytes
            guard length <= limit else { throw BodyRefusal(.bodyTooLarge(limit: limit)) }
            guard charge.cover(length) else { throw BodyRefusal(.noRoom(limit: budget.capacity)) }
            if collected.readableBytes == 0 { collected = part } else { collected.writeImmutableBuffer(part) }
        }
        return collected.readableBytes == 0 ? ByteBuffer() : ByteBuffer(bytes: collected.readableBytesView)
    }

    /// Where others need not wait for it.
    private func inflate(
        _ body: ByteBuffer, _ codings: [ContentCoding], upTo limit: Int, charging charge: inout ByteCharge
    ) async throws(BodyRefusal) -> ByteBuffer {
        try await longWork.run { () throws(BodyRefusal) in
            var body = body
            for coding in codings {
                let kept = body.readableBytes
                do throws(InflateFailure) {
                    body = try BodyInflater.inflate(body, coding, limit: limit) { charge.cover(kept + $0) }
                } catch {
                    throw BodyRefusal(error, of: coding, limit: error == .noRoom ? budget.capacity : limit)
                }
            }
            return body
        }
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

/// A body is not taken.
private struct BodyRefusal: Error {
    let refusal: RoutingRefusal

    init(_ refusal: RoutingRefusal) {
        self.refusal = refusal
    }

    init(_ failure: InflateFailure, of coding: ContentCoding, limit: Int) {
        refusal =
            switch failure {
            case .tooLarge: .bodyTooLarge(limit: limit)
            case .noRoom: .noRoom(limit: limit)
            case .truncated: Self.notDecodable("The body ends before its content coding \(coding) does.")
            case .garbled: Self.notDecodable("The body is not what its content coding \(coding) says.")
            }
    }

    private static func notDecodable(_ detail: String) -> RoutingRefusal {
        .invalid(Reason(CommonReason.bodyNotDecodable, detail))
    }
}

extension ByteBuffer {
    /// Without the mark of UTF-8 at its start (RFC 8259, 8.1, lets a reader ignore it).
    fileprivate var withoutByteOrderMark: ByteBuffer {
        guard readableBytes >= 3, getInteger(at: readerIndex, as: UInt8.self) == 0xef,
            getInteger(at: readerIndex + 1, as: UInt16.self) == 0xbbbf
        else { return self }
        return ByteBuffer(bytes: readableBytesView.dropFirst(3))
    }
}
