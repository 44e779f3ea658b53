import Admin
import Kernel
import ServiceLifecycle
import Synchronization

/// Wakes those who listen to a world. What happened they find out themselves, in the world's journal, in its order: so a slow
/// listener holds up nobody, and nothing is kept for it.
final class EventHub: Sendable {
    private struct Listener {
        let world: WorldName
        let wake: AsyncStream<Void>.Continuation
        var news = EventNews()
    }

    private struct Shared {
        var listeners: [Int: Listener] = [:]
        var newest = 0
        var isClosed = false
    }

    private let limit: Int
    private let shared = Mutex(Shared())
    /// How many listen: all that a request looks at if nobody does.
    private let listening = Atomic<Int>(0)

    /// - Parameter limit: how many may listen at a time.
    init(limit: Int = 64) {
        self.limit = limit
    }

    /// How many listen.
    var count: Int { listening.load(ordering: .relaxed) }

    /// Tells that a world's journal has one more exchange.
    func requestEnded(in world: WorldName) {
        guard listening.load(ordering: .relaxed) > 0 else { return }
        wake {
            $0.world == world
        } by: { _ in
        }
    }

    /// Tells that a world was swapped or forgotten.
    func worldChanged(_ change: WorldChange) {
        guard listening.load(ordering: .relaxed) > 0 else { return }
        wake {
            $0.world == change.world
        } by: {
            $0.note(change)
        }
    }

    /// Tells all that nothing happened for a while, so that dead connections show.
    func beat() {
        wake { _ in
            true
        } by: {
            $0.isHeartbeatDue = true
        }
    }

    /// Ends all subscriptions, now and later.
    func close() {
        let all = shared.withLock { shared in
            shared.isClosed = true
            return shared.listeners.values.map(\.wake)
        }
        for wake in all { wake.finish() }
    }

    /// Enlists a listener; nil if too many listen already.
    func enlist(_ world: WorldName) -> (id: Int, wakeUps: AsyncStream<Void>)? {
        let (wakeUps, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let outcome: (id: Int?, isClosed: Bool) = shared.withLock { shared in
            guard shared.listeners.count < limit else { return (nil, false) }
            shared.newest += 1
            shared.listeners[shared.newest] = Listener(world: world, wake: wake)
            listening.add(1, ordering: .relaxed)
            return (shared.newest, shared.isClosed)
        }
        if outcome.isClosed { wake.finish() }
        return outcome.id.map { ($0, wakeUps) }
    }

    /// Forgets a listener.
    func dismiss(_ id: Int) {
        let gone = shared.withLock { $0.listeners.removeValue(forKey: id) }
        if gone != nil { listening.subtract(1, ordering: .relaxed) }
    }

    /// Takes what a listener was told besides requests.
    func takeNews(of id: Int) -> EventNews {
        shared.withLock { shared in
            defer { shared.listeners[id]?.news = EventNews() }
            return shared.listeners[id]?.news ?? EventNews()
        }
    }

    private func wake(_ isMeant: (Listener) -> Bool, by note: (inout EventNews) -> Void) {
        let woken = shared.withLock { shared in
            shared.listeners.filter { isMeant($0.value) }.map { id, listener in
                note(&shared.listeners[id, default: listener].news)
                return listener.wake
            }
        }
        for wake in woken { wake.yield() }
    }
}

/// What a listener has not taken yet, besides the journal's exchanges.
struct EventNews: Equatable {
    private static let mostChanges = 64

    /// Swaps of its world, oldest first; of very many the newest.
    private(set) var changes: [WorldChange] = []
    /// Whether it is to be told that nothing happened.
    var isHeartbeatDue = false

    mutating func note(_ change: WorldChange) {
        changes.append(change)
        if changes.count > Self.mostChanges { changes.removeFirst() }
    }
}

/// Writes something to every listener from time to time, so that proxies keep quiet connections and dead ones show; and ends
/// all subscriptions when the server is to stop, because no answer of theirs would end by itself.
struct EventHeartbeat: Service {
    private let hub: EventHub
    private let interval: Duration

    init(_ hub: EventHub, every interval: Duration = .seconds(15)) {
        self.hub = hub
        self.interval = interval
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await ContinuousClock().sleep(for: interval)) != nil { hub.beat() }
        }
        hub.close()
    }
}
