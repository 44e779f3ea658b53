import Synchronization

/// A world's rules. Finding a rule, using it up, drawing and moving its state machine are one step, so `times: 1` acts once
/// however many requests race for it. Conditions are looked at outside the lock: a slow one holds up its own request only.
public final class RuleBook: Sendable {
    private let state: Mutex<RuleBookState>
    /// Lets a world without rules pass without taking the lock.
    private let count: Atomic<Int>
    /// Counted under the lock, read without it.
    private let changes = Atomic<Int>(0)

    /// A book in this state.
    public init(_ state: RuleBookState) {
        count = Atomic(state.entries.count)
        self.state = Mutex(state)
    }

    /// A book of a scenario's rules, those of equal priority asked in the order in which the file has them.
    ///
    /// - Parameter seed: what probabilities and delays are drawn from.
    public convenience init(_ rules: [Rule], seed: UInt64 = 0) {
        self.init(RuleBookState(rules, seed: seed))
    }

    /// All rules and how they have fared, as a value.
    public var snapshot: RuleBookState { state.withLock { $0 } }

    /// How often something was changed: while it stands, `snapshot` is the same.
    public var version: Int { changes.load(ordering: .acquiring) }

    /// All rules and how they have fared, and the version of that, in one step.
    public var versioned: (version: Int, state: RuleBookState) {
        state.withLock { (changes.load(ordering: .relaxed), $0) }
    }

    /// All rules, first asked first.
    public var statuses: [RuleStatus] { snapshot.entries.map(RuleStatus.init) }

    /// Adds a rule before all others of its priority; one with the same id is replaced.
    public func add(_ rule: Rule) -> RuleStatus {
        RuleStatus(
            state.withLock { state in
                defer { noteChange(of: state) }
                return state.add(rule)
            })
    }

    /// The same, unless the book is full; nil if it is.
    public func addIfRoom(_ rule: Rule) -> RuleStatus? {
        state.withLock { state -> RuleEntry? in
            guard state.hasRoom(for: rule) else { return nil }
            defer { noteChange(of: state) }
            return state.add(rule)
        }.map(RuleStatus.init)
    }

    /// Removes the rule `id`; nil if there is none.
    public func remove(id: String) -> RuleStatus? {
        state.withLock { state in
            defer { noteChange(of: state) }
            return state.remove(id: id)
        }.map(RuleStatus.init)
    }

    /// Removes all rules and returns how many there were; state machines begin again.
    public func removeAll() -> Int {
        state.withLock { state in
            defer { noteChange(of: state) }
            return state.removeAll()
        }
    }

    private func noteChange(of state: RuleBookState) {
        count.store(state.entries.count, ordering: .relaxed)
        changes.add(1, ordering: .releasing)
    }

    /// Finds the first rule for a request and counts it as used.
    ///
    /// - Parameter operation: the operation that the request reached; nil for none.
    public func take(operation: String?, subject: some RuleSubject) -> RuleUse? {
        find(operation: operation, subject: subject).use
    }

    /// Finds the first rule for a request and counts it as used, within one budget for all rules.
    ///
    /// - Parameter operation: the operation that the request reached; nil for none.
    public func find(
        operation: String?, subject: some RuleSubject, budget steps: Int = MatchBudget.perRequest
    ) -> RuleFinding {
        guard count.load(ordering: .relaxed) > 0 else { return RuleFinding() }
        return search(operation, subject, MatchBudget(steps)) ?? RuleFinding()
    }

    /// Finds the first rule for a request that Drydock sends and counts it as used. Only rules that name the operation in full are
    /// for those: `*`, or no name at all, means what clients send.
    public func find(outgoing operation: String, subject: some RuleSubject) -> RuleFinding {
        guard count.load(ordering: .relaxed) > 0 else { return RuleFinding() }
        return search(operation, subject, MatchBudget(MatchBudget.perRequest), isOutgoing: true) ?? RuleFinding()
    }

    /// The same for a client's request where nobody else has to wait long for it; nil if it would take longer, and then no rule is used.
    public func findAtOnce(operation: String?, subject: some RuleSubject) -> RuleFinding? {
        guard count.load(ordering: .relaxed) > 0 else { return RuleFinding() }
        return search(operation, subject, MatchBudget(MatchBudget.atOnce), givesUp: true)
    }

