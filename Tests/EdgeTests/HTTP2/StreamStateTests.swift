import HTTPTypes
import NIOCore
import Testing

@testable import Edge

@Suite struct StreamStateTests {
    private let begin = NIODeadline.uptimeNanoseconds(1)

    @Test("A request is handed on once, and answered once")
    func once() {
        var state = StreamState(limits: EdgeLimits())
        state.receive(head: RequestTraits(), now: begin)
        #expect(state.answer(HTTPResponse(status: .ok)) == nil)
        let first = state.handOn()
        let second = state.handOn()
        #expect(first && !second && state.isAwaitingAnswer)
        #expect(state.answer(HTTPResponse(status: .ok)) == true)
        #expect(state.answer(HTTPResponse(status: .ok)) == nil)
        let finished = state.finishAnswer()
        let again = state.finishAnswer()
        #expect(finished && !again)
    }

    @Test("Nothing is answered on a stream that is gone")
    func gone() {
        var state = StreamState(limits: EdgeLimits())
        state.receive(head: RequestTraits(), now: begin)
        _ = state.handOn()
        state.close()
        #expect(state.answer(HTTPResponse(status: .ok)) == nil)
        #expect(!state.isAwaitingAnswer)
    }

    @Test("An informational head is no answer")
    func informational() {
        var state = StreamState(limits: EdgeLimits())
        state.receive(head: RequestTraits(), now: begin)
        _ = state.handOn()
        #expect(state.answer(HTTPResponse(status: .switchingProtocols)) == nil)
    }

    @Test("A body that does not come is waited for as long as by HTTP/1.1, then refused")
    func slowBody() {
        let limits = EdgeLimits(idleTimeout: .seconds(10), bodyTimeout: .seconds(30))
        var state = StreamState(limits: limits)
        state.receive(head: RequestTraits(), now: begin)
        #expect(state.bodyDeadline == begin + .seconds(10))
        #expect(state.expire(outbound: OutboundBytes(), now: begin + .seconds(9)) == .wait(until: begin + .seconds(10)))
        #expect(state.expire(outbound: OutboundBytes(), now: begin + .seconds(10)) == .refuse(.bodyTimedOut))
        _ = state.handOn()
        #expect(state.bodyDeadline == nil)
        #expect(
            state.expire(outbound: OutboundBytes(), now: begin + .seconds(11)) == .wait(until: begin + .seconds(21)))
    }

    @Test("A client that takes nothing of its answer is given up")
    func unread() {
        var state = StreamState(limits: EdgeLimits(writeTimeout: .seconds(5)))
        state.receive(head: RequestTraits(), now: begin)
        _ = state.handOn()
        _ = state.answer(HTTPResponse(status: .ok))
        let full = OutboundBytes(written: 100, pending: 100)
        #expect(state.fill(full, now: begin) == begin + .seconds(5))
        #expect(state.expire(outbound: full, now: begin + .seconds(5)) == .unread)
    }

    @Test("Of a body that nobody wants only so much is read", arguments: [(100, true), (101, false)])
    func unwanted(_ count: Int, _ isRead: Bool) {
        var state = StreamState(limits: EdgeLimits(maxUnreadBody: 100))
        state.receive(head: RequestTraits(), now: begin)
        _ = state.handOn()
        let outcome = state.receive(bodyBytes: count, now: begin)
        #expect(outcome == isRead)
    }
}
