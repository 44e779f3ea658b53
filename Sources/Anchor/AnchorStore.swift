package import Kernel
import Synchronization

/// Anchor's state in one world behind its one lock. Every transition is one `update`; nothing waits inside.
///
/// A twin of `AnonStore` rather than one generic type: across modules that ran unspecialised, and slower.
package final class AnchorStore: TabledStore {
    /// The world's choices; fixed, hence outside the lock.
    package let policies: AnchorPolicies
    private let state: Mutex<AnchorState>
    /// Counted under the lock, read without it.
    private let updates = Atomic<Int>(0)

    /// A store that begins with `state`.
    package init(_ state: AnchorState, policies: AnchorPolicies) {
        self.policies = policies
        self.state = Mutex(state)
    }

    /// The whole state as it is now; at no cost, and what happens later does not change it.
    package var snapshot: AnchorState { state.withLock { $0 } }

    /// How many objects there are.
    package var objectCount: Int { state.withLock { $0.objectCount } }

    /// A store that goes on from the state as it is now, by itself.
    var copy: AnchorStore { AnchorStore(state.withLock { $0 }, policies: policies) }

    /// How many transitions were run, refused ones included: while it stands, the state is the same.
    package var version: Int { updates.load(ordering: .acquiring) }

    /// The whole state and its version, in one step.
    package var versioned: (version: Int, state: AnchorState) {
        state.withLock { (updates.load(ordering: .acquiring), $0) }
    }

    /// The state from which on it is remembered which rows are touched.
    package func beginTracking() -> TakenState {
        state.withLock { TakenState(beginningAt: &$0, version: updates.load(ordering: .acquiring)) }
    }

    /// The rows touched since `beginTracking` or the last time, and the state, in one step.
    package func takeTouched() -> TakenState {
        state.withLock { TakenState(touchedIn: &$0, version: updates.load(ordering: .acquiring)) }
    }

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
        try state.withLock { (state) throws(Refusal) in
            updates.add(1, ordering: .releasing)
            return try transition(&state)
        }
    }
}
