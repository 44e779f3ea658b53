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

    @Test("an entry larger than the whole budget leaves nothing")
    func tooLarge() {
        let budget = JournalBudget(bytes: 4096)
        let journal = Journal(budget: budget)
        journal.append(.numbered(1))
        journal.append(.numbered(2, bytes: 1 << 20))
        #expect(journal.entries.isEmpty)
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
}
