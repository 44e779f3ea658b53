/// The rules of a world in the order in which they are asked, and how often each has acted.
struct RuleBookState {
    struct Entry {
        let id: String
        let rule: Rule
        let pattern: OperationPattern
        var matched = 0

        var isUsedUp: Bool { rule.times.map { matched >= $0 } ?? false }
    }

    private(set) var entries: [Entry] = []
    private var added = 0

    /// Puts a rule before all others: what a test adds wins over what its scenario says.
    mutating func add(_ rule: Rule) -> Entry {
        added += 1
        let wanted = rule.id ?? "rule-\(added)"
        let entry = Entry(id: wanted, rule: rule, pattern: OperationPattern(rule.on))
        entries.removeAll { $0.id == wanted }
        entries.insert(entry, at: 0)
        return entry
    }

    /// The first rule for this request, counted as used in the same step.
    mutating func take(operation: String, subject: some RuleSubject) -> Entry? {
        let index = entries.firstIndex { entry in
            !entry.isUsedUp && entry.pattern.matches(operation) && entry.rule.when?.hold(for: subject) ?? true
        }
        guard let index else { return nil }
        entries[index].matched += 1
        return entries[index]
    }

    mutating func remove(id: String) -> Entry? {
        guard let index = entries.firstIndex(where: { $0.id == id }) else { return nil }
        return entries.remove(at: index)
    }

    mutating func removeAll() -> Int {
        defer { entries = [] }
        return entries.count
    }
}
