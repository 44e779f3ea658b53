package import Kernel

/// Lets real time pass, for the limit of a wait: a person or a test that waits does so whatever the world's clock says.
package struct WaitTimer: Sendable {
    /// Waits for so much real time. Throws `CancellationError`.
    package let sleep: @Sendable (TimeSpan) async throws -> Void

    /// A timer that waits by `sleep`.
    package init(_ sleep: @escaping @Sendable (TimeSpan) async throws -> Void) {
        self.sleep = sleep
    }

    /// The process's own time.
    package static let real = WaitTimer { try await Task.sleep(for: $0.duration) }
}
