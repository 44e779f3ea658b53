import Synchronization

/// Carries an error out of a callback that cannot throw.
final class FailureBox: Sendable {
    private let error = Mutex<(any Error)?>(nil)

    func note(_ error: any Error) {
        self.error.withLock { $0 = error }
    }

    /// Throws what was noted.
    func check() throws {
        if let error = error.withLock({ $0 }) { throw error }
    }
}
