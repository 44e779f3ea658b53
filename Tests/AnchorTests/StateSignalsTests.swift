import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Synchronization
import Testing

@testable import Anchor

@Suite("Waiting for something in a world", .timeLimit(.minutes(1)))
struct StateSignalsTests {
    private let client = AnchorClient()
    private let clock = WorldClock(
        start: AnchorClient.start, mode: .frozen, wall: .constant(AnchorClient.start))

    private var call: AnchorCall {
        Call(
            exchange: Exchange(
                number: 1, receivedAt: AnchorClient.start,
                head: HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/"),
                body: ByteBuffer(), origin: Origin(scheme: "http", authority: "localhost")),
            store: client.store, parameters: NamedValues(), clock: clock)
    }

    /// Moves the clock each time somebody waits on it.
    private func advance(times: Int) async throws {
        for _ in 0..<times {
            while clock.pendingWakeUps.isEmpty { await Task.yield() }
            try clock.advance(by: .seconds(1))
            while !clock.pendingWakeUps.isEmpty && clock.pendingWakeUps[0].deadline <= clock.now { await Task.yield() }
        }
    }

    @Test(
        "an instant that brings nothing does not end the wait: whoever waits looks again at the next one, and then at a signal"
    )
    func severalInstants() async throws {
        let (call, store) = (call, client.store)
        let looks = Mutex(0)
        async let found: Moment? = call.wait(for: "topic") { now in
            let count = looks.withLock { looks in
                looks += 1
                return looks
            }
            if count <= 3 { return .later(now + .seconds(1)) }
            return count == 4 ? .later(nil) : .found(now)
        }
        try await advance(times: 3)
        while looks.withLock({ $0 }) < 5 {
            store.signals.send("topic")
            await Task.yield()
        }
        #expect(try await found == AnchorClient.start + .seconds(3))
        #expect(looks.withLock { $0 } == 5)
    }

    @Test("a world that is swapped ends every wait, those that come later as well")
    func retired() async throws {
        let (call, store) = (call, client.store)
        let isWaiting = Atomic(false)
        async let found: Int? = call.wait(for: "topic") { _ in
            isWaiting.store(true, ordering: .releasing)
            return .later(nil)
        }
        while !isWaiting.load(ordering: .acquiring) { await Task.yield() }
        store.signals.retire()
        #expect(try await found == nil)
        #expect(try await call.wait(for: "topic") { _ in Awaited<Int>.later(nil) } == nil)
    }
}
