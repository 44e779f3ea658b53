import Synchronization

/// A world's rules. Finding a rule and using it up is one step, so `times: 1` acts once however many requests race for it.
package final class RuleBook: Sendable {
    private let state: Mutex<RuleBookState>
    /// Lets a world without rules pass without taking the lock.
    private let count: Atomic<Int>

    /// A book of a scenario's rules, asked in the order in which the file has them.
    package init(_ rules: [Rule]) {
        var initial = RuleBookState()
        for rule in rules.reversed() { _ = initial.add(rule) }
        count = Atomic(initial.entries.count)
        state = Mutex(initial)
    }

    /// All rules, first asked first.
    package var statuses: [RuleStatus] { state.withLock { $0.entries.map(RuleStatus.init) } }

    /// Adds a rule before all others; one with the same id is replaced.
    package func add(_ rule: Rule) -> RuleStatus {
        RuleStatus(
            state.withLock { state in
                defer { count.store(state.entries.count, ordering: .relaxed) }
                return state.add(rule)
            })
    }

    /// Removes the rule `id`; nil where there is none.
    package func remove(id: String) -> RuleStatus? {
        state.withLock { state in
            defer { count.store(state.entries.count, ordering: .relaxed) }
            return state.remove(id: id)
        }.map(RuleStatus.init)
    }

    /// Removes all rules and tells how many there were.
    package func removeAll() -> Int {
        state.withLock { state in
            defer { count.store(0, ordering: .relaxed) }
            return state.removeAll()
        }
    }

    /// Finds the first rule for a request and counts it as used.
    package func take(operation: String, subject: some RuleSubject) -> RuleStatus? {
        guard count.load(ordering: .relaxed) > 0 else { return nil }
        return state.withLock { $0.take(operation: operation, subject: subject) }.map(RuleStatus.init)
    }
}
