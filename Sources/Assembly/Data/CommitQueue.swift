import Kernel
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

    /// Tells that a world may have changed, or be gone, and waits for nothing.
    func note(_ world: WorldName) {
        state.withLock { $0.note(world) }
        wake.yield()
    }

    /// Returns when everything that can be seen in `world` now is on disk, or why it is not. At once where nothing has changed.
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

    /// Lets nobody wait any more.
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
