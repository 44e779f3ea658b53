import NIOCore

/// Fetches the pieces of one body, one at a time, and hands them out in slices; on the event loop of its connection.
///
/// The source is waited for in a task of its own, because a client that hangs up can end that wait in no other way. It is
/// asked for a piece only when the one before has been taken.
final class BodyPump {
    private let demand: AsyncStream<Void>.Continuation
    private let task: Task<Void, Never>
    private var piece = ByteBuffer()
    /// How many bytes are still to come; nil for any number.
    private var missing: Int?
    private var isAsking = false
    /// The rest of the piece is that of a long one.
    private var isSliced = false

    /// - Parameters:
    ///   - pieces: where they come from.
    ///   - length: how many bytes they must have together; nil for any number.
    ///   - deliver: called from anywhere with each piece, and with nil when there are no more.
    init(
        _ pieces: AsyncStream<ByteBuffer>, length: Int?, deliver: @escaping @Sendable (ByteBuffer?) -> Void
    ) {
        missing = length
        let (demands, demand) = AsyncStream.makeStream(of: Void.self)
        self.demand = demand
        // Not loose: it is cancelled when the answer is over, or the connection is.
        task = Task(operation: {
            var source = pieces.makeAsyncIterator()
            for await _ in demands {
                guard let piece = await source.next() else { break }
                deliver(piece)
            }
            deliver(nil)
        })
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
        if !hasBytes {
            isSliced = false
            piece = ByteBuffer()
        }
        return slice.map { ByteBuffer(bytes: $0.readableBytesView) }
    }

    /// Asks for a piece, unless that was done already.
    func ask() {
        guard !isAsking else { return }
        isAsking = true
        demand.yield()
    }

    /// Nobody wants the rest.
    func cancel() {
        piece = ByteBuffer()
        demand.finish()
        task.cancel()
    }

    private static let longestSlice = 64 * 1024
}
