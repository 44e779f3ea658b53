import NIOCore

/// Has the answers that one turn of an event loop makes leave together at its end: a client that waits for several of them is
/// woken once, not by each, which is a tenth of what a request costs.
///
/// On its loop only.
final class TurnFlush {
    private let eventLoop: any EventLoop
    private var turn = Turn<ConnectionHandler>()

    init(_ eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    /// Has what this connection has written leave soon.
    func add(_ connection: ConnectionHandler) {
        switch turn.add(connection, now: eventLoop.now) {
        case .first: eventLoop.assumeIsolated().execute { self.end() }
        case .waits: break
        case .isLate: end()
        }
    }

    private func end() {
        for connection in turn.end() { connection.flushInTurn() }
    }
}

/// Those who wait for the end of a turn.
struct Turn<Waiter> {
    /// What follows for one more.
    enum Outcome: Hashable {
        /// The turn begins: its end is to be waited for.
        case first
        /// It waits with the others.
        case waits
        /// The turn takes too long: none of them waits for its end.
        case isLate
    }

    /// How long one may wait for others; it may wait for the one that is answered at the moment as well. Ours.
    static var patience: TimeAmount { .microseconds(500) }

    private var waiters: [Waiter] = []
    private var began = NIODeadline.uptimeNanoseconds(0)

    /// One more waits.
    mutating func add(_ waiter: Waiter, now: NIODeadline) -> Outcome {
        waiters.append(waiter)
        guard waiters.count > 1 else {
            began = now
            return .first
        }
        return now - began > Self.patience ? .isLate : .waits
    }

    /// The turn is over; returns who waited.
    mutating func end() -> [Waiter] {
        defer { waiters = [] }
        return waiters
    }
}
