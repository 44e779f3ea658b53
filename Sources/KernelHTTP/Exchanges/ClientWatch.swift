/// Lets whoever keeps a client waiting know that the client does not wait any longer.
package struct ClientWatch: Sendable {
    /// Returns when the client has hung up; also when the task is cancelled.
    package let untilGone: @Sendable () async -> Void

    /// A watch that asks `untilGone`.
    package init(untilGone: @escaping @Sendable () async -> Void) {
        self.untilGone = untilGone
    }
}
