import HTTPTypes
import Kernel
import KernelHTTP
import NIOCore
import Testing

@Suite("Journal")
struct JournalTests {
    private static func entry(_ number: Int, bytes: Int = 0) -> JournalEntry {
        let head = HTTPRequest(method: .get, scheme: "http", authority: "localhost", path: "/")
        let exchange = Exchange(
            number: number, receivedAt: Moment(milliseconds: 0), head: head,
            body: ByteBuffer(repeating: 0x20, count: bytes), origin: Origin(scheme: "http", authority: "localhost"))
        return JournalEntry(exchange, response: HTTPResponse(status: .ok), body: ByteBuffer(), reason: nil)
    }

    @Test("the budget holds, and the oldest go first")
    func bounded() {
        let budget = JournalBudget(bytes: 10 * Self.entry(0).cost)
        let journal = Journal(budget: budget)
        for number in 1...25 { journal.append(Self.entry(number)) }
        #expect(journal.entries.map(\.number) == Array(16...25))
        #expect(journal.dropped == 15)
        #expect(budget.used <= budget.limit)
    }

    @Test("worlds share one budget: whose entries are the oldest does not matter")
    func shared() {
        let budget = JournalBudget(bytes: 10 * Self.entry(0).cost)
        let idle = Journal(budget: budget)
        let busy = Journal(budget: budget)
        for number in 1...5 { idle.append(Self.entry(number)) }
        for number in 1...7 { busy.append(Self.entry(number)) }
        #expect(idle.entries.map(\.number) == [3, 4, 5])
        #expect(busy.entries.count == 7)
    }

    @Test("an entry larger than the whole budget leaves nothing")
    func tooLarge() {
        let budget = JournalBudget(bytes: 4096)
        let journal = Journal(budget: budget)
        journal.append(Self.entry(1))
        journal.append(Self.entry(2, bytes: 1 << 20))
        #expect(journal.entries.isEmpty)
        #expect(budget.used == 0)
    }

    @Test("parallel appends neither lose nor overspend")
    func parallel() async {
        let budget = JournalBudget(bytes: 100 * Self.entry(0).cost)
        let journal = Journal(budget: budget)
        await withTaskGroup(of: Void.self) { group in
            for number in 1...1000 { group.addTask { journal.append(Self.entry(number)) } }
        }
        #expect(journal.entries.count + journal.dropped == 1000)
        #expect(journal.entries.count == 100)
    }

    @Test("an abandoned journal keeps nothing, and what it took comes free as others append")
    func abandoned() {
        let budget = JournalBudget(bytes: 10 * Self.entry(0).cost)
        let gone = Journal(budget: budget)
        let live = Journal(budget: budget)
        for number in 1...10 { gone.append(Self.entry(number)) }
        gone.abandon()
        #expect(gone.entries.isEmpty)
        for number in 1...12 { live.append(Self.entry(number)) }
        #expect(live.entries.map(\.number) == Array(3...12))
        #expect(live.dropped == 2 && gone.dropped == 0)
        #expect(budget.used <= budget.limit)
    }
}
