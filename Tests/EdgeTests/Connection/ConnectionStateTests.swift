import NIOCore
import Testing

@testable import Edge

@Suite("The state of a connection")
struct ConnectionStateTests {
    private static let get = RequestTraits()
    private static let post = RequestTraits(expectsContinue: true, body: .bytes(10))
    private let limits = EdgeLimits(headTimeout: .seconds(30), idleTimeout: .seconds(75), maxUnreadBody: 100)

    @Test("answers go out in the order of the requests, and the connection stays open")
    func answersInOrder() {
        var state = ConnectionState(limits: limits)
        for _ in 1...2 {
            #expect(state.receive(head: Self.get, now: at(0)) == .deliver(sendsContinue: false))
            #expect(state.receiveEnd(now: at(0)) == .deliver)
        }
        for _ in 1...2 {
            #expect(state.answer(isInformational: false) == ResponseTerms())
            #expect(state.finishAnswer(now: at(1)) == .keepOpen(sendsContinue: false))
        }
        #expect(state.finishAnswer(now: at(1)) == .discard)
        #expect(state.answer(isInformational: false) == nil)
    }

    @Test("100 Continue is sent at once, or as soon as the requests before are answered")
    func sendsContinue() {
        var state = ConnectionState(limits: limits)
        #expect(state.receive(head: Self.post, now: at(0)) == .deliver(sendsContinue: true))
        _ = state.receiveEnd(now: at(0))
        #expect(state.receive(head: Self.post, now: at(0)) == .deliver(sendsContinue: false))
        _ = state.answer(isInformational: false)
        #expect(state.finishAnswer(now: at(0)) == .keepOpen(sendsContinue: true))
    }

    @Test("100 Continue is not sent to a client that sent its body unasked")
    func omitsContinue() {
        var state = ConnectionState(limits: limits)
        _ = state.receive(head: Self.get, now: at(0))
        _ = state.receiveEnd(now: at(0))
        _ = state.receive(head: Self.post, now: at(0))
        #expect(state.receive(bodyBytes: 10, now: at(0)) == .deliver)
        _ = state.answer(isInformational: false)
        #expect(state.finishAnswer(now: at(0)) == .keepOpen(sendsContinue: false))
    }

