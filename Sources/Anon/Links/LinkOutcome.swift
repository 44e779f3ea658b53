/// What a person did on the Link page in the end.
package enum LinkOutcome: Sendable, Equatable {
    /// She signed in.
    ///
    /// - Parameter isPending: whether the session's status takes its time (magic user `user_pending`).
    case success(isPending: Bool)
    /// She gave up.
    case cancelled
    /// The app let her not in, with what she was told.
    case failed(detail: String)
}
