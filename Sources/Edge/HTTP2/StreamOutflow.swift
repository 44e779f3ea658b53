import NIOCore

/// What is still to be written of an answer on a stream: what is there, and where the rest comes from. On the event loop.
final class StreamOutflow {
    /// How an answer stands when all that is there of it has been written.
    enum Ending {
        /// That was all.
        case complete
        /// More comes.
        case open
        /// That was all, and the client must not take it for the whole.
        case cut
    }

    /// Held as long as bytes of the answer may be kept for its reader.
    private var charge: ByteCharge?
    private var bytes: ByteBuffer
    private let pump: BodyPump?
    private let isCut: Bool
    /// The answer has no end that is known.
    let hasOpenEnd: Bool
    /// Between what is written at a time.
    let pause = TurnPause()

    /// - Parameters:
    ///   - hasBody: whether the client gets any of it.
    ///   - deliver: called from anywhere with each piece that comes later, and with nil when there are no more.
    init(_ answer: EdgeAnswer, hasBody: Bool, deliver: @escaping @Sendable (ByteBuffer?) -> Void) {
        charge = answer.charge
        switch answer.delivery {
        case .pieces(let first, let rest, let length) where hasBody:
            bytes = first
            pump = BodyPump(rest, length: length.map { $0 - first.readableBytes }, deliver: deliver)
            isCut = false
            hasOpenEnd = length == nil
        case .whole(let body) where hasBody:
            (bytes, pump, isCut, hasOpenEnd) = (ByteBuffer(), BodyPump(body), false, false)
        case .truncated(let body, let length):
            let part = body.getSlice(at: body.readerIndex, length: min(max(length, 0), body.readableBytes))
            (bytes, pump, isCut, hasOpenEnd) = (hasBody ? part ?? ByteBuffer() : ByteBuffer(), nil, true, false)
        case .whole, .pieces, .fault, .splice, .passage:
            (bytes, pump, isCut, hasOpenEnd) = (ByteBuffer(), nil, false, false)
        }
    }

    /// Whether some of what is there is not handed out yet.
    var hasBytes: Bool { bytes.readableBytes > 0 || pump?.hasBytes == true }

    /// How it stands when nothing more is written.
    var ending: Ending {
        if hasBytes { return .open }
        if isCut { return .cut }
        return pump.map(\.isComplete) ?? true ? .complete : .open
    }

    /// The source may end here.
    var mayEnd: Bool { pump?.mayEnd ?? true }

    /// The next bytes to write, if there are any. Few, as it counts what the client takes by them.
    func next() -> ByteBuffer? {
        if bytes.readableBytes == 0, let slice = pump?.next() { bytes = slice }
        guard bytes.readableBytes > 0 else { return nil }
        return bytes.readSlice(length: min(Self.longestSlice, bytes.readableBytes))
    }

    /// A piece has come.
    func receive(_ piece: ByteBuffer) {
        pump?.receive(piece)
    }

    /// Asks for a piece, unless that was done already.
    func ask() { pump?.ask() }

    /// Nobody wants the rest, or all has left.
    func cancel() {
        charge = nil
        bytes = ByteBuffer()
        pump?.cancel()
    }

    private static let longestSlice = 16 * 1024
}
