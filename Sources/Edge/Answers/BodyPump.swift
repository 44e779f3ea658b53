import NIOCore
import NIOPosix

/// Hands out one body in slices, whose pieces it fetches one at a time where it is not all there; on the event loop of its
/// connection.
///
/// The source is waited for in a task of its own, because a client that hangs up can end that wait in no other way. It is
/// asked for a piece only when the one before has been taken.
final class BodyPump {
    private struct Source {
        let demand: AsyncStream<Void>.Continuation
        let task: Task<Void, Never>
    }

    /// More than so many bytes would hold up the others on the event loop, as the system takes megabytes at once.
    static let longestSlice = 64 * 1024

    /// Nil where all is there.
    private let source: Source?
    private var piece = ByteBuffer()
    /// How many bytes are still to come; nil for any number.
    private var missing: Int?
    private var isAsking = false
    /// The rest of the piece is that of a long one.
    private var isSliced = false
    /// Between two slices of the same piece.
    let pause = TurnPause()

    /// A body that is all there.
    init(_ body: ByteBuffer) {
        piece = body
        missing = 0
        source = nil
    }

    /// - Parameters:
    ///   - pieces: where they come from.
    ///   - length: how many bytes they must have together; nil for any number.
    ///   - deliver: called from anywhere with each piece, and with nil when there are no more.
    init(
        _ pieces: AsyncStream<ByteBuffer>, length: Int?, deliver: @escaping @Sendable (ByteBuffer?) -> Void
    ) {
        missing = length
        let (demands, demand) = AsyncStream.makeStream(of: Void.self)
        // Not loose: it is cancelled when the answer is over, or the connection is.
        let task = Task(operation: {
            var source = pieces.makeAsyncIterator()
            for await _ in demands {
                guard let piece = await source.next() else { break }
                deliver(piece)
            }
            deliver(nil)
        })
        source = Source(demand: demand, task: task)
    }

    /// All bytes are there and handed out.
    var isComplete: Bool { missing == 0 && !hasBytes }

    /// The source may end here.
    var mayEnd: Bool { (missing ?? 0) == 0 }

    /// Some of the last piece is not handed out yet.
    var hasBytes: Bool { piece.readableBytes > 0 }

    /// A piece has come.
    func receive(_ piece: ByteBuffer) {
        isAsking = false
        self.piece = piece
        missing = missing.map { $0 - piece.readableBytes }
    }

    /// The next bytes of the piece, if there are any.
    ///
    /// A long piece comes in slices, so that next to nothing of it is left behind in the channel once it is written. They are
    /// copied: the last one on its way would keep all of the piece.
    func next() -> ByteBuffer? {
        guard hasBytes else { return nil }
        guard piece.readableBytes > Self.longestSlice || isSliced else {
            defer { piece = ByteBuffer() }
            return piece
        }
        isSliced = true
        let slice = piece.readSlice(length: min(Self.longestSlice, piece.readableBytes))
            .map { ByteBuffer(bytes: $0.readableBytesView) }
        if !hasBytes { dropPiece() }
        return slice
    }

    /// Asks for a piece, unless that was done already.
    func ask() {
        guard !isAsking else { return }
        isAsking = true
        source?.demand.yield()
    }

    /// Nobody wants the rest.
    func cancel() {
        dropPiece()
        source?.demand.finish()
        source?.task.cancel()
    }

    private func dropPiece() {
        isSliced = false
        let dropped = piece
        piece = ByteBuffer()
        guard dropped.storageCapacity > Self.quicklyFreed else { return }
        // To give megabytes back to the system takes milliseconds, which the others on the event loop need not wait for.
        NIOThreadPool.singleton.submit { _ in withExtendedLifetime(dropped) {} }
    }

    /// Memory of up to so many bytes is given back in no time.
    private static let quicklyFreed = 256 * 1024
}

/// A moment in which others on an event loop have their turn, one at a time; on that loop.
///
/// A task without a delay would come before them: the loop does all tasks, later ones included, before it looks at its connections.
final class TurnPause {
    private static let length = TimeAmount.microseconds(20)

    private var isOn = false

    /// Goes on with `work` behind the pause, unless there is one already, behind which somebody else goes on.
    func take(on eventLoop: any EventLoop, then work: @escaping () -> Void) {
        guard !isOn else { return }
        isOn = true
        eventLoop.assumeIsolated().scheduleTask(in: Self.length) {
            self.isOn = false
            work()
        }
    }
}
