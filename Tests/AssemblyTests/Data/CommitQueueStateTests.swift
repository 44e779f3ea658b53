import Kernel
import Testing

@testable import Assembly

@Suite("Who waits for which worlds to be written")
struct CommitQueueStateTests {
    @Test("those who come while a commit runs wait for the next one, together")
    func groups() {
        var queue = CommitQueueState<Int>()
        let outcome1 = queue.wait(for: .default, 1)
        #expect(outcome1 != .inVain)
        let first = queue.take()
        let outcome2 = queue.wait(for: .default, 2)
        #expect(outcome2 != .inVain)
        let outcome3 = queue.wait(for: .default, 3)
        #expect(outcome3 != .inVain)
        let outcome4 = queue.wait(for: nil, 4)
        #expect(outcome4 != .inVain)
        let second = queue.take()
        #expect(first.worlds == [.default: [1]])
        #expect(first.others == [])
        #expect(second.worlds == [.default: [2, 3]])
        #expect(second.others == [4])
        let outcome9 = queue.take()
        #expect(outcome9.isEmpty)
    }

    @Test("a world that is noted is due although nobody waits for it, and keeps those who do")
    func notes() {
        var queue = CommitQueueState<Int>()
        queue.note(.default)
        let outcome5 = queue.wait(for: .default, 1)
        #expect(outcome5 != .inVain)
        queue.note(.default)
        let outcome10 = queue.take()
        #expect(outcome10.worlds == [.default: [1]])
    }

    @Test("after the end nobody waits any more")
    func closes() {
        var queue = CommitQueueState<Int>()
        let outcome6 = queue.wait(for: .default, 1)
        #expect(outcome6 != .inVain)
        let outcome7 = queue.wait(for: nil, 2)
        #expect(outcome7 != .inVain)
        let ended = queue.close()
        #expect(Set(ended) == [1, 2])
        let outcome8 = queue.wait(for: .default, 3)
        #expect(outcome8 == .inVain)
        let outcome11 = queue.close()
        #expect(outcome11.isEmpty)
    }
}
