public import DequeModule

/// A state whose transitions can be taken back: its tables remember what rows were, and everything else is small.
public protocol RewindableState: Sendable {
    /// Everything of it that changes and is in no table.
    associatedtype Scalars: Equatable & Sendable
    /// What it takes to go back.
    associatedtype Undo: StateUndo<Scalars>

    /// Everything of it that changes and is in no table.
    var scalars: Scalars { get set }
    /// Leads `visitor` through every table, each beside its rows in `undo`.
    mutating func visitTables(_ undo: inout Undo, by visitor: inout some TableVisitor)
    /// How many bytes a transition let go that its rows keep alive all the same, besides what rows usually have: a deleted
    /// file's, for example. They weigh on whoever goes back.
    static func bytesLetGo(from old: Scalars, to new: Scalars) -> Int
}

extension RewindableState {
    /// None.
    @inlinable
    public static func bytesLetGo(from old: Scalars, to new: Scalars) -> Int { 0 }
}

/// What a state was before a transition: a property for each of its tables, and the rest.
public protocol StateUndo<Scalars>: Sendable {
    /// Everything that is in no table.
    associatedtype Scalars: Equatable & Sendable

    /// What it was.
    var scalars: Scalars { get }
    /// No rows yet.
    init(_ scalars: Scalars)
}

/// What it takes to go back from a state to its earlier versions, step by step: a value, copied at no cost.
public struct UndoLog<State: RewindableState>: Sendable {
    /// What leads back to the version `from`, whatever came between that and the next step.
    @usableFromInline
    struct Step: Sendable {
        @usableFromInline let from: Int
        @usableFromInline var undo: State.Undo

        @inlinable
        init(from: Int, undo: State.Undo) {
            self.from = from
            self.undo = undo
        }
    }

    @usableFromInline var steps = Deque<Step>()
    /// The version that it leads back from.
    public var end: Int { version }
    @usableFromInline var version: Int

    /// A log that leads nowhere yet.
    @inlinable
    public init(end: Int = 0) {
        version = end
    }

    /// The oldest version that it leads to.
    @inlinable var oldest: Int? { steps.first?.from }

    /// Takes what a transition has changed out of the state's tables. Returns nil if that is nothing, otherwise about how many
    /// bytes it keeps alive.
    ///
    /// - Parameters:
    ///   - scalars: what was in no table before.
    ///   - mark: the newest version that somebody may go back to: what came since is one step.
    ///   - isKept: false if nobody will go back at all.
    @inlinable
    mutating func note(
        changesOf state: inout State, since scalars: State.Scalars, mark: Int, isKept: Bool
    ) -> Int? {
        var visitor = TakingVisitor()
        let last = steps.count - 1
        if isKept, last >= 0, steps[last].from >= mark {
            state.visitTables(&steps[last].undo, by: &visitor)
            guard visitor.count > 0 || state.scalars != scalars else { return nil }
        } else {
            var undo = State.Undo(scalars)
            state.visitTables(&undo, by: &visitor)
            guard visitor.count > 0 || state.scalars != scalars else { return nil }
            if isKept { steps.append(Step(from: version, undo: undo)) }
        }
        version += 1
        return isKept ? visitor.bytes + State.bytesLetGo(from: scalars, to: state.scalars) : 0
    }

    /// Takes out the oldest step if it only leads to versions before this one.
    @inlinable
    mutating func removeFirst(before version: Int) -> State.Undo? {
        guard let first = steps.first, first.from < version else { return nil }
        return steps.removeFirst().undo
    }

    // MARK: - Going back

    /// Puts the state, which this log leads back from, to an earlier version of it.
    public mutating func rewind(_ state: inout State, to version: Int) {
        var visitor = RestoringVisitor()
        while let last = steps.last, last.from >= version {
            var undo = steps.removeLast().undo
            state.visitTables(&undo, by: &visitor)
            state.scalars = undo.scalars
        }
        self.version = min(self.version, version)
    }

    /// The steps that lead back to this version, oldest first.
    public func steps(backTo version: Int) -> [State.Undo] {
        steps.filter { $0.from >= version }.map(\.undo)
    }

    /// The log of the state as it was at this version, with steps of another course of events behind.
    ///
    /// - Parameter others: what leads from elsewhere back to that version.
    public func branched(at version: Int, followedBy others: [State.Undo]) -> UndoLog {
        var branch = UndoLog(end: version)
        branch.steps = Deque(steps.prefix { $0.from < version })
        for undo in others {
            branch.steps.append(Step(from: branch.version, undo: undo))
            branch.version += 1
        }
        return branch
    }
}
