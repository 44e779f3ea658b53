import Kernel
import Storage
import Synchronization

/// Where answers wait until what they saw is on disk. While one commit runs, those who come wait for the next one together.
final class CommitQueue: Sendable {
    /// Answers that wait together.
    struct Waiter: Sendable {
        /// How many there are.
        let count: Int
        /// Tells them that what they wait for is on disk, or why it is not. Called once, on the thread that writes, which it must not
        /// hold up.
        let tell: @Sendable (StoreFailure?) -> Void
    }

    private let state = Mutex(CommitQueueState<Waiter>())
    private let wake: AsyncStream<Void>.Continuation
    /// Yields when something is due, until there are no more signals.
    let signals: AsyncStream<Void>

    init() {
        (signals, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Notes that a world may have changed, or be gone; waits for nothing.
    func note(_ world: WorldName) {
        if state.withLock({ $0.note(world) }) { begin() }
    }

    /// Tells `waiter` when everything that can be seen now in the world of this name, or for nil, whatever was noted before, is on
    /// disk, or why it is not: of all who wait, one after the other. A world that was swapped out meanwhile is settled when what
    /// came in its place is.
    func settle(_ name: WorldName?, then waiter: Waiter) {
        switch state.withLock({ $0.wait(for: name, waiter) }) {
        case .first: begin()
        case .behindOthers: break
        case .inVain: waiter.tell(Self.closed)
        }
    }

    /// Returns when everything that can be seen in `world` now is on disk, or why it is not. At once if nothing has changed.
    func settle(_ world: World) async -> StoreFailure? {
        world.isSaved ? nil : await settle(world.name)
    }

    /// The same for whatever was noted before, and for these worlds.
    func settle(_ worlds: [World]) async -> StoreFailure? {
        for world in worlds { note(world.name) }
        if let failure = await settle(nil) { return failure }
        // Of a large world the first commit writes a part only.
        for world in worlds {
            if let failure = await settle(world) { return failure }
        }
        return nil
    }

    /// What is due now.
    func take() -> CommitQueueState<Waiter>.Due {
        state.withLock { $0.take() }
    }

    /// What is due by now is the last that is signalled.
    func endSignals() { wake.finish() }

    /// Ends all waiting, now and later.
    func close() {
        for waiter in state.withLock({ $0.close() }) { waiter.tell(Self.closed) }
    }

    private func settle(_ name: WorldName?) async -> StoreFailure? {
        await withCheckedContinuation { continuation in
            settle(name, then: Waiter(count: 1) { continuation.resume(returning: $0) })
        }
    }

    /// Has written what is due.
    private func begin() { wake.yield() }

    private static let closed = StoreFailure("Drydock is stopping")
}

/// Which worlds are to be written, and who waits for that. `Waiter` is whatever is called back.
struct CommitQueueState<Waiter> {
    /// What became of somebody who wants to wait.
    enum Waiting {
        /// Nothing was due before.
        case first
        /// Something is due already, and whoever writes it knows.
        case behindOthers
        /// Nothing is written any more.
        case inVain
    }

    /// What the next commit has to look at.
    struct Due {
        /// The worlds, with those who wait for them.
        var worlds: [WorldName: [Waiter]] = [:]
        /// Those who wait for whatever was noted before.
        var others: [Waiter] = []

        var isEmpty: Bool { worlds.isEmpty && others.isEmpty }

        /// What is due besides.
        mutating func add(_ more: Due) {
            if isEmpty {
                self = more
            } else {
                worlds.merge(more.worlds) { $0 + $1 }
                others += more.others
            }
        }
    }

    private var due = Due()
    private var isClosed = false

    /// A world may have changed, or be gone. Returns whether nothing was due before.
    @discardableResult
    mutating func note(_ world: WorldName) -> Bool {
        defer { due.worlds[world, default: []] += [] }
        return due.isEmpty
    }

    /// Someone waits for a world, or – for nil – for everything that was noted before.
    mutating func wait(for world: WorldName?, _ waiter: Waiter) -> Waiting {
        guard !isClosed else { return .inVain }
        let isFirst = due.isEmpty
        if let world { due.worlds[world, default: []].append(waiter) } else { due.others.append(waiter) }
        return isFirst ? .first : .behindOthers
    }

    /// Hands over what is due; what comes from now on is due the next time.
    mutating func take() -> Due {
        defer { due = Due() }
        return due
    }

    /// Nothing will be written any more; returns those who wait in vain.
    mutating func close() -> [Waiter] {
        isClosed = true
        let left = take()
        return left.worlds.values.flatMap { $0 } + left.others
    }
}

extension CommitQueueState.Due where Waiter == CommitQueue.Waiter {
    /// How many answers wait.
    var answerCount: Int {
        worlds.values.reduce(others.reduce(0) { $0 + $1.count }) { $1.reduce($0) { $0 + $1.count } }
    }
}
