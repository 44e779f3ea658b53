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
    /// The steps, oldest first: each leads back to a version, whatever came between that and the next step.
    @usableFromInline var steps = Deque<State.Undo>()
    /// The versions that the steps lead to. Beside them, because a step is large, and a look at it copies all of it.
    @usableFromInline var origins = Deque<Int>()
    /// The version that it leads back from.
    public var end: Int { version }
    @usableFromInline var version: Int

    /// A log that leads nowhere yet.
    @inlinable
    public init(end: Int = 0) {
        version = end
    }

    /// The oldest version that it leads to.
    @inlinable var oldest: Int? { origins.first }

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
        if isKept, let origin = origins.last, origin >= mark {
            state.visitTables(&steps[steps.count - 1], by: &visitor)
            guard visitor.count > 0 || state.scalars != scalars else { return nil }
        } else {
            var undo = State.Undo(scalars)
            state.visitTables(&undo, by: &visitor)
            guard visitor.count > 0 || state.scalars != scalars else { return nil }
            if isKept { append(consume undo, leadingTo: version) }
        }
        version += 1
        return isKept ? visitor.bytes + State.bytesLetGo(from: scalars, to: state.scalars) : 0
    }

    /// Takes out the oldest step if it only leads to versions before this one.
    @inlinable
    mutating func removeFirst(before version: Int) -> State.Undo? {
        guard let oldest, oldest < version else { return nil }
        origins.removeFirst()
        return steps.removeFirst()
    }

    @inlinable
    mutating func append(_ undo: consuming State.Undo, leadingTo version: Int) {
        origins.append(version)
        steps.append(undo)
    }

    // MARK: - Going back

    /// Puts the state, which this log leads back from, to an earlier version of it.
    public mutating func rewind(_ state: inout State, to version: Int) {
        var visitor = RestoringVisitor()
        while let origin = origins.last, origin >= version {
            origins.removeLast()
            var undo = steps.removeLast()
            state.visitTables(&undo, by: &visitor)
            state.scalars = undo.scalars
        }
        self.version = min(self.version, version)
    }

    /// The steps that lead back to this version, oldest first.
    public func steps(backTo version: Int) -> [State.Undo] {
        // Versions only ever grow.
        Array(steps.suffix(origins.count { $0 >= version }))
    }

    /// The log of the state as it was at this version, with steps of another course of events behind.
    ///
    /// - Parameter others: what leads from elsewhere back to that version.
    public func branched(at version: Int, followedBy others: [State.Undo]) -> UndoLog {
        var branch = UndoLog(end: version)
        let count = origins.count { $0 < version }
        branch.origins = Deque(origins.prefix(count))
        branch.steps = Deque(steps.prefix(count))
        for undo in others {
            branch.append(undo, leadingTo: branch.version)
            branch.version += 1
        }
        return branch
    }
}
