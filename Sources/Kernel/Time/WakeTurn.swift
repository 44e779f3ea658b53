/// The turn of one that a clock woke: as long as it lasts, the clock wakes nobody whose deadline is later.
///
/// So of several that one move of the clock wakes, each is done with what it does before the next one begins, and ids are
/// issued in the order of the deadlines. A turn that is let go ends by itself.
package final class WakeTurn: Sendable {
    private let clock: WorldClock
    private let sleeper: SleeperID

    init(of sleeper: SleeperID, on clock: WorldClock) {
        self.clock = clock
        self.sleeper = sleeper
    }

    deinit { end() }

    /// Lets the next one wake. Ending twice is as good as once.
    package func end() {
        clock.endTurn(of: sleeper)
    }
}
