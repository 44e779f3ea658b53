package import Browsers
package import Kernel
package import Tokens

/// Anon's state in one world behind its one lock. Every transition is one `update`; nothing waits inside.
package final class AnonStore: TabledStore {
    /// The world's choices; fixed, hence outside the lock.
    package let policies: AnonPolicies
    /// The key sets of self-hosted pools, downloaded outside the lock.
    let keySets: KeySetCache
    /// What runs behind its remote browsers.
    package let browsers: any SessionBrowsers
    /// The state, and the way back from it.
    package let content: RewindableStore<AnonState>

    /// A store that begins with `state`.
    ///
    /// - Parameters:
    ///   - browsers: what runs behind its remote browsers.
    ///   - log: what leads back from it.
    package init(
        _ state: AnonState, policies: AnonPolicies, keySets: KeySetCache,
        browsers: any SessionBrowsers = NoBrowsers(), log: UndoLog<AnonState> = UndoLog()
    ) {
        self.browsers = browsers
        self.policies = policies
        self.keySets = keySets
        content = RewindableStore(state, log: log)
    }

    /// The whole state as it is now; at no cost, and what happens later does not change it.
    package var snapshot: AnonState { content.read { $0 } }

    /// How many objects there are.
    package var objectCount: Int { content.read { $0.objectCount } }

    /// A store that goes on from the state as it is now, by itself; downloaded key sets are shared.
    var copy: AnonStore { AnonStore(snapshot, policies: policies, keySets: keySets, browsers: browsers) }

    /// How many transitions have changed something: while it stands, the state is the same.
    package var version: Int { content.version }

    /// The state from which on it is remembered which rows are touched.
    package func beginTracking() -> TakenState {
        content.withState { TakenState(beginningAt: &$0, version: $1) }
    }

    /// The rows touched since `beginTracking` or the last time, and the rest of the state, in one step.
    package func takeTouched() -> TakenState {
        content.withState { TakenState(touchedIn: &$0, version: $1) }
    }

    /// Looks at the state.
    func read<Value: Sendable, Refusal: Error>(
        _ look: (borrowing AnonState) throws(Refusal) -> Value
    ) throws(Refusal) -> Value {
        try content.read(look)
    }

    /// Runs one transition. One that changes nothing leaves nothing, however it was meant.
    func update<Value: Sendable, Refusal: Error>(
        _ transition: (inout AnonState) throws(Refusal) -> Value
    ) throws(Refusal) -> Value {
        try content.update(transition)
    }
}

// MARK: - Remote browsers

extension AnonStore {
    /// Whether a remote browser of this id was handed out.
    package func hasRemoteBrowser(_ id: String) -> Bool { read { $0.remoteBrowsers[id] != nil } }
}
