/// What becomes of a connection in place of an answer, or of the rest of one. Reaches the connection's handler as an
/// outbound event.
package enum ConnectionFault: Sendable, Hashable, CaseIterable {
    /// A TCP reset: the client's system throws away what it has not read yet, and tells of an error.
    case reset
    /// A close in good order, behind the bytes that are written.
    case close
    /// Bytes that no HTTP begins with, then a close in good order.
    case garbage
}
