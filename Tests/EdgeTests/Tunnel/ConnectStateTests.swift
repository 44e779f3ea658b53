import NIOCore
import Testing

@testable import Edge

@Suite("The state of a connection on which a CONNECT comes")
struct ConnectStateTests {
    private static let connect = RequestTraits(isConnect: true, stopsDecoder: true)
    private let now = NIODeadline.uptimeNanoseconds(0)

    @Test("without an authority for tunnels a CONNECT is any request")
    func delivers() {
        var state = ConnectionState(limits: EdgeLimits())
        #expect(state.receive(head: Self.connect, now: now) == .deliver(sendsContinue: false))
        #expect(state.isHolding == false)
        #expect(state.openTunnel() == false)
    }

    @Test("what comes behind a CONNECT waits for its answer; without a tunnel it is requests")
    func releases() {
        var state = held()
        #expect(state.isHolding)
        #expect(state.answer(isInformational: false) == ResponseTerms())
        #expect(state.openTunnel() == false)
        #expect(state.finishAnswer(now: now) == .release)
        #expect(state.isHolding == false)
        #expect(state.receive(head: RequestTraits(), now: now) == .deliver(sendsContinue: false))
    }

    @Test("a tunnel is opened once and leaves nothing to answer")
    func opens() {
        var state = held()
        #expect(state.openTunnel() == true)
        #expect(state.openTunnel() == false)
        #expect(state.isHolding == false)
        #expect(state.answer(isInformational: false) == nil)
        #expect(state.receive(head: RequestTraits(), now: now) == .discard)
    }

    @Test("a tunnel waits until earlier requests are answered")
    func waits() {
        var state = ConnectionState(limits: EdgeLimits(), opensTunnels: true)
        _ = state.receive(head: RequestTraits(), now: now)
        _ = state.receiveEnd(now: now)
        _ = state.receive(head: Self.connect, now: now)
        #expect(state.openTunnel() == false)
        _ = state.answer(isInformational: false)
        #expect(state.finishAnswer(now: now) == .keepOpen(sendsContinue: false))
        #expect(state.isHolding)
        #expect(state.openTunnel() == true)
    }

    @Test("a CONNECT that is the connection's last request may open a tunnel; its refusal ends the connection")
    func isLast() {
        for opens in [true, false] {
            var state = ConnectionState(limits: EdgeLimits(), opensTunnels: true)
            var connect = Self.connect
            connect.keepsAlive = false
            #expect(state.receive(head: connect, now: now) == .hold)
            if opens {
                #expect(state.openTunnel() == true)
            } else {
                #expect(state.answer(isInformational: false) == ResponseTerms(closes: true))
                #expect(state.finishAnswer(now: now) == .close(lingers: true))
            }
        }
    }

    @Test("a server that stops cuts a CONNECT that is being decided, and lets one finish that is being answered")
    func quiesces() {
        var deciding = held()
        #expect(deciding.quiesce() == true)
        #expect(deciding.openTunnel() == false)

        var answering = held()
        _ = answering.answer(isInformational: false)
        #expect(answering.quiesce() == false)
        #expect(answering.finishAnswer(now: now) == .close(lingers: true))
    }

    @Test("a server that stops opens no tunnel behind an earlier request")
    func quiescesBehindRequest() {
        var state = ConnectionState(limits: EdgeLimits(), opensTunnels: true)
        _ = state.receive(head: RequestTraits(), now: now)
        _ = state.receiveEnd(now: now)
        _ = state.receive(head: Self.connect, now: now)
        #expect(state.quiesce() == false)
        _ = state.answer(isInformational: false)
        _ = state.finishAnswer(now: now)
        #expect(state.openTunnel() == false)
    }

    @Test(
        "the offer of a WebSocket is held and taken up like a CONNECT, and is for the responder",
        arguments: [true, false])
    func offersWebSocket(opensTunnels: Bool) {
        let upgrade = RequestTraits(stopsDecoder: true, offersWebSocket: true)
        for isTaken in [true, false] {
            var state = ConnectionState(limits: EdgeLimits(), opensTunnels: opensTunnels)
            #expect(state.receive(head: upgrade, now: now) == .hold)
            #expect(state.holdsReads)
            #expect(!state.isConnectDue)
            if isTaken {
                #expect(state.openTunnel() == true)
                #expect(state.answer(isInformational: false) == nil)
            } else {
                #expect(state.answer(isInformational: false) == ResponseTerms())
                #expect(state.finishAnswer(now: now) == .release)
                #expect(state.openTunnel() == false)
            }
        }
    }

    private func held() -> ConnectionState {
        var state = ConnectionState(limits: EdgeLimits(), opensTunnels: true)
        _ = state.receive(head: Self.connect, now: now)
        return state
    }
}
