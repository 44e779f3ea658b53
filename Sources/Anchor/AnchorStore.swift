import Synchronization

/// Anchor's state in one world behind its one lock. Every transition is one `update`; nothing waits inside.
package final class AnchorStore: Sendable {
    /// The world's choices; fixed, hence outside the lock.
    package let policies: AnchorPolicies
    private let state: Mutex<AnchorState>

    /// A store that begins with `state`.
    package init(_ state: AnchorState, policies: AnchorPolicies) {
        self.policies = policies
        self.state = Mutex(state)
    }

    /// The whole state as it is now; at no cost, and what happens later does not change it.
    package var snapshot: AnchorState { state.withLock { $0 } }

    /// Looks at the state.
    func read<Value: Sendable, Refusal: Error>(
        _ look: (borrowing AnchorState) throws(Refusal) -> Value
    ) throws(Refusal) -> Value {
        try state.withLock { (state) throws(Refusal) in try look(state) }
    }

    /// Runs one transition.
    func update<Value: Sendable, Refusal: Error>(
        _ transition: (inout AnchorState) throws(Refusal) -> Value
    ) throws(Refusal) -> Value {
        try state.withLock { (state) throws(Refusal) in try transition(&state) }
    }
}
