import Anchor
import Kernel
import ServiceLifecycle
import Synchronization

/// Delivers what happens in worlds to the webhooks that customers have registered there. A world with something to deliver has a
/// loop, which ends with the world and when there is nothing more to wait for.
final class WebhookDeliveries: Sendable {
    private let worlds: AsyncStream<World>
    private let begin: AsyncStream<World>.Continuation
    private let underWay = Atomic<Int>(0)
    private let limit: Int

    /// - Parameter limit: how many tries may be under way or wait for room in all worlds; what is due beyond that stays in its world,
    ///   which may always have one for each of its webhooks.
    init(limit: Int = 5_000) {
        (worlds, begin) = AsyncStream.makeStream()
        self.limit = limit
    }

    /// A world has something to deliver, now or later, and nobody who does.
    func begin(for world: World) {
        begin.yield(world)
    }

    /// Whether there is room for more tries.
    var hasRoom: Bool { underWay.load(ordering: .relaxed) < limit }

    /// Tries have begun, or ended.
    func noteUnderWay(_ change: Int) {
        underWay.add(change, ordering: .relaxed)
    }

    /// Runs the loops until the task is cancelled.
    func run(with sender: WebhookSender) async {
        await withDiscardingTaskGroup { group in
            for await world in worlds {
                group.addTask { await WebhookLoop(world: world, sender: sender, deliveries: self).run() }
            }
            group.cancelAll()
        }
    }
}

/// The deliveries as long as the server runs. What is under way at its end is given up, and made again by the next start if the
/// world is kept.
struct WebhookService: Service {
    let deliveries: WebhookDeliveries
    let sender: WebhookSender

    func run() async throws {
        await cancelWhenGracefulShutdown { await deliveries.run(with: sender) }
    }
}

extension World {
    /// Something may be due for webhooks.
    func wakeWebhooks() {
        guard let deliveries, webhooks.wake() else { return }
        deliveries.begin(for: self)
    }
}
