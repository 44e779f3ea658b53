/// The rules of a world in the order in which they are asked, and how each has fared.
package struct RuleBookState: Codable, Equatable, Sendable {
    /// How the search for a request's rule goes on.
    enum Search {
        /// A rule acts, and has been counted.
        case found(RuleUse)
        case none
        /// It depends on whether the conditions of these hold.
        case undecided([RuleEntry])
    }

    private(set) var entries: [RuleEntry] = []
    private var machines = RuleMachines()
    private let seed: UInt64
    private var serial = 0

    /// A scenario's rules, those of equal priority in the order in which the file has them.
    ///
    /// - Parameter seed: what probabilities and delays are drawn from.
    package init(_ rules: [Rule] = [], seed: UInt64 = 0) {
        self.seed = seed
        for rule in rules { _ = put(rule, isAdded: false) }
    }

    /// The states of the machines that were moved.
    package var machineStates: [String: String] { machines.states }

    /// Puts a rule before all others of its priority: what a test adds wins over what its scenario says.
    mutating func add(_ rule: Rule) -> RuleEntry {
        put(rule, isAdded: true)
    }

    /// Goes through the rules in order up to the first that acts, which is counted as used in the same step.
    mutating func take(operation: String?, _ knowledge: inout RuleKnowledge) -> Search {
        var undecided: [RuleEntry] = []
        for index in entries.indices {
            let entry = entries[index]
            guard isReady(entry), entry.isFor(operation: operation), !knowledge.lost.contains(entry.serial) else {
                continue
            }
            if entry.rule.when != nil {
                guard let holds = knowledge.holds[entry.serial] else {
                    undecided.append(entry)
                    continue
                }
                guard holds else { continue }
            }
            // Whether a later rule acts depends on the earlier ones that are undecided.
            guard undecided.isEmpty else { break }
            if entries[index].draw(seed: seed) { return .found(use(at: index)) }
            knowledge.lost.insert(entry.serial)
        }
        return undecided.isEmpty ? .none : .undecided(undecided)
    }

    mutating func remove(id: String) -> RuleEntry? {
        guard let index = entries.firstIndex(where: { $0.id == id }) else { return nil }
        return entries.remove(at: index)
    }

    /// Removes all rules, and puts their state machines back to where they began.
    mutating func removeAll() -> Int {
        defer {
            entries = []
            machines = RuleMachines()
        }
        return entries.count
    }

    private func isReady(_ entry: RuleEntry) -> Bool {
        !entry.isUsedUp && entry.rule.state.map(machines.allow) ?? true
    }

    private mutating func use(at index: Int) -> RuleUse {
        let numbers = entries[index].use(seed: seed)
        if let transition = entries[index].rule.state { machines.follow(transition) }
        return RuleUse(RuleStatus(entries[index]), numbers: numbers)
    }

    private mutating func put(_ rule: Rule, isAdded: Bool) -> RuleEntry {
        serial += 1
        let entry = RuleEntry(rule, id: rule.id ?? freeID(), serial: serial, isAdded: isAdded)
        entries.removeAll { $0.id == entry.id }
        entries.insert(entry, at: entries.firstIndex(where: entry.goesBefore) ?? entries.endIndex)
        return entry
    }

    /// An id for a rule without one, which may not be that of another.
    private func freeID() -> String {
        var number = serial
        while entries.contains(where: { $0.id == "rule-\(number)" }) { number += 1 }
        return "rule-\(number)"
    }
}