    private func search(
        _ operation: String?, _ subject: some RuleSubject, _ budget: MatchBudget, givesUp: Bool = false,
        isOutgoing: Bool = false
    ) -> RuleFinding? {
        let subject = CachedSubject(subject)
        var budget = budget
        var knowledge = RuleKnowledge(isOutgoing: isOutgoing)
        var finding = RuleFinding()
        while true {
            switch state.withLock({ take(from: &$0, operation, &knowledge) }) {
            case .found(let use):
                finding.use = use
                return finding
            case .none: return finding
            case .undecided(let entries):
                for entry in entries {
                    knowledge.holds[entry.serial] = entry.rule.when?.hold(for: subject, within: &budget) ?? true
                    guard budget.isExceeded else { continue }
                    if givesUp { return nil }
                    finding.undecided = finding.undecided ?? entry.id
                }
            }
        }
    }
}

extension RuleBook {
    /// A rule that acts was counted, and so was one that lost its draw.
    private func take(
        from state: inout RuleBookState, _ operation: String?, _ knowledge: inout RuleKnowledge
    ) -> RuleBookState.Search {
        let lost = knowledge.lost.count
        let search = state.take(operation: operation, &knowledge)
        if case .found = search {
            changes.add(1, ordering: .releasing)
        } else if knowledge.lost.count != lost {
            changes.add(1, ordering: .releasing)
        }
        return search
    }
}

/// What a search among the rules came to.
public struct RuleFinding: Sendable {
    /// The rule that acts; nil for none.
    public fileprivate(set) var use: RuleUse?
    /// The first rule whose conditions were too much work to be looked at to the end. It counts as not meant, and so do
    /// those behind it that have conditions.
    public fileprivate(set) var undecided: String?
}

/// One use of a rule.
public struct RuleUse: Sendable {
    /// The rule, this use counted.
    public let rule: RuleStatus
    private var numbers: SplitMix64

    init(_ rule: RuleStatus, numbers: SplitMix64) {
        self.rule = rule
        self.numbers = numbers
    }

    /// The rule's id in its world.
    public var id: String { rule.id }

    /// What it does; nil if it only moved a state machine.
    public var effect: Effect? { rule.rule.effect }

    /// How long `delay` is for this use: the same world, rules and seed give the same lengths.
    public mutating func draw(_ delay: Delay) -> TimeSpan { delay.draw(from: &numbers) }
}

/// A rule in force and how it has fared.
public struct RuleStatus: Sendable, JSONWritable {
    /// The rule's id in its world.
    public let id: String
    /// The rule as it was given.
    public let rule: Rule
    /// How often it acted.
    public let matched: Int

    init(_ entry: RuleEntry) {
        id = entry.id
        rule = entry.rule
        matched = entry.matched
    }

    /// How often it will still act; nil for ever.
    public var remaining: Int? { rule.times.map { max(0, $0 - matched) } }

    /// The rule's own members, then `matched` and `remaining`.
    public func write(to json: inout JSONWriter) {
        json.object { json in
            json.member("id", id)
            if let operation = rule.on { json.member("on", operation.description) }
            if let conditions = rule.when { json.member("when", conditions) }
            if let times = rule.times { json.member("times", times) }
            if let probability = rule.probability { json.member("probability", probability) }
            if let priority = rule.priority { json.member("priority", priority) }
            if let transition = rule.state { json.member("state", transition) }
            if let effect = rule.effect { json.member("effect", effect) }
            json.member("matched", matched)
            json.member("remaining", remaining)
        }
    }
}

/// A request whose body is parsed once however many rules look at it.
private final class CachedSubject<Subject: RuleSubject>: RuleSubject {
    private let subject: Subject
    private var parsed: JSONValue??

    init(_ subject: Subject) {
        self.subject = subject
    }

    var method: String { subject.method }
    var urlPath: String { subject.urlPath }

    var bodyValue: JSONValue? {
        if let parsed { return parsed }
        let value = subject.bodyValue
        parsed = .some(value)
        return value
    }

    func header(_ name: String) -> String? { subject.header(name) }
    func query(_ name: String) -> String? { subject.query(name) }
    func pathParameter(_ name: String) -> String? { subject.pathParameter(name) }
}
