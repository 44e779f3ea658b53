import Admin
import Kernel
import KernelHTTP

/// A world without vendors: a frozen clock, rules and a journal.
final class FakeWorld: ControlledWorld {
    static let start = Moment(milliseconds: 1_767_225_600_000)

    let name: WorldName
    let clock = WorldClock(start: FakeWorld.start, mode: .frozen, wall: .constant(FakeWorld.start))
    let rules: RuleBook
    let journal: Journal
    let scenarioName: String

    init(
        _ name: WorldName, scenario: String = "default", rules: [Rule] = [], journalBytes: Int = 1 << 20,
        timer: WaitTimer = .real
    ) {
        self.name = name
        scenarioName = scenario
        self.rules = RuleBook(rules)
        journal = Journal(budget: JournalBudget(bytes: journalBytes), timer: timer)
    }
}
