/// How a wait for exchanges ended.
package enum WaitOutcome: Sendable, Equatable {
    /// As many as were wanted have come.
    case found
    /// The limit passed first.
    case timedOut
    /// The world was swapped for another one: nothing comes to this journal any more.
    case ended
}
