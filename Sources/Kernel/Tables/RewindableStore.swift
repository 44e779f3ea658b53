public import Synchronization

/// A state behind its one lock, with what it takes to go back to the versions of it that somebody marked.
///
/// Transitions work in place: nothing pins the tables' trees, and what a transition leaves is the rows that it changed. One that
/// changes nothing leaves nothing. Public and inlinable for the reason that `Table` is.
public final class RewindableStore<State: RewindableState>: Sendable {
    @usableFromInline
    struct Guarded: Sendable {
        @usableFromInline var state: State
        @usableFromInline var log: UndoLog<State>

        @inlinable
        init(state: State, log: UndoLog<State>) {
            self.state = state
            self.log = log
        }
    }

    @usableFromInline let guarded: Mutex<Guarded>
    /// How many transitions have changed something. Counted under the lock, read without it.
    @usableFromInline let changes: Atomic<Int>
    /// The newest version that was marked.
    @usableFromInline let marked: Atomic<Int>
    /// The oldest version that somebody may still go back to; the largest number if nobody will.
    @usableFromInline let needed = Atomic<Int>(.max)
    /// The oldest version that the log leads to; the largest number if it is empty.
    @usableFromInline let oldest: Atomic<Int>
    /// About how many bytes the log was given in all.
    @usableFromInline let bytes = Atomic<Int>(0)

    /// A store that begins with `state`.
    ///
    /// - Parameter log: what leads back from it.
    @inlinable
    public init(_ state: State, log: UndoLog<State> = UndoLog()) {
        var state = state
        // It may be a copy of one that was recorded elsewhere.
        var nothing = State.Undo(state.scalars)
        var visitor = RecordingVisitor()
        state.visitTables(&nothing, by: &visitor)
        changes = Atomic(log.version)
        marked = Atomic(log.version)
        oldest = Atomic(log.oldest ?? .max)
        guarded = Mutex(Guarded(state: state, log: log))
    }

    /// How many transitions have changed something: while it stands, the state is the same.
    @inlinable public var version: Int { changes.load(ordering: .acquiring) }

    /// About how many bytes the changes have kept alive, those that are forgotten included.
    @inlinable public var recordedBytes: Int { bytes.load(ordering: .relaxed) }

    /// Looks at the state.
    @inlinable
    public func read<Value: Sendable, Refusal: Error>(
        _ look: (borrowing State) throws(Refusal) -> Value
    ) throws(Refusal) -> Value {
        try guarded.withLock { (guarded) throws(Refusal) in try look(guarded.state) }
    }

    /// Runs one transition. What one that throws has changed by then stays changed.
    @inlinable
    public func update<Value: Sendable, Refusal: Error>(
        _ transition: (inout State) throws(Refusal) -> Value
    ) throws(Refusal) -> Value {
        try guarded.withLock { (guarded) throws(Refusal) in
            let scalars = guarded.state.scalars
            defer { note(&guarded, since: scalars) }
            return try transition(&guarded.state)
        }
    }

    /// Does something to the state that is no change of it.
    public func withState<Value: Sendable>(_ look: (inout State, _ version: Int) -> Value) -> Value {
        guarded.withLock { look(&$0.state, $0.log.version) }
    }

    @inlinable
    func note(_ guarded: inout Guarded, since scalars: State.Scalars) {
        let isKept = needed.load(ordering: .acquiring) != .max
        let mark = marked.load(ordering: .acquiring)
        guard
            let weight = guarded.log.note(changesOf: &guarded.state, since: scalars, mark: mark, isKept: isKept)
        else { return }
        bytes.wrappingAdd(weight, ordering: .relaxed)
        oldest.store(guarded.log.oldest ?? .max, ordering: .relaxed)
        changes.store(guarded.log.version, ordering: .releasing)
    }
}

// MARK: - Going back

extension RewindableStore {
    /// Marks the state as it is now, for going back to it. Returns its version. Takes no lock: a transition that runs at the
    /// same time came before the mark or comes after it as a whole, whichever turns out.
    ///
    /// Whoever marks does so once at a time, and says with `keep` how long the marks are good.
    @inlinable
    public func mark() -> Int {
        let version = version
        marked.store(version, ordering: .releasing)
        return version
    }

    /// Keeps what it takes to go back to `version` and to later marks, and nothing else; nil for nothing at all.
    @inlinable
    public func keep(from version: Int?) {
        needed.store(version ?? .max, ordering: .releasing)
    }

    /// Frees what need not be kept, with no lock held: a transition may have deleted very much.
    @inlinable
    public func trim() {
        let needed = needed.load(ordering: .acquiring)
        while oldest.load(ordering: .relaxed) < needed {
            let forgotten = guarded.withLock { guarded in
                let forgotten = guarded.log.removeFirst(before: needed)
                oldest.store(guarded.log.oldest ?? .max, ordering: .relaxed)
                return forgotten
            }
            _ = forgotten
        }
    }

    /// The state and what leads back from it, as values.
    public var copy: (state: State, log: UndoLog<State>) { guarded.withLock { ($0.state, $0.log) } }
}