    @Test("the body of a request behind another one is left with the client, and has its whole time afterwards")
    func holdsLaterBody() {
        var state = ConnectionState(limits: limits)
        _ = state.receive(head: Self.get, now: at(0))
        _ = state.receiveEnd(now: at(0))
        #expect(!state.holdsReads)
        _ = state.receive(head: RequestTraits(body: .bytes(10)), now: at(0))
        #expect(state.holdsReads)
        _ = state.answer(isInformational: false)
        _ = state.finishAnswer(now: at(1000))
        #expect(!state.holdsReads)
        #expect(
            state.expire(now: at(1001), isReadPending: true, outbound: OutboundBytes())
                == .wait(until: at(1060)))
    }

    @Test("a request that asks for it is the last one")
    func closes() {
        var state = ConnectionState(limits: limits)
        _ = state.receive(head: RequestTraits(keepsAlive: false), now: at(0))
        _ = state.receiveEnd(now: at(0))
        #expect(state.receive(head: Self.get, now: at(0)) == .discard)
        #expect(state.receiveEnd(now: at(0)) == .discard)
        #expect(state.answer(isInformational: false) == ResponseTerms(closes: true))
        #expect(state.finishAnswer(now: at(0)) == .close(lingers: false))
    }

    @Test("an answer that closes leaves requests behind it unanswered")
    func closesEarly() {
        var state = ConnectionState(limits: limits)
        for _ in 1...2 {
            _ = state.receive(head: Self.get, now: at(0))
            _ = state.receiveEnd(now: at(0))
        }
        _ = state.answer(isInformational: false)
        state.closeAfterAnswer()
        #expect(state.finishAnswer(now: at(0)) == .close(lingers: true))
        #expect(state.isLingering)
        #expect(state.answer(isInformational: false) == nil)
    }

    @Test("a refusal waits for the answers to earlier requests")
    func refusesInOrder() {
        var state = ConnectionState(limits: limits)
        _ = state.receive(head: Self.get, now: at(0))
        _ = state.receiveEnd(now: at(0))
        #expect(state.receive(malformed: .missingHost) == .wait(breaksBody: false))
        #expect(state.receive(head: Self.get, now: at(0)) == .discard)
        _ = state.answer(isInformational: false)
        #expect(state.finishAnswer(now: at(0)) == .refuse(.missingHost))
        #expect(state.receive(malformed: .missingHost) == .ignore)
    }

    @Test(
        "a body that breaks off is refused instead of answered, unless its answer has begun", arguments: [false, true])
    func breaksBody(hasBegun: Bool) {
        var state = ConnectionState(limits: limits)
        _ = state.receive(head: Self.post, now: at(0))
        if hasBegun { _ = state.answer(isInformational: false) }
        let expected: ConnectionState.MalformedOutcome =
            hasBegun ? .close : .refuse(.invalidTarget, breaksBody: true)
        #expect(state.receive(malformed: .invalidTarget) == expected)
        #expect(state.answer(isInformational: false) == nil)
        #expect(state.mayWriteBody == false)
    }

    @Test("a broken body behind its complete answer closes the connection")
    func breaksDrainedBody() {
        var state = ConnectionState(limits: limits)
        _ = state.receive(head: Self.post, now: at(0))
        _ = state.answer(isInformational: false)
        _ = state.finishAnswer(now: at(0))
        #expect(state.receive(malformed: .invalidTarget) == .close)
    }

    @Test("an answered request's body is read up to a limit")
    func drains() {
        var state = ConnectionState(limits: limits)
        _ = state.receive(head: RequestTraits(body: .chunked), now: at(0))
        #expect(state.answer(isInformational: false) == ResponseTerms())
        #expect(state.finishAnswer(now: at(0)) == .keepOpen(sendsContinue: false))
        #expect(state.receive(bodyBytes: 100, now: at(0)) == .deliver)
        #expect(state.receive(bodyBytes: 1, now: at(0)) == .close)
    }

    @Test("an answer before a long body says that the connection ends", arguments: [(100, false), (101, true)])
    func leavesLongBody(length: Int, closes: Bool) {
        var state = ConnectionState(limits: limits)
        _ = state.receive(head: RequestTraits(body: .bytes(length)), now: at(0))
        #expect(state.answer(isInformational: false) == ResponseTerms(closes: closes))
        #expect(
            state.finishAnswer(now: at(0)) == (closes ? .close(lingers: true) : .keepOpen(sendsContinue: false)))
    }

    @Test("an informational answer begins nothing, and HTTP/1.0 gets none", arguments: [false, true])
    func informs(isHTTP10: Bool) {
        var state = ConnectionState(limits: limits)
        _ = state.receive(head: RequestTraits(isHTTP10: isHTTP10), now: at(0))
        #expect(state.answer(isInformational: true) == (isHTTP10 ? nil : ResponseTerms()))
        #expect(state.mayWriteBody == false)
    }

    @Test("a connection without a request under way is closed when the server stops")
    func quiescesIdle() {
        var state = ConnectionState(limits: limits)
        let closes = state.quiesce()
        #expect(closes)
        #expect(state.receive(head: Self.get, now: at(0)) == .discard)
    }

    @Test("a request under way is answered when the server stops, and is the last one")
    func quiescesBusy() {
        var state = ConnectionState(limits: limits)
        _ = state.receive(head: Self.post, now: at(0))
        let closes = state.quiesce()
        #expect(closes == false)
        #expect(state.receive(bodyBytes: 10, now: at(0)) == .deliver)
        #expect(state.receiveEnd(now: at(0)) == .deliver)
        #expect(state.receive(head: Self.get, now: at(0)) == .discard)
        #expect(state.answer(isInformational: false) == ResponseTerms(closes: true))
        #expect(state.finishAnswer(now: at(0)) == .close(lingers: false))
    }

    @Test("a connection above the limit is refused and reads nothing")
    func refusesConnection() {
        var state = ConnectionState(limits: limits, isAdmitted: false)
        #expect(state.connect(now: at(0)) == .refuse(.tooManyConnections))
        #expect(state.receive(head: Self.get, now: at(0)) == .discard)
        let closes = state.quiesce()
        #expect(closes)
    }

    @Test("a request more than a client may have waiting is refused when those before are answered")
    func limitsPipelining() {
        var state = ConnectionState(limits: EdgeLimits(maxPipelinedRequests: 2))
        for _ in 1...2 {
            #expect(state.receive(head: Self.get, now: at(0)) == .deliver(sendsContinue: false))
            _ = state.receiveEnd(now: at(0))
        }
        #expect(state.receive(head: Self.get, now: at(0)) == .refuse(.tooManyPipelined))
        #expect(state.receive(malformed: .tooManyPipelined) == .wait(breaksBody: false))
        #expect(state.receive(head: Self.get, now: at(0)) == .discard)
        for _ in 1...2 { _ = state.answer(isInformational: false) }
        #expect(state.finishAnswer(now: at(0)) == .keepOpen(sendsContinue: false))
        _ = state.answer(isInformational: false)
        #expect(state.finishAnswer(now: at(0)) == .refuse(.tooManyPipelined))
    }

    @Test("an answer whose end is open is ended with its connection; others are not", arguments: [true, false])
    func endsOpenAnswer(isOpen: Bool) {
        var state = ConnectionState(limits: limits)
        _ = state.receive(head: Self.get, now: at(0))
        _ = state.receiveEnd(now: at(0))
        #expect(state.endOpenAnswer() == false)
        _ = state.answer(isInformational: false)
        if isOpen { state.leaveAnswerOpen() }
        #expect(state.endOpenAnswer() == isOpen)
        #expect(
            state.finishAnswer(now: at(0)) == (isOpen ? .close(lingers: false) : .keepOpen(sendsContinue: false)))
        #expect(state.endOpenAnswer() == false)
    }

    @Test("a connection is broken off once, whatever has been read and written; nothing follows")
    func breaksOff() {
        var state = ConnectionState(limits: limits)
        #expect(state.breakOff() == false)
        _ = state.receive(head: Self.post, now: at(0))
        _ = state.answer(isInformational: false)
        #expect(state.breakOff() == true)
        #expect(state.breakOff() == false)
        #expect(state.isLingering)
        #expect(state.mayWriteBody == false)
        #expect(state.receive(bodyBytes: 5, now: at(0)) == .discard)
        #expect(state.receive(head: Self.get, now: at(0)) == .discard)
        #expect(state.finishAnswer(now: at(0)) == .discard)
    }

    private func at(_ seconds: Int64) -> NIODeadline { .uptimeNanoseconds(0) + .seconds(seconds) }
}
