package import Kernel

/// Waiting on the world's clock.
extension Exchange {
    /// Returns when the world's time has come to `deadline`. Until the exchange is over, or waits again, the clock wakes
    /// nobody whose deadline is later.
    package func wait(until deadline: Moment, on clock: WorldClock) async throws(CancellationError) {
        endTurn()
        keep(try await clock.sleep(until: WakeUp(at: deadline, request: number, operation: notes.operation)))
    }
}
