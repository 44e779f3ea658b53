import Kernel
import NIOEmbedded
import Storage
import Testing

@testable import Assembly

@Suite("Answers of one turn of an event loop wait for the commit together")
struct CommitTurnTests {
    private let eventLoop = EmbeddedEventLoop()
    private let queue = CommitQueue()
    private let told = Told()

    @Test("those of one world are one for whoever writes, and are told on the loop, in their order")
    func together() throws {
        let turn = CommitTurn(eventLoop, queue)
        for number in 1...3 { turn.wait(for: .default) { _ in told.numbers.append(number) } }
        #expect(queue.take().isEmpty)
        eventLoop.run()
        let due = queue.take()
        #expect(due.worlds.mapValues { $0.map(\.count) } == [.default: [3]])
        #expect(due.answerCount == 3)
        due.worlds[.default]?[0].tell(nil)
        #expect(told.numbers == [])
        eventLoop.run()
        #expect(told.numbers == [1, 2, 3])
    }

    @Test("those of different worlds, and of different turns, are told each what became of its own")
    func apart() throws {
        let other = try #require(WorldName("other"))
        let turn = CommitTurn(eventLoop, queue)
        turn.wait(for: .default) { told.failures["default"] = $0?.description ?? "none" }
        turn.wait(for: other) { told.failures["other"] = $0?.description ?? "none" }
        eventLoop.run()
        turn.wait(for: other) { told.failures["later"] = $0?.description ?? "none" }
        eventLoop.run()
        let due = queue.take()
        #expect(due.worlds.mapValues(\.count) == [.default: 1, other: 2])
        due.worlds[.default]?[0].tell(nil)
        due.worlds[other]?[0].tell(StoreFailure("the disk is full"))
        eventLoop.run()
        #expect(told.failures == ["default": "none", "other": "the disk is full"])
    }

    @Test("after the end they are told so, in a turn of its own")
    func closed() {
        queue.close()
        CommitTurn(eventLoop, queue).wait(for: .default) { _ in told.numbers.append(1) }
        eventLoop.run()
        #expect(told.numbers == [1])
    }

    /// What was told, on the loop, which is the test's own thread.
    private final class Told {
        var numbers: [Int] = []
        var failures: [String: String] = [:]
    }
}
