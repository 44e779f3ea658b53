import KernelHTTP
import Testing

@Suite("Journal")
struct JournalTests {
    @Test("the budget holds, and the oldest go first")
    func bounded() {
        let budget = JournalBudget(bytes: 10 * JournalEntry.numbered(0).cost)
        let journal = Journal(budget: budget)
        for number in 1...25 { journal.append(.numbered(number)) }
        #expect(journal.entries.map(\.number) == Array(16...25))
        #expect(journal.dropped == 15)
        #expect(budget.used <= budget.limit)
    }

    @Test("worlds share one budget: whose entries are the oldest does not matter")
    func shared() {
        let budget = JournalBudget(bytes: 10 * JournalEntry.numbered(0).cost)
        let idle = Journal(budget: budget)
        let busy = Journal(budget: budget)
        for number in 1...5 { idle.append(.numbered(number)) }
        for number in 1...7 { busy.append(.numbered(number)) }
        #expect(idle.entries.map(\.number) == [3, 4, 5])
        #expect(busy.entries.count == 7)
    }

    @Test("what Drydock sends does not stand for the request whose number it has, and stays with it")
    func outgoing() {
        let journal = Journal(budget: JournalBudget(bytes: 1 << 20))
        journal.append(.numbered(0, .outgoing))
        journal.append(.numbered(1))
        journal.append(.numbered(1, .outgoing, path: "/hook"))
        journal.append(.numbered(2))
        journal.append(.numbered(2, .outgoing))
        #expect(journal.entry(ofRequest: 0)?.number == nil)
        #expect(journal.entry(ofRequest: 1)?.direction == .incoming)
        #expect(journal.place(ofRequest: 2) == 4)
        #expect(journal.sent(after: 1, limit: 10).map(\.url) == ["http://localhost/hook"])
        #expect(journal.sent(after: 3, limit: 10).isEmpty)
        let successor = Journal(budget: JournalBudget(bytes: 1 << 20))
        successor.inherit(from: journal, through: 1)
        #expect(successor.entries.map(\.direction) == [.outgoing, .incoming, .outgoing])
        #expect(successor.entries.last?.url == "http://localhost/hook")
    }

    @Test("an entry larger than the whole budget leaves nothing")
    func tooLarge() {
        let budget = JournalBudget(bytes: 4096)
        let journal = Journal(budget: budget)
        journal.append(.numbered(1))
        journal.append(.numbered(2, bytes: 1 << 20))
        #expect(journal.entries.isEmpty)
        #expect(journal.dropped == 2)
        #expect(budget.used == 0)
    }

    @Test("parallel appends neither lose nor overspend")
    func parallel() async {
        let budget = JournalBudget(bytes: 100 * JournalEntry.numbered(0).cost)
        let journal = Journal(budget: budget)
        await withTaskGroup(of: Void.self) { group in
            for number in 1...1000 { group.addTask { journal.append(.numbered(number)) } }
        }
        #expect(journal.entries.count + journal.dropped == 1000)
        #expect(journal.entries.count == 100)
    }

    @Test("an abandoned journal keeps nothing, and what it took comes free as others append")
    func abandoned() {
        let budget = JournalBudget(bytes: 10 * JournalEntry.numbered(0).cost)
        let gone = Journal(budget: budget)
        let live = Journal(budget: budget)
        for number in 1...10 { gone.append(.numbered(number)) }
        gone.abandon()
        #expect(gone.entries.isEmpty)
        for number in 1...12 { live.append(.numbered(number)) }
        #expect(live.entries.map(\.number) == Array(3...12))
        #expect(live.dropped == 2 && gone.dropped == 0)
        #expect(budget.used <= budget.limit)
    }

    @Test(
        "a page has as many exchanges as fit into its bytes, at least one, and the next goes on behind it",
        arguments: [(1, [1, 1, 1, 1]), (1_000_000, [1, 3]), (.max, [4])])
    func pages(bytes: Int, sizes: [Int]) {
        let journal = Journal(budget: JournalBudget(bytes: 10_000_000))
        journal.append(.numbered(1, bytes: 2_000_000))
        for number in 2...4 { journal.append(.numbered(number, bytes: 1000)) }
        var found: [[Int]] = []
        var place = 0
        while place < journal.newestPlace {
            let page = journal.page(after: place, limit: 100, bytes: bytes)
            #expect(page.missing == 0)
            found.append(page.entries.map(\.number))
            place = page.place
        }
        #expect(found.map(\.count) == sizes)
        #expect(found.flatMap(\.self) == [1, 2, 3, 4])
    }
}
