import KernelHTTP
import Synchronization
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

    @Test("a journal that has long been idle has nothing of what went meanwhile, and begins again")
    func idle() {
        let budget = JournalBudget(bytes: 10 * JournalEntry.numbered(0).cost)
        let idle = Journal(budget: budget)
        let busy = Journal(budget: budget)
        for number in 1...3 { idle.append(.numbered(number)) }
        for number in 1...20 { busy.append(.numbered(number)) }
        #expect(idle.count == 0 && idle.dropped == 3)
        #expect(idle.entries.isEmpty && idle.entry(ofRequest: 3)?.number == nil && idle.request(at: 3) == 0)
        #expect(idle.page(after: 1, limit: 10).missing == 2)
        idle.append(.numbered(4))
        #expect(idle.entries.map(\.number) == [4])
        #expect(idle.request(at: 4) == 4 && idle.place(ofRequest: 4) == 4)
        #expect(idle.dropped == 3)
    }

    @Test("a long journal is looked at in strides, and has all of its exchanges")
    func long() {
        let journal = Journal(budget: JournalBudget(bytes: 100 << 20))
        for number in 1...5000 { journal.append(.numbered(number)) }
        #expect(journal.entries.map(\.number) == Array(1...5000))
        #expect(journal.count == 5000 && journal.dropped == 0)
        #expect(journal.entry(ofRequest: 1)?.number == 1)
        #expect(journal.request(at: 2500) == 2500)
        #expect(journal.page(after: 1234, limit: 2).entries.map(\.number) == [1235, 1236])
        #expect(journal.clear() == 5000)
        #expect(journal.count == 0)
    }

    @Test("what Drydock sends does not stand for the request whose number it has, and stays with it")
    func outgoing() {
        let budget = JournalBudget(bytes: 1 << 20)
        let journal = Journal(budget: budget)
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
        let successor = Journal(budget: budget)
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

    @Test("what is large is freed elsewhere, and nothing else is", arguments: [(20_000, 0), (300_000, 1)])
    func freesElsewhere(bytes: Int, count: Int) {
        let calls = Atomic(0)
        let budget = JournalBudget(bytes: 400_000) { _ in calls.add(1, ordering: .relaxed) }
        let journal = Journal(budget: budget)
        journal.append(.numbered(1, bytes: bytes))
        #expect(calls.load(ordering: .relaxed) == 0)
        journal.append(.numbered(2, bytes: 390_000))
        #expect(journal.entries.map(\.number) == [2])
        #expect(calls.load(ordering: .relaxed) == count)
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
        _ = gone.clear()
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
