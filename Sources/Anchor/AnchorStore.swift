package import Browsers
package import Kernel

/// Anchor's state in one world behind its one lock. Every transition is one `update`; nothing waits inside.
package final class AnchorStore: TabledStore {
    /// The world's choices; fixed, hence outside the lock.
    package let policies: AnchorPolicies
    /// What runs behind its sessions.
    package let browsers: any SessionBrowsers
    /// What the contents of files are charged to.
    package let files: StoredBytesBudget
    /// Wakes whoever waits for something in the world.
    package let signals = StateSignals()
    /// Wakes whoever delivers to its webhooks.
    let webhookAlarm = WebhookAlarm()
    /// The state, and the way back from it.
    package let content: RewindableStore<AnchorState>

    /// A store that begins with `state`.
    ///
    /// - Parameters:
    ///   - browsers: what runs behind its sessions.
    ///   - files: what the contents of files are charged to.
    ///   - log: what leads back from it.
    package init(
        _ state: AnchorState, policies: AnchorPolicies, browsers: any SessionBrowsers = NoBrowsers(),
        files: StoredBytesBudget = StoredBytesBudget(), log: UndoLog<AnchorState> = UndoLog()
    ) {
        self.policies = policies
        self.browsers = browsers
        self.files = files
        var state = state
        // What was under way for it is so no more.
        state.schedule = nil
        content = RewindableStore(state, log: log)
    }

    /// The whole state as it is now; at no cost, and what happens later does not change it.
    package var snapshot: AnchorState { content.read { $0 } }

    /// How many objects there are.
    package var objectCount: Int { content.read { $0.objectCount } }

    /// A store that goes on from the state as it is now, by itself.
    var copy: AnchorStore { AnchorStore(snapshot, policies: policies, browsers: browsers, files: files) }

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
        _ look: (borrowing AnchorState) throws(Refusal) -> Value
    ) throws(Refusal) -> Value {
        try content.read(look)
    }

    /// Runs one transition. One that changes nothing leaves nothing, however it was meant.
    func update<Value: Sendable, Refusal: Error>(
        _ transition: (inout AnchorState) throws(Refusal) -> Value
    ) throws(Refusal) -> Value {
        var due: Moment?
        defer { webhookAlarm.note(due: due) }
        return try content.update { (state) throws(Refusal) in
            defer { due = state.webhooksDueAt }
            return try transition(&state)
        }
    }
}
