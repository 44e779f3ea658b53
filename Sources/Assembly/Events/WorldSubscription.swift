import Admin
import Kernel
import KernelHTTP
import Synchronization

/// A listener who follows the journal of whatever world has the name, from one swap to the next.
final class WorldSubscription: EventSubscription {
    /// The most exchanges that are taken at a time, and the most bytes of more than one: a listener who does not read keeps no
    /// more alive than that.
    private static let page = (size: 100, bytes: 64 * 1024)

    private struct Position {
        var journal: Journal
        var place: Int
    }

    private let world: WorldName
    private let worlds: Worlds
    private let hub: EventHub
    private let id: Int
    private let wakeUps: AsyncStream<Void>
    private let position: Mutex<Position>

    /// Begins to listen after the exchange `number`; nil if too many listen already.
    init?(to world: WorldName, in worlds: Worlds, hub: EventHub, after number: Int?) throws(WorldRefusal) {
        let journal = try worlds.world(world).journal
        guard let (id, wakeUps) = hub.enlist(world) else { return nil }
        self.world = world
        self.worlds = worlds
        self.hub = hub
        self.id = id
        self.wakeUps = wakeUps
        // A number that the journal does not have is of a world before this one, or too old to be kept: all is new then.
        let place = number.map { journal.place(ofRequest: $0) ?? 0 } ?? journal.newestPlace
        position = Mutex(Position(journal: journal, place: place))
    }

    deinit {
        hub.dismiss(id)
    }

    func next() async -> [ServerEvent]? {
        while true {
            let events = take()
            if !events.isEmpty { return events }
            var wakeUps = wakeUps.makeAsyncIterator()
            guard await wakeUps.next() != nil else { return nil }
        }
    }

    /// What is in the journal comes before the news that there is another journal.
    private func take() -> [ServerEvent] {
        let page = takePage()
        if !page.isEmpty { return page }
        let news = hub.takeNews(of: id)
        var events: [ServerEvent] = []
        if let successor = worlds.present(world)?.journal, let newest = follow(successor) {
            events = news.changes.map { .world($0, newest: newest) }
        } else {
            events = news.changes.map { .world($0, newest: 0) }
        }
        events += takePage()
        return events.isEmpty && news.isHeartbeatDue ? [.heartbeat] : events
    }

    private func takePage() -> [ServerEvent] {
        position.withLock { position in
            let page = position.journal.page(after: position.place, limit: Self.page.size, bytes: Self.page.bytes)
            position.place = page.place
            return (page.missing > 0 ? [.dropped(page.missing)] : []) + page.entries.map(ServerEvent.request)
        }
    }

    /// Goes on in `journal`, behind what it was made with; returns the number of the newest exchange of that.
    private func follow(_ journal: Journal) -> Int? {
        position.withLock { position in
            if position.journal !== journal { position = Position(journal: journal, place: journal.inherited) }
            return journal.request(at: journal.inherited)
        }
    }
}
