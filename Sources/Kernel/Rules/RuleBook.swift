import Synchronization

/// A world's rules. Finding a rule, using it up, drawing and moving its state machine are one step, so `times: 1` acts once
/// however many requests race for it. Conditions are looked at outside the lock: a slow one holds up its own request only.
package final class RuleBook: Sendable {
    private let state: Mutex<RuleBookState>
    /// Lets a world without rules pass without taking the lock.
    private let count: Atomic<Int>

    /// A book in this state.
    package init(_ state: RuleBookState) {
        count = Atomic(state.entries.count)
        self.state = Mutex(state)
    }

    /// A book of a scenario's rules, those of equal priority asked in the order in which the file has them.
    ///
    /// - Parameter seed: what probabilities and delays are drawn from.
    package convenience init(_ rules: [Rule], seed: UInt64 = 0) {
        self.init(RuleBookState(rules, seed: seed))
    }

    /// All rules and how they have fared, as a value.
    package var snapshot: RuleBookState { state.withLock { $0 } }

    /// All rules, first asked first.
    package var statuses: [RuleStatus] { snapshot.entries.map(RuleStatus.init) }

    /// Adds a rule before all others of its priority; one with the same id is replaced.
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

    /// Removes all rules and tells how many there were; state machines begin again.
    package func removeAll() -> Int {
        state.withLock { state in
            defer { count.store(0, ordering: .relaxed) }
            return state.removeAll()
        }
    }

    /// Finds the first rule for a request and counts it as used.
    ///
    /// - Parameter operation: the operation that the request reached; nil for none.
    package func take(operation: String?, subject: some RuleSubject) -> RuleUse? {
        guard count.load(ordering: .relaxed) > 0 else { return nil }
        let subject = RememberedSubject(subject)
        var knowledge = RuleKnowledge()
        while true {
            switch state.withLock({ $0.take(operation: operation, &knowledge) }) {
            case .found(let use): return use
            case .none: return nil
            case .undecided(let entries):
                for entry in entries { knowledge.holds[entry.serial] = entry.rule.when?.hold(for: subject) ?? true }
            }
        }
    }
}
