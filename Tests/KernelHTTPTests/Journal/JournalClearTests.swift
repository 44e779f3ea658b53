import Testing

@testable import KernelHTTP

@Suite("Journal, cleared")
struct JournalClearTests {
    private static func cost(_ journals: [Journal]) -> Int {
        journals.flatMap(\.entries).map(\.cost).reduce(0, +)
    }

    @Test("clearing gives back what the journal took but for places behind others, and leaves the others alone")
    func release() {
        let budget = JournalBudget(bytes: 1 << 20)
        let cleared = Journal(budget: budget)
        let other = Journal(budget: budget)
        for number in 1...5 {
            cleared.append(.numbered(number, bytes: number * 100))
            other.append(.numbered(number, bytes: number))
        }
        #expect(cleared.clear() == 5)
        #expect(cleared.entries.isEmpty)
        #expect(cleared.count == 0)
        #expect(other.count == 5)
        #expect(budget.used == Self.cost([other]) + 4 * PackedEntry.place)
        #expect(cleared.clear() == 0)
        #expect(budget.used == Self.cost([other]) + 4 * PackedEntry.place)
        #expect(other.clear() == 5)
        #expect(budget.used == 0)
    }

    @Test("after clearing the budget takes from those who still have entries, and never twice for one")
    func afterwards() {
        let unit = JournalEntry.numbered(0).cost
        let budget = JournalBudget(bytes: 4 * unit)
        let cleared = Journal(budget: budget)
        let other = Journal(budget: budget)
        for number in 1...3 { cleared.append(.numbered(number)) }
        _ = cleared.clear()
        for number in 1...4 { other.append(.numbered(number)) }
        #expect(other.count == 4)
        cleared.append(.numbered(4))
        #expect(cleared.entries.map(\.number) == [4])
        #expect(other.entries.map(\.number) == [2, 3, 4])
        #expect(budget.used == 4 * unit)
    }

    @Test("a cleared journal forgets how many it had dropped")
    func dropped() {
        let budget = JournalBudget(bytes: 2 * JournalEntry.numbered(0).cost)
        let journal = Journal(budget: budget)
        for number in 1...5 { journal.append(.numbered(number)) }
        #expect(journal.dropped == 3)
        _ = journal.clear()
        #expect(journal.dropped == 0)
    }

    @Test("places of what was cleared are bounded, however often that is done behind another world's entry")
    func places() {
        let unit = JournalEntry.numbered(0).cost
        let budget = JournalBudget(bytes: 4 * unit)
        let other = Journal(budget: budget)
        let cleared = Journal(budget: budget)
        other.append(.numbered(1))
        for number in 1...1000 {
            cleared.append(.numbered(number))
            #expect(cleared.clear() == 1)
            #expect(budget.used <= budget.limit)
        }
        #expect(other.count == 0)
        #expect(budget.used == 0)
    }

    @Test("clearing amid parallel appends leaves budget and journals in agreement", arguments: [10, 100_000])
    func parallel(limit: Int) async {
        let budget = JournalBudget(bytes: limit * JournalEntry.numbered(0).cost)
        let journals = [Journal(budget: budget), Journal(budget: budget)]
        await withTaskGroup(of: Void.self) { group in
            for number in 1...2000 {
                group.addTask { journals[number % 2].append(.numbered(number, bytes: number % 7 * 10)) }
                if number % 20 == 0 { group.addTask { _ = journals[0].clear() } }
            }
        }
        let places = budget.used - Self.cost(journals)
        #expect(places % PackedEntry.place == 0 && 0...1000 ~= places / PackedEntry.place)
        #expect(budget.used <= budget.limit)
        for journal in journals { _ = journal.clear() }
        #expect(budget.used == 0)
    }
}
