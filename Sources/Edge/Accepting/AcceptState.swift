/// Whether a listener accepts connections, or rests because the system has no file descriptor or memory left for one.
///
/// The system goes on saying that a connection waits. A listener that asks again at once, as NIO's does, takes a whole core.
struct AcceptState {
    /// What to do about an error of `accept`.
    enum Failure: Hashable {
        /// Rest a while, then look whether it is over. `isFirst`: it is worth a line in the log.
        case rest(isFirst: Bool)
        /// It rests already.
        case wait
    }

    /// Connections that are closed make room for a few that wait; so it is not over with the first that is accepted.
    private var isShort = false
    private var hasFailedSince = false
    private var hasHeldRead = false
    /// Nothing is accepted for now.
    private(set) var isResting = false

    /// There was nothing left to accept a connection with.
    mutating func fail() -> Failure {
        hasFailedSince = true
        guard !isResting else { return .wait }
        isResting = true
        defer { isShort = true }
        return .rest(isFirst: !isShort)
    }

    /// Somebody is ready for the next connection.
    /// - Returns: whether it may be accepted now; else when the rest is over.
    mutating func read() -> Bool {
        if isResting { hasHeldRead = true }
        return !isResting
    }

    /// The rest is over.
    /// - Returns: whether somebody waits for the next connection.
    mutating func resume() -> Bool {
        isResting = false
        defer { hasHeldRead = false }
        return hasHeldRead
    }

    /// A while has passed since it was first short, or since the last look.
    /// - Returns: whether it is over, as nothing failed since then; else another look is due.
    mutating func look() -> Bool {
        defer { hasFailedSince = false }
        guard !hasFailedSince else { return false }
        isShort = false
        return true
    }
}
