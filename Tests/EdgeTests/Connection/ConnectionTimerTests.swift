import NIOCore
import Testing

@testable import Edge

@Suite("The timer of a connection")
struct ConnectionTimerTests {
    private static let get = RequestTraits()
    private static let post = RequestTraits(body: .bytes(100_000))
    private let limits = EdgeLimits(
        headTimeout: .seconds(30), idleTimeout: .seconds(75), bodyTimeout: .seconds(60), minBodyRate: 100,
        writeTimeout: .seconds(20))

    @Test("the first head has its own time limit, then waiting for the client has one")
    func expires() {
        var state = ConnectionState(limits: limits)
        #expect(state.connect(now: at(0)) == .serve(until: at(30)))
        #expect(expire(&state, at(29)) == .wait(until: at(30)))
        exchange(&state, at(29))
        #expect(expire(&state, at(103)) == .wait(until: at(104)))
        #expect(expire(&state, at(104)) == .close)
    }

    @Test("a responder may take its time")
    func waitsForResponder() {
        var state = ConnectionState(limits: limits)
        _ = state.receive(head: Self.get, now: at(0))
        _ = state.receiveEnd(now: at(0))
        #expect(expire(&state, at(200)) == .wait(until: at(275)))
    }

    @Test(
        "a head that was begun is refused when its time is up, on the first request and on a later one",
        arguments: [true, false])
    func timesHeadOut(isFirst: Bool) {
        var state = ConnectionState(limits: limits)
        _ = state.connect(now: at(0))
        if !isFirst { exchange(&state, at(10)) }
        let began: Int64 = isFirst ? 0 : 50
        // A byte now and then buys no time.
        for second in [began + 1, began + 10, began + 29] {
            let deadline = state.pauseReading(
                completesNothing: true, now: at(isFirst ? second : max(second - 1, began)))
            #expect(deadline == at(began + 30))
        }
        #expect(expire(&state, at(began + 29)) == .wait(until: at(began + 30)))
        #expect(expire(&state, at(began + 30)) == .refuse(.headTimedOut, breaksBody: false))
        #expect(state.isLingering)
    }

    @Test("a connection on which nothing of a head has come is closed without a word", arguments: [true, false])
    func closesIdle(isFirst: Bool) {
        var state = ConnectionState(limits: limits)
        _ = state.connect(now: at(0))
        if !isFirst { exchange(&state, at(0)) }
        #expect(state.pauseReading(completesNothing: false, now: at(1)) == nil)
        #expect(expire(&state, at(isFirst ? 30 : 75)) == .close)
    }

    @Test("the time for the next head does not run while an earlier request waits for its answer")
    func excusesHead() {
        var state = ConnectionState(limits: limits)
        _ = state.receive(head: Self.get, now: at(0))
        _ = state.receiveEnd(now: at(0))
        _ = state.pauseReading(completesNothing: true, now: at(1))
        #expect(expire(&state, at(50)) == .wait(until: at(125)))
        _ = state.answer(isInformational: false)
        _ = state.finishAnswer(now: at(60))
        #expect(expire(&state, at(89)) == .wait(until: at(90)))
        #expect(expire(&state, at(90)) == .refuse(.headTimedOut, breaksBody: false))
    }

    @Test(
        "a body has a time for each piece and one for all of it, which grows with what has come",
        arguments: [
            // Bytes, how often, every so many seconds, and when it is over.
            (0, 0, 0, 60), (1, 1, 1, 60), (1, 59, 1, 60), (3000, 1, 1, 76), (3000, 1, 10, 85), (3000, 2, 10, 95),
            (100, 6, 10, 66), (1000, 15, 10, 210),
        ])
    func timesBodyOut(bytes: Int, times: Int, pause: Int, end: Int) {
        var state = ConnectionState(limits: limits)
        _ = state.receive(head: Self.post, now: at(0))
        var second: Int64 = 0
        for _ in 0..<times {
            second += Int64(pause)
            if second >= end { break }
            #expect(state.receive(bodyBytes: bytes, now: at(second)) == .deliver)
        }
        #expect(state.pauseReading(completesNothing: false, now: at(second)) == at(Int64(end)))
        #expect(expire(&state, at(Int64(end) - 1)) == .wait(until: at(Int64(end))))
        #expect(expire(&state, at(Int64(end))) == .refuse(.bodyTimedOut, breaksBody: true))
    }

    @Test("a body that does not arrive counts only while the responder would take it")
    func excusesBody() {
        var state = ConnectionState(limits: limits)
        _ = state.receive(head: Self.post, now: at(0))
        #expect(expire(&state, at(75), isReadPending: false) == .wait(until: at(150)))
        #expect(expire(&state, at(100)) == .refuse(.bodyTimedOut, breaksBody: true))
    }

