import NIOCore
import Testing

@testable import Edge

@Suite("The state of a tunnel")
struct TunnelStateTests {
    private static let ends: [TunnelEnd] = [.client, .target]

    @Test("what the target sends before the answer to the CONNECT is kept, and it is not read")
    func keepsGreeting() {
        var state = TunnelState(idleTimeout: .seconds(75))
        let reads = state.read(from: .target, isOtherWritable: true)
        #expect(reads == false)
        #expect(state.receive(now: at(0)) == .keep)
        #expect(state.endInput(of: .target) == false)
        #expect(state.splice(now: at(1)) == at(76))
        #expect(state.finishOutput(to: .client) == true)
        #expect(state.finishOutput(to: .client) == false)
        #expect(state.resumeReading(to: .client) == true)
        #expect(state.receive(now: at(1)) == .forward)
    }

    @Test("a target that hung up before the answer leaves nothing to splice")
    func losesTarget() {
        var state = TunnelState(idleTimeout: .seconds(75))
        #expect(state.close(.target) == .nothing)
        #expect(state.splice(now: at(1)) == nil)
        #expect(state.receive(now: at(1)) == .discard)
    }

    @Test("one side is read only while the other takes bytes", arguments: ends)
    func holdsReads(end: TunnelEnd) {
        var state = spliced()
        #expect(state.read(from: end, isOtherWritable: true) == true)
        #expect(state.resumeReading(to: end.other) == false)
        #expect(state.read(from: end, isOtherWritable: false) == false)
        #expect(state.resumeReading(to: end) == false)
        #expect(state.resumeReading(to: end.other) == true)
        #expect(state.resumeReading(to: end.other) == false)
    }

    @Test("an end is carried over once, and the other direction goes on", arguments: ends)
    func carriesEnd(end: TunnelEnd) {
        var state = spliced()
        #expect(state.endInput(of: end) == true)
        #expect(state.endInput(of: end) == false)
        #expect(state.receive(now: at(1)) == .forward)
        #expect(state.endInput(of: end.other) == true)
        #expect(state.close(end) == .nothing)
        #expect(state.close(end.other) == .end)
    }

    @Test("a connection that is closed once the other has ended has ended itself", arguments: ends)
    func closesLast(end: TunnelEnd) {
        var state = spliced()
        #expect(state.endInput(of: end.other) == true)
        #expect(state.close(end) == .finishOther)
        #expect(state.close(end.other) == .end)
    }

    @Test("a connection that is closed while the other still sends cuts both", arguments: ends)
    func closesEarly(end: TunnelEnd) {
        var state = spliced()
        #expect(state.endInput(of: end) == true)
        #expect(state.close(end) == .cut)
        #expect(state.receive(now: at(1)) == .discard)
        #expect(state.cut() == false)
    }

    @Test("only a byte from either side puts the idle time off")
    func expires() {
        var state = spliced()
        #expect(state.expire(now: at(75)) == nil)
        #expect(state.receive(now: at(10)) == .forward)
        _ = state.read(from: .client, isOtherWritable: false)
        #expect(state.expire(now: at(75)) == at(85))
        #expect(state.expire(now: at(85)) == nil)
    }

    private func spliced() -> TunnelState {
        var state = TunnelState(idleTimeout: .seconds(75))
        _ = state.splice(now: at(0))
        return state
    }

    private func at(_ seconds: Int64) -> NIODeadline { .uptimeNanoseconds(0) + .seconds(seconds) }
}
