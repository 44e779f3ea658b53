import Admin
import HTTPTypes
import Kernel
import KernelHTTP
import Storage
import Synchronization

/// Where answers wait until what they saw is on disk. While one commit runs, those who come wait for the next one together.
final class CommitQueue: Sendable {
    typealias Waiter = CheckedContinuation<StoreFailure?, Never>

    private let state = Mutex(CommitQueueState<Waiter>())
    private let wake: AsyncStream<Void>.Continuation
    /// Yields when something is due.
    let signals: AsyncStream<Void>

    init() {
        (signals, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Notes that a world may have changed, or be gone; waits for nothing.
    func note(_ world: WorldName) {
        state.withLock { $0.note(world) }
        wake.yield()
    }

    /// Returns when everything that can be seen in `world` now is on disk, or why it is not. At once if nothing has changed.
    func settle(_ world: World) async -> StoreFailure? {
        // A world that was swapped out meanwhile is settled when what came in its place is: hence by its name.
        world.isSaved ? nil : await settle(world.name)
    }

    /// The same for whatever was noted before, and for these worlds.
    func settle(_ worlds: [World]) async -> StoreFailure? {
        state.withLock { state in
            for world in worlds { state.note(world.name) }
        }
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

    /// Ends all waiting, now and later.
    func close() {
        for waiter in state.withLock({ $0.close() }) { waiter.resume(returning: Self.closed) }
    }

    private func settle(_ name: WorldName?) async -> StoreFailure? {
        await withCheckedContinuation { waiter in
            if state.withLock({ $0.wait(for: name, waiter) }) {
                wake.yield()
            } else {
                waiter.resume(returning: Self.closed)
            }
        }
    }

    private static let closed = StoreFailure("Drydock is stopping")
}

/// Which worlds are to be written, and who waits for that. `Waiter` is whatever is resumed.
struct CommitQueueState<Waiter> {
    /// What the next commit has to look at.
    struct Due {
        /// The worlds, with those who wait for them.
        var worlds: [WorldName: [Waiter]] = [:]
        /// Those who wait for whatever was noted before.
        var others: [Waiter] = []

        var isEmpty: Bool { worlds.isEmpty && others.isEmpty }
    }

    private var due = Due()
    private var isClosed = false

    /// A world may have changed, or be gone.
    mutating func note(_ world: WorldName) {
        due.worlds[world, default: []] += []
    }

    /// Someone waits for a world, or – for nil – for everything that was noted before. False if nothing is written any more.
    mutating func wait(for world: WorldName?, _ waiter: Waiter) -> Bool {
        guard !isClosed else { return false }
        if let world { due.worlds[world, default: []].append(waiter) } else { due.others.append(waiter) }
        return true
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

// MARK: - Answers that wait

/// Lets an answer go when what it saw is on disk, and puts a 500 in its place if that fails. What is in memory goes on.
struct CommitBarrier: Sendable {
    let queue: CommitQueue
    let worlds: Worlds

    /// An answer of a vendor's, which saw its own world only.
    func settled(_ reply: Reply, in world: World, of vendor: any Vendor) async -> Reply {
        guard let failure = await queue.settle(world) else { return reply }
        return vendor.refusal(Self.refusal(failure))
    }

    /// An answer of the control plane, which may have changed any world unless it only looked at one.
    func settled(_ reply: Reply, to exchange: Exchange, of vendor: any Vendor) async -> Reply {
        guard let failure = await settle(after: exchange) else { return reply }
        return vendor.refusal(Self.refusal(failure))
    }

    private func settle(after exchange: Exchange) async -> StoreFailure? {
        guard exchange.head.method == .get || exchange.head.method == .head else {
            return await queue.settle(worlds.unsaved)
        }
        let name = exchange.query["world"].map { WorldName($0) } ?? .default
        guard let world = name.flatMap(worlds.present) else { return nil }
        return await queue.settle(world)
    }

    private static func refusal(_ failure: StoreFailure) -> RoutingRefusal {
        .notWritten(
            Reason(
                ControlReason.dataNotWritten,
                "What this answer depends on could not be written to the data file: \(failure). It is in memory, and is "
                    + "written as soon as the file takes it."))
    }
}