    @Test("a body whose answer has begun or is complete cannot be refused any more", arguments: [true, false])
    func closesAnswered(isComplete: Bool) {
        var state = ConnectionState(limits: limits)
        _ = state.receive(head: Self.post, now: at(0))
        _ = state.answer(isInformational: false)
        if isComplete { _ = state.finishAnswer(now: at(0)) }
        #expect(expire(&state, at(60)) == .close)
    }

    @Test("a body that does not arrive does not count while an earlier request waits for its answer")
    func waitsForEarlierAnswer() {
        var state = ConnectionState(limits: limits)
        _ = state.receive(head: Self.get, now: at(0))
        _ = state.receiveEnd(now: at(0))
        _ = state.receive(head: Self.post, now: at(0))
        #expect(expire(&state, at(75)) == .wait(until: at(150)))
        _ = state.answer(isInformational: false)
        _ = state.finishAnswer(now: at(80))
        // The rest of it is not read before, so it has its whole time from then on.
        #expect(expire(&state, at(139)) == .wait(until: at(140)))
        #expect(expire(&state, at(140)) == .refuse(.bodyTimedOut, breaksBody: true))
    }

    @Test("a short idle limit holds however late the first request comes")
    func expiresAfterLateRequest() {
        var state = ConnectionState(limits: EdgeLimits(headTimeout: .seconds(30), idleTimeout: .seconds(5)))
        #expect(state.connect(now: at(0)) == .serve(until: at(5)))
        #expect(expire(&state, at(5)) == .wait(until: at(10)))
        #expect(expire(&state, at(28)) == .wait(until: at(30)))
        #expect(expire(&state, at(30)) == .close)
    }

    @Test("a client that takes nothing of what was written is reset; one that takes a little is waited for")
    func timesWritingOut() {
        var state = ConnectionState(limits: limits)
        exchange(&state, at(0))
        #expect(state.fill(OutboundBytes(written: 900, pending: 800), now: at(1)) == at(21))
        #expect(expire(&state, at(20), outbound: .init(written: 900, pending: 800)) == .wait(until: at(21)))
        #expect(expire(&state, at(21), outbound: .init(written: 900, pending: 799)) == .wait(until: at(41)))
        // More to send is no progress of the client's.
        #expect(expire(&state, at(40), outbound: .init(written: 1900, pending: 1799)) == .wait(until: at(41)))
        #expect(expire(&state, at(41), outbound: .init(written: 1900, pending: 1799)) == .reset)
    }

    @Test("a client that has taken all is idle from when it was last seen to take something")
    func startsIdlingWhenTaken() {
        var state = ConnectionState(limits: limits)
        exchange(&state, at(0))
        _ = state.fill(OutboundBytes(written: 900, pending: 800), now: at(1))
        #expect(expire(&state, at(15), outbound: .init(written: 900, pending: 1)) == .wait(until: at(35)))
        #expect(expire(&state, at(35), outbound: .init(written: 900, pending: 0)) == .wait(until: at(90)))
        #expect(expire(&state, at(90), outbound: .init(written: 900, pending: 0)) == .close)
    }

    @Test("a connection that ends waits for its client to take the last answer, as long as it takes some of it")
    func waitsForLastBytes() {
        var state = ConnectionState(limits: limits)
        _ = state.receive(head: RequestTraits(keepsAlive: false), now: at(0))
        _ = state.receiveEnd(now: at(0))
        _ = state.answer(isInformational: false)
        #expect(state.finishAnswer(now: at(0)) == .close(lingers: false))
        #expect(expire(&state, at(75), outbound: .init(written: 900, pending: 800)) == .wait(until: at(95)))
        #expect(expire(&state, at(95), outbound: .init(written: 900, pending: 700)) == .wait(until: at(115)))
        #expect(expire(&state, at(115), outbound: .init(written: 900, pending: 700)) == .reset)
    }

    private func exchange(_ state: inout ConnectionState, _ now: NIODeadline) {
        _ = state.receive(head: Self.get, now: now)
        _ = state.receiveEnd(now: now)
        _ = state.answer(isInformational: false)
        _ = state.finishAnswer(now: now)
    }

    private func expire(
        _ state: inout ConnectionState, _ now: NIODeadline, isReadPending: Bool = true,
        outbound: OutboundBytes = OutboundBytes()
    ) -> ConnectionState.TimerOutcome {
        state.expire(now: now, isReadPending: isReadPending, outbound: outbound)
    }

    private func at(_ seconds: Int64) -> NIODeadline { .uptimeNanoseconds(0) + .seconds(seconds) }
}
