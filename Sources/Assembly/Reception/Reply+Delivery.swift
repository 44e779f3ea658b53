import Edge
import Kernel
import KernelHTTP
import NIOCore

extension Reply {
    /// Whether this answer simply goes out.
    var isPlain: Bool { connection == nil && stream == nil }

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
            guard let stream else { return .whole(body) }
            return .pieces(first: body, isHead ? AsyncStream { nil } : stream, length: nil)
        }
    }
}
