/// What becomes of the connection that an answer should go out on.
package enum ConnectionEffect: Hashable, Sendable {
    /// Cut with a TCP reset; no byte of an answer goes out.
    case reset
    /// Closed in good order; no byte of an answer goes out.
    case close
    /// Bytes that are no HTTP go out instead of the answer, then the connection is closed.
    case garbage
    /// The answer's head goes out as it is, of its body the first so many bytes, then the connection is closed.
    case truncate(after: Int)
    /// The answer's body goes out in pieces of so many bytes, with a pause on the world's clock before each but the first.
    case dribble(bytes: Int, every: TimeSpan)

    /// Whether nothing of an answer goes out.
    package var losesAnswer: Bool {
        switch self {
        case .reset, .close, .garbage: true
        case .truncate, .dribble: false
        }
    }
}
