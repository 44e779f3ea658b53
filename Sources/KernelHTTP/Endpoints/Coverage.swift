/// How far Drydock goes with an operation.
package enum Coverage: String, Sendable, CaseIterable {
    /// State machine, every documented error.
    case simulated
    /// A fixed answer of the right shape.
    case canned
    /// Answers 501.
    case notImplemented = "not implemented"
}
