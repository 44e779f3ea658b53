import KernelHTTP
import ServiceLifecycle

/// Frees what swaps leave behind, away from locks and event loops: a tree of a million objects takes a third of a second.
struct Reclaimer: Service, CustomStringConvertible {
    private let abandoned: AsyncStream<World>
    private let continuation: AsyncStream<World>.Continuation

    init() {
        (abandoned, continuation) = AsyncStream.makeStream()
    }

    /// Hands over what is no longer wanted.
    func take(_ world: World) {
        continuation.yield(world)
    }

    var description: String { "reclaimer" }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            // The journal is emptied, because the budget would keep its entries alive until they are the oldest. The world
            // itself is released at the end of its turn; a request that is still in it releases it later itself.
            for await world in abandoned { world.journal.abandon() }
        }
    }
}
