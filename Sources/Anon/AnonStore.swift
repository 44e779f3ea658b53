import Synchronization
package import Tokens

/// Anon's state in one world behind its one lock. Every transition is one `update`; nothing waits inside.
package final class AnonStore: Sendable {
    /// The world's choices; fixed, hence outside the lock.
    package let policies: AnonPolicies
    /// The key sets of self-hosted pools, downloaded outside the lock.
    let keySets: KeySetCache
    private let state: Mutex<AnonState>

    /// A store that begins with `state`.
    package init(_ state: AnonState, policies: AnonPolicies, keySets: KeySetCache) {
        self.policies = policies
        self.keySets = keySets
        self.state = Mutex(state)
    }

    /// The whole state as it is now; at no cost, and what happens later does not change it.
    package var snapshot: AnonState { state.withLock { $0 } }

    /// Looks at the state.
    func read<Value: Sendable, Refusal: Error>(
        _ look: (borrowing AnonState) throws(Refusal) -> Value
    ) throws(Refusal) -> Value {
        try state.withLock { (state) throws(Refusal) in try look(state) }
    }

    /// Runs one transition.
    func update<Value: Sendable, Refusal: Error>(
        _ transition: (inout AnonState) throws(Refusal) -> Value
    ) throws(Refusal) -> Value {
        try state.withLock { (state) throws(Refusal) in try transition(&state) }
    }
}
