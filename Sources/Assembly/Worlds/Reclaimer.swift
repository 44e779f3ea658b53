import KernelHTTP
import ServiceLifecycle

/// Frees what swaps leave behind, away from locks and event loops: a tree of a million objects takes a third of a second.
struct Reclaimer: Service {
    private enum Abandoned: Sendable {
        case world(World, isContinued: Bool)
        case snapshots([StoredSnapshot])
    }

    private let abandoned: AsyncStream<Abandoned>
    private let continuation: AsyncStream<Abandoned>.Continuation

    init() {
        (abandoned, continuation) = AsyncStream.makeStream()
    }

    /// Hands over a world that was swapped.
    ///
    /// - Parameter isContinued: whether another world took over entries of its journal.
    func take(_ world: World, isContinued: Bool = false) {
        continuation.yield(.world(world, isContinued: isContinued))
    }

    /// Hands over snapshots that were deleted.
    func take(_ snapshots: [StoredSnapshot]) {
        if !snapshots.isEmpty { continuation.yield(.snapshots(snapshots)) }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            // Each item is released at the end of its turn, unless a request that is still in the world holds it longer.
            for await item in abandoned {
                if case .world(let world, let isContinued) = item { Self.empty(world, isContinued: isContinued) }
            }
        }
    }

    /// Journal and history are emptied, because the budgets would keep their entries alive until they are the oldest.
    private static func empty(_ world: World, isContinued: Bool) {
        world.history.abandon()
        // A world that goes back in every test must not pay for its entries as often as it does.
        if isContinued { _ = world.journal.clear() } else { world.journal.abandon() }
    }
}
