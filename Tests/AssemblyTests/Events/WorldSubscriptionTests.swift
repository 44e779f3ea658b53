import Admin
import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Testing

@testable import Assembly

@Suite("What a listener is told")
struct WorldSubscriptionTests {
    private let hub = EventHub()
    private let folder: WatchedFolder
    private var worlds: Worlds { folder.worlds }

    init() throws {
        folder = try WatchedFolder(["start.yaml": "title: Start\n"], startingFrom: "start", events: hub)
    }

    /// Lets a request of this number end in the default world.
    private func end(_ number: Int) {
        let exchange = Exchange(
            number: number, receivedAt: Moment(milliseconds: 0),
            head: HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: "/"), body: ByteBuffer(),
            origin: Origin(scheme: "http", authority: "localhost"))
        worlds.home.journal.append(
            JournalEntry(exchange, response: HTTPResponse(status: .ok), body: ByteBuffer(), reason: nil))
        hub.requestEnded(in: .default)
    }

    private func listen(after number: Int? = nil) throws -> WorldSubscription {
        try #require(try WorldSubscription(to: .default, in: worlds, hub: hub, after: number))
    }

    /// The next batch in short.
    private func told(_ subscription: WorldSubscription) async -> [String] {
        (await subscription.next() ?? []).map { event in
            switch event {
            case .request(let entry): "request \(entry.number)"
            case .world(let change, let newest): "\(change.kind) \(newest)"
            case .dropped(let count): "dropped \(count)"
            case .heartbeat: "heartbeat"
            }
        }
    }

    @Test("what ends from now on, in the order of the journal, not of the numbers")
    func order() async throws {
        end(1)
        let subscription = try listen()
        for number in [3, 2, 4] { end(number) }
        #expect(await told(subscription) == ["request 3", "request 2", "request 4"])
    }

    @Test(
        "everything behind what it knows, or all where that is not there",
        arguments: [(0, [1, 3, 2, 4]), (3, [2, 4]), (2, [4]), (99, [1, 3, 2, 4])])
    func resumption(known: Int, later: [Int]) async throws {
        for number in [1, 3, 2, 4] { end(number) }
        let subscription = try listen(after: known)
        #expect(await told(subscription) == later.map { "request \($0)" })
    }

    @Test("nothing is lost or told twice over a swap")
    func swap() async throws {
        let subscription = try listen()
        end(1)
        try worlds.reset(.default)
        end(1)
        try worlds.reset(.default)
        end(1)
        end(2)
        // The exchange between the two resets left with its world; those before and after are there.
        #expect(await told(subscription) == ["request 1"])
        #expect(await told(subscription) == ["reset 0", "reset 0", "request 1", "request 2"])
    }

    @Test("how many left the journal before they could be told")
    func dropped() async throws {
        let subscription = try listen()
        for number in 1...5 { end(number) }
        _ = try worlds.world(.default).journal.clear()
        end(6)
        #expect(await told(subscription) == ["dropped 5", "request 6"])
    }

    @Test("that nothing happened, and the end")
    func silence() async throws {
        let subscription = try listen()
        hub.beat()
        #expect(await told(subscription) == ["heartbeat"])
        end(1)
        hub.beat()
        #expect(await told(subscription) == ["request 1"])
        #expect(await told(subscription) == ["heartbeat"])
        hub.close()
        #expect(await subscription.next() == nil)
    }

    @Test("a world that was dropped is followed when it comes back")
    func dropAndReturn() async throws {
        let subscription = try listen()
        _ = worlds.drop(.default)
        #expect(await told(subscription) == ["dropped 0"])
        end(1)
        #expect(await told(subscription) == ["request 1"])
    }

    @Test("five hundred exchanges come in pages, each once")
    func pages() async throws {
        let subscription = try listen()
        for number in 1...500 { end(number) }
        var all: [String] = []
        while all.count < 500 { all += await told(subscription) }
        #expect(all == (1...500).map { "request \($0)" })
    }

    @Test("who is gone is not counted")
    func departure() throws {
        var subscription: WorldSubscription? = try listen()
        #expect(hub.count == 1 && subscription != nil)
        subscription = nil
        #expect(hub.count == 0)
    }
}
