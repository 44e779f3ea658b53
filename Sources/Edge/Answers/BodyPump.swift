import HummingbirdCore
import NIOCore

/// Hands the pieces of a body to its connection, one at a time, until they end or the connection does.
///
/// The source is waited for in a task of its own, because a client that hangs up can end that wait in no other way. It
/// is asked for a piece only when the one before has been taken.
struct BodyPump {
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
                try await body.write(piece)
                sent += piece.readableBytes
                if sent == length { break }
                demand.yield()
            }
            group.cancelAll()
        }
        try Task.checkCancellation()
        if let length, sent != length { throw AnswerFailure.cutShort }
    }
}
