import ServiceLifecycle

/// Frees what swaps leave behind, away from locks and event loops: a tree of a million objects takes a third of a second.
struct Reclaimer: Service {
    private let abandoned: AsyncStream<World>
    private let continuation: AsyncStream<World>.Continuation

    init() {
        (abandoned, continuation) = AsyncStream.makeStream()
    }

    /// Hands over what is no longer wanted.
    func take(_ world: World) {
        continuation.yield(world)
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            // Each world is released at the end of its turn here; a request that is still in it releases it later itself.
            for await world in abandoned { _ = world }
        }
    }
}
