import Admin
import Kernel
import Testing

@testable import Assembly

@Suite("Who is woken")
struct EventHubTests {
    private let hub = EventHub(limit: 2)

    @Test("as many as may listen, until one of them goes")
    func limit() throws {
        let first = try #require(hub.enlist(.default))
        #expect(hub.enlist(.default) != nil)
        #expect(hub.enlist(.default) == nil)
        #expect(hub.count == 2)
        hub.dismiss(first.id)
        hub.dismiss(first.id)
        #expect(hub.count == 1)
        #expect(hub.enlist(.default) != nil)
    }

    @Test("those of the world, once for many exchanges")
    func wakeUps() async throws {
        let other = try #require(WorldName("other"))
        let mine = try #require(hub.enlist(.default))
        let others = try #require(hub.enlist(other))
        for _ in 0..<1000 { hub.requestEnded(in: .default) }
        hub.close()
        var (woken, wokenOthers) = (0, 0)
        for await _ in mine.wakeUps { woken += 1 }
        for await _ in others.wakeUps { wokenOthers += 1 }
        #expect(woken == 1)
        #expect(wokenOthers == 0)
    }

    @Test("news is kept until it is taken, of very much the newest")
    func news() throws {
        let id = try #require(hub.enlist(.default)).id
        for index in 0..<100 { hub.worldChanged(WorldChange(.loaded, of: .default, scenario: "\(index)")) }
        hub.beat()
        let news = hub.takeNews(of: id)
        #expect(news.changes.map(\.scenario) == (36..<100).map { "\($0)" })
        #expect(news.isHeartbeatDue)
        #expect(hub.takeNews(of: id) == EventNews())
    }

    @Test("who comes after the end is sent away at once")
    func closed() async throws {
        hub.close()
        let late = try #require(hub.enlist(.default))
        var iterator = late.wakeUps.makeAsyncIterator()
        #expect(await iterator.next() == nil)
    }
}
