import NIOCore
import NIOEmbedded
import Testing

@testable import Edge

@Suite("Answers that leave together")
struct TurnFlushTests {
    @Test("the first has the end of the turn waited for, and the others wait with it")
    func waits() {
        var turn = Turn<String>()
        #expect(turn.add("a", now: .uptimeNanoseconds(7)) == .first)
        #expect(turn.add("b", now: .uptimeNanoseconds(7) + Turn<String>.patience) == .waits)
        #expect(turn.end() == ["a", "b"])
        #expect(turn.end() == [])
        #expect(turn.add("c", now: .uptimeNanoseconds(8)) == .first)
    }

    @Test("none waits for the end of a turn that takes long")
    func isLate() {
        var turn = Turn<Int>()
        #expect(turn.add(1, now: .uptimeNanoseconds(0)) == .first)
        #expect(turn.add(2, now: .uptimeNanoseconds(1) + Turn<Int>.patience) == .isLate)
        #expect(turn.end() == [1, 2])
    }

    @Test("those of one loop share one")
    func isShared() {
        let flushes = LoopLocal(TurnFlush.init)
        let loops = [EmbeddedEventLoop(), EmbeddedEventLoop()]
        #expect(flushes.value(on: loops[0]) === flushes.value(on: loops[0]))
        #expect(flushes.value(on: loops[0]) !== flushes.value(on: loops[1]))
    }
}
