import Kernel
import Testing

@testable import KernelHTTP

struct JournalInheritanceTests {
    private static let cost = JournalEntry.numbered(0).cost
    private let budget = JournalBudget(bytes: 10 * cost)

    private func journal(of numbers: ClosedRange<Int>) -> Journal {
        let journal = Journal(budget: budget)
        for number in numbers { journal.append(.numbered(number)) }
        return journal
    }

    @Test("a journal that goes on from another has its entries up to the request, and nothing is charged again")
    func takesOver() {
        let former = journal(of: 1...5)
        let used = budget.used
        let next = Journal(budget: budget)
        next.inherit(from: former, through: 3)
        #expect(next.entries.map(\.number) == [1, 2, 3])
        #expect(next.request(at: next.inherited) == 3)
        #expect(budget.used == used)
    }

    @Test("entries that were taken over go when the budget is used up, the oldest first")
    func budgetIsUsedUp() {
        let former = journal(of: 1...5)
        let next = Journal(budget: budget)
        next.inherit(from: former, through: 3)
        // Of the ten, two are still taken by what did not come along.
        for number in 4...10 { next.append(.numbered(number)) }
        #expect(next.entries.map(\.number) == Array(3...10))
        for number in 11...20 { next.append(.numbered(number)) }
        #expect(next.entries.map(\.number) == Array(11...20))
        #expect(budget.used == 10 * Self.cost)
    }

    @Test("an entry with the place of one that did not come along does not go with it")
    func sharedPlace() {
        let former = journal(of: 1...9)
        let next = Journal(budget: budget)
        next.inherit(from: former, through: 1)
        for number in 2...9 { next.append(.numbered(number)) }
        #expect(next.entries.map(\.number).contains(2))
        #expect(next.count == 8)
    }

    @Test("clearing gives back what was taken over")
    func clearing() {
        let former = journal(of: 1...5)
        let next = Journal(budget: budget)
        next.inherit(from: former, through: 5)
        next.append(.numbered(6))
        #expect(next.clear() == 6)
        #expect(budget.used == 0)
    }

    @Test("two that go on from the same journal both have its entries, and what is kept stays within the budget")
    func twice() {
        let former = journal(of: 1...4)
        let next = [Journal(budget: budget), Journal(budget: budget)]
        for journal in next { journal.inherit(from: former, through: 4) }
        for journal in next { #expect(journal.entries.map(\.number) == [1, 2, 3, 4]) }
        #expect(budget.used == 8 * Self.cost)
        #expect(former.count == 0)
        for number in 5...30 { next[1].append(.numbered(number)) }
        #expect(next.map(\.count) == [0, 10])
    }

    @Test("a request that is still in the former journal leaves nothing in the next one")
    func lateEntry() {
        let former = journal(of: 1...2)
        let next = Journal(budget: budget)
        next.inherit(from: former, through: 2)
        former.append(.numbered(3))
        #expect(next.entries.map(\.number) == [1, 2])
        _ = former.clear()
        for number in 3...12 { next.append(.numbered(number)) }
        #expect(next.entries.map(\.number) == Array(3...12))
    }

    @Test("a budget keeps no journal alive")
    func journalsAreFreed() {
        weak var former: Journal?
        do {
            let journal = journal(of: 1...3)
            former = journal
        }
        #expect(former == nil)
        #expect(budget.used == 3 * Self.cost)
    }
}
