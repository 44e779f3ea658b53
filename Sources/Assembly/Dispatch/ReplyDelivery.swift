import Edge
import Kernel
import KernelHTTP
import NIOCore
import Synchronization

extension Reply {
    /// Whether this answer simply goes out.
    var isPlain: Bool { connection == nil && stream == nil && parts == nil }

    /// How this answer goes out.
    ///
    /// - Parameters:
    ///   - isHead: the request was HEAD, whose answer has no body that anything could happen to.
    ///   - clock: what the pauses of a dribbled answer are measured on.
    func delivery(isHead: Bool, clock: WorldClock) -> AnswerDelivery {
        switch connection {
        case .reset: return .fault(.reset)
        case .close: return .fault(.close)
        case .garbage: return .fault(.garbage)
        case .truncate(let length): return .truncated(body, after: length)
        case .dribble(let length, let pause) where !isHead:
            let dribble = DribbledBody(body, pieceLength: length, pause: pause, clock: clock)
            return .pieces(first: dribble.first, AsyncStream { await dribble.next() }, length: body.readableBytes)
        case .dribble, nil:
            if let parts { return parts.delivery }
            guard let stream else { return .whole(body) }
            return .pieces(first: body, isHead ? AsyncStream { nil } : stream, length: nil)
        }
    }
}

extension BodyParts {
    /// Piece by piece, each made when its turn has come; also for HEAD, whose encoder lets none of them out.
    fileprivate var delivery: AnswerDelivery {
        let next = Atomic<Int>(0)
        return .pieces(
            first: ByteBuffer(),
            AsyncStream {
                var index = next.load(ordering: .relaxed)
                defer { next.store(index, ordering: .relaxed) }
                return self.piece(from: &index)
            }, length: length)
    }
}

/// A body in pieces, with a pause on the world's clock before each but the first.
///
/// The pieces are due at fixed instants from the first one on: a clock that is advanced over several of them lets as many
/// pieces go.
private final class DribbledBody: Sendable {
    private struct Rest {
        var bytes: ByteBuffer
        var due: Moment
    }

    /// What goes out without a pause.
    let first: ByteBuffer
    private let pieceLength: Int
    private let pause: TimeSpan
    private let clock: WorldClock
    private let rest: Mutex<Rest>

    /// A body of which the first piece is due now. A length below 1 counts as 1.
    init(_ body: ByteBuffer, pieceLength: Int, pause: TimeSpan, clock: WorldClock) {
        self.pieceLength = max(pieceLength, 1)
        self.pause = pause
        self.clock = clock
        var bytes = body
        first = bytes.readSlice(length: min(self.pieceLength, bytes.readableBytes)) ?? ByteBuffer()
        rest = Mutex(Rest(bytes: bytes, due: clock.now))
    }

    /// The next piece when it is due; nil after the last one, or if the task is cancelled.
    func next() async -> ByteBuffer? {
        guard let (piece, due) = take() else { return nil }
        do { try await clock.sleep(until: due) } catch { return nil }
        return piece
    }

    private func take() -> (piece: ByteBuffer, due: Moment)? {
        rest.withLock { rest in
            let length = min(pieceLength, rest.bytes.readableBytes)
            guard length > 0, let piece = rest.bytes.readSlice(length: length) else { return nil }
            rest.due = rest.due + pause
            return (piece, rest.due)
        }
    }
}
