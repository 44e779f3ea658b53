import HTTPTypes
import NIOCore
import Synchronization

@testable import Edge

/// The pieces of a body, as a test wants them.
final class PieceSource: Sendable {
    static let longPiece = 100_000

    private let pieces: AsyncStream<ByteBuffer>
    private let next: AsyncStream<ByteBuffer>.Continuation
    private let ends: AsyncStream<Void>
    private let count = Atomic<Int>(0)

    init() {
        (pieces, next) = AsyncStream.makeStream(of: ByteBuffer.self)
        let (ends, ended) = AsyncStream.makeStream(of: Void.self)
        self.ends = ends
        next.onTermination = { _ in ended.finish() }
    }

    /// How many pieces were taken of those without end.
    var taken: Int { count.load(ordering: .relaxed) }

    func send(_ piece: String) { next.yield(ByteBuffer(string: piece)) }

    func finish() { next.finish() }

    /// Returns when nobody waits for pieces any more.
    func isAbandoned() async {
        for await _ in ends {}
    }

    func responder(first: String, length: Int?) -> @Sendable (EdgeRequest) -> Answering {
        { [pieces] _ in
            let delivery = AnswerDelivery.pieces(first: ByteBuffer(string: first), pieces, length: length)
            return .now(EdgeAnswer(HTTPResponse(status: .ok), delivery))
        }
    }

    /// Answers with pieces that are always there.
    var endlessResponder: @Sendable (EdgeRequest) -> Answering {
        { [self] _ in
            let lifetime = Lifetime(ends: self)
            let endless = AsyncStream {
                lifetime.source.count.add(1, ordering: .relaxed)
                return Task.isCancelled ? nil : ByteBuffer(repeating: 0x78, count: Self.longPiece)
            }
            return .now(
                EdgeAnswer(HTTPResponse(status: .ok), .pieces(first: ByteBuffer(), endless, length: nil)))
        }
    }

    /// Ends with whatever holds it.
    private final class Lifetime: Sendable {
        let source: PieceSource

        init(ends source: PieceSource) {
            self.source = source
        }

        deinit {
            source.finish()
        }
    }
}
