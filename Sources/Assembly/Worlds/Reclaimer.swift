import Anchor
import Anon
import KernelHTTP
import ServiceLifecycle

/// Frees what swaps and full budgets leave behind, away from locks and event loops: a tree of a million objects takes a third of a second.
struct Reclaimer: Service {
    private enum Abandoned: Sendable {
        case world(World)
        case snapshots([StoredSnapshot])
        case other(any Sendable)
    }

    /// As many are freed within a millisecond or two.
    private static let manyObjects = 10_000

    private let abandoned: AsyncStream<Abandoned>
    private let continuation: AsyncStream<Abandoned>.Continuation

    init() {
        (abandoned, continuation) = AsyncStream.makeStream()
    }

    /// Hands over a world that was swapped.
    func take(_ world: World) {
        continuation.yield(.world(world))
    }

    /// Hands over snapshots that were deleted.
    func take(_ snapshots: [StoredSnapshot]) {
        if !snapshots.isEmpty { continuation.yield(.snapshots(snapshots)) }
    }

    /// Hands over what takes long to free for its mere size.
    func take(anything: any Sendable) {
        continuation.yield(.other(anything))
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            // Each item is released at the end of its turn, unless a request that is still in the world holds it longer.
            for await item in abandoned {
                if case .world(let world) = item { await Self.empty(world) }
            }
        }
    }

    /// Journal and history are emptied, because the budgets would keep their entries alive until they are the oldest.
    private static func empty(_ world: World) async {
        let objects = world.anchor.objectCount + world.anon.objectCount
        // Whoever swapped it has its answer first: giving back much memory holds up all who want some.
        if objects > manyObjects { try? await Task.sleep(for: .milliseconds(50)) }
        world.history.abandon()
        _ = world.journal.clear()
    }
}
