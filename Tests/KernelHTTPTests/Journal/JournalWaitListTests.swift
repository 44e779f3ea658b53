import Testing

@testable import KernelHTTP

@Suite("Journal: waiters as a value")
struct JournalWaitListTests {
    @Test("places count once, however often they are told")
    func places() {
        var waiters = JournalWaitListState()
        let id = waiters.enlist(wanted: 2) { _ in true }.id
        let early = [waiters.count([1], for: id), waiters.count([1], for: id)]
        #expect(early == [false, false])
        let isOver = waiters.count([1, 2], for: id)
        #expect(isOver)
        #expect(waiters.outcome(of: id) == .found)
    }

    @Test("what was cleared away no longer counts, also where it is told of later")
    func forgotten() {
        var waiters = JournalWaitListState()
        let id = waiters.enlist(wanted: 2) { _ in true }.id
        _ = waiters.count([3], for: id)
        waiters.forget(through: 4)
        let stale = waiters.count([4, 5], for: id)
        #expect(!stale && waiters.outcome(of: id) == nil)
        let isOver = waiters.count([6], for: id)
        #expect(isOver)
    }

    @Test("a wait that is over or dismissed is told of nothing more")
    func over() {
        var waiters = JournalWaitListState()
        let ids = (0..<3).map { _ in waiters.enlist(wanted: 1) { _ in true }.id }
        _ = waiters.count([1], for: ids[0])
        waiters.dismiss(ids[1])
        #expect(waiters.waiters.map(\.id) == [ids[2]])
        let again = waiters.count([2], for: ids[0])
        #expect(!again)
        let ended = waiters.endAll()
        #expect(ended == [ids[2]])
        #expect(waiters.outcome(of: ids[0]) == .found && waiters.outcome(of: ids[2]) == .ended)
    }

    @Test("nobody begins to wait after the end")
    func ended() {
        var waiters = JournalWaitListState()
        _ = waiters.endAll()
        let id = waiters.enlist(wanted: 1) { _ in true }.id
        #expect(waiters.outcome(of: id) == .ended && waiters.waiters.isEmpty)
    }
}
