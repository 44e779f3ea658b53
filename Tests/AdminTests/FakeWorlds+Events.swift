import Admin
import HTTPTypes
import Kernel
import KernelHTTP

/// Events that are known beforehand: one batch, then the end.
extension FakeWorlds {
    private final class Subscription: EventSubscription {
        private let events: AsyncStream<[ServerEvent]>

        init(_ batch: [ServerEvent]) {
            let (events, continuation) = AsyncStream.makeStream(of: [ServerEvent].self)
            continuation.yield(batch)
            continuation.finish()
            self.events = events
        }

        func next() async -> [ServerEvent]? {
            var iterator = events.makeAsyncIterator()
            return await iterator.next()
        }
    }

    func subscribe(
        to world: WorldName, after number: Int?
    ) throws(ControlRefusal) -> any EventSubscription {
        guard number != 99 else {
            throw ControlRefusal(.serviceUnavailable, "Too many", code: ControlReason.eventsTooMany)
        }
        let change = WorldChange(.reset, of: world, scenario: "default")
        let secret = JournalEntry.made(7, path: "/v1/sessions?apiKey=sk-secret")
        return Subscription([.dropped(3), .request(secret), .world(change, newest: number ?? 0), .heartbeat])
    }
}
